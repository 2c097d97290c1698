"""The post: both parts, both languages, encryption, refusals, later tries, the outbox page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ediary_app.access.context import Actor, Context, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission, Role
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText
from ediary_app.post import letters, queries, service, transport
from ediary_app.post.courier import Courier
from ediary_app.post.letters import Action, Letter
from ediary_app.post.transport import Server
from tests.conftest import FixedClock
from tests.given import Given
from tests.post import mailserver
from tests.post.mailserver import Inbox

LETTER = Letter(
    subject=LazyText("Sign in"),
    paragraphs=("Здравствуйте, Ольга <Петрова>.", "Ссылка действует час."),
    action=Action(LazyText("Sign in"), "https://diary.example/confirm?a=1&b=2"),
)


@use_case(requires=Permission.OWN_ACCOUNT)
def write(ctx: Context, *, to: str = "olga@example.ru", language: str = "ru") -> int:
    """Write a letter to somebody."""
    return service.post_letter(ctx, LETTER, to=to, language=language)


@pytest.fixture
def administrator(given: Given) -> Actor:
    return given.actor(None, Role.ADMINISTRATOR, given.school().id)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox, tmp_path: Path) -> Iterator[Server]:
    with mailserver.running(inbox, tmp_path) as (port, certificate):
        made = Server(
            host=mailserver.HOST, port=port, sender="journal@school5.example",
            user=mailserver.USER, password=mailserver.PASSWORD, seconds=5,
            ca_file=str(certificate), connections=1,
        )  # fmt: skip
        transport.use_server(made)
        yield made
        transport.use_server(None)


def state_of(administrator: Actor, letter_id: int) -> str:
    lines = perform(queries.outbox, actor=administrator).lines
    return next(line.state for line in lines if line.id == letter_id)


def test_a_letter_has_both_parts_and_its_link(
    administrator: Actor, server: Server, inbox: Inbox
) -> None:
    number = perform(write, actor=administrator)
    assert Courier(server).carry() == 1
    (letter,) = inbox.letters
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    assert letter["Subject"] == "Войти"
    assert letter["To"] == "olga@example.ru"
    assert "Ольга <Петрова>" in text
    assert "https://diary.example/confirm?a=1&b=2" in text
    assert "Ольга &lt;Петрова&gt;" in html
    assert state_of(administrator, number) == "sent"


def test_a_letter_speaks_its_readers_language() -> None:
    assert letters.written(LETTER, "en").subject == "Sign in"
    assert letters.written(LETTER, "ru").subject == "Войти"


def test_the_words_are_erased_once_the_server_has_them(
    administrator: Actor, server: Server
) -> None:
    number = perform(write, actor=administrator)
    assert perform(queries.letter, actor=administrator, letter_id=number).text != ""
    Courier(server).carry()
    assert perform(queries.letter, actor=administrator, letter_id=number).text == ""


def test_several_letters_share_a_connection(
    administrator: Actor, server: Server, inbox: Inbox
) -> None:
    for _letter in range(5):
        perform(write, actor=administrator)
    assert Courier(server).carry() == 5
    assert len({letter["Message-ID"] for letter in inbox.letters}) == 5
    assert inbox.connections == 2  # one connection greets before and after its encryption


def test_a_letter_is_carried_once(administrator: Actor, server: Server, inbox: Inbox) -> None:
    perform(write, actor=administrator)
    assert [Courier(server).carry() for _time in range(2)] == [1, 0]
    assert len(inbox.letters) == 1


def test_an_unknown_address_is_final(administrator: Actor, server: Server, inbox: Inbox) -> None:
    inbox.recipient_answer = "550 no such user"
    number = perform(write, actor=administrator)
    Courier(server).carry()
    assert state_of(administrator, number) == "failed"


def test_a_busy_server_is_asked_again_later(
    administrator: Actor, server: Server, inbox: Inbox, clock: FixedClock
) -> None:
    inbox.answer = "451 later"
    number = perform(write, actor=administrator)
    Courier(server).carry()
    assert state_of(administrator, number) == "waiting"
    inbox.answer = ""
    assert Courier(server).carry() == 0
    clock.now += timedelta(minutes=2)
    assert Courier(server).carry() == 1
    assert state_of(administrator, number) == "sent"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda s: replace(s, password="wrong"), "name or password"),
        (lambda s: replace(s, ca_file=""), "did not answer"),
        (lambda s: replace(s, port=1), "did not answer"),
    ],
)
def test_what_is_wrong_with_the_server_is_said(
    administrator: Actor, server: Server, spoil: Callable[[Server], Server], words: str
) -> None:
    perform(write, actor=administrator)
    Courier(spoil(server)).carry()
    (line,) = perform(queries.outbox, actor=administrator).lines
    assert line.state == "waiting"
    assert words in line.trouble


def test_no_letter_goes_over_a_line_that_is_not_encrypted(
    administrator: Actor, inbox: Inbox, tmp_path: Path
) -> None:
    with mailserver.running(inbox, tmp_path, encrypted=False) as (port, _certificate):
        bare = Server(host=mailserver.HOST, port=port, sender="journal@school5.example")
        transport.use_server(bare)
        perform(write, actor=administrator)
        Courier(bare).carry()
        transport.use_server(None)
    (line,) = perform(queries.outbox, actor=administrator).lines
    assert "no encrypted connection" in line.trouble
    assert inbox.letters == []


def test_a_letter_whose_courier_died_is_taken_again(
    administrator: Actor, server: Server, inbox: Inbox, clock: FixedClock
) -> None:
    perform(write, actor=administrator)
    perform(service.take, actor=system_actor("tests"))
    assert Courier(server).carry() == 0
    clock.now += timedelta(minutes=6)
    assert Courier(server).carry() == 1
    assert len(inbox.letters) == 1


def test_a_letter_that_cannot_be_put_together_is_set_aside_with_its_reason(
    administrator: Actor, server: Server, inbox: Inbox, clock: FixedClock
) -> None:
    number = perform(write, actor=administrator, language="r\nu")
    sound = perform(write, actor=administrator)
    for _try in range(service.TRIES_TO_BUILD):
        assert Courier(server).carry() >= 1
        clock.now += timedelta(hours=1)
    assert Courier(server).carry() == 0
    assert (state_of(administrator, number), state_of(administrator, sound)) == ("failed", "sent")
    line = perform(queries.outbox, actor=administrator).lines[-1]
    assert "could not be put together" in line.trouble
    assert line.may_send_again
    perform(service.send_again, actor=administrator, letter_id=number)
    assert state_of(administrator, number) == "waiting"


def test_without_a_server_letters_are_kept_and_can_be_read(administrator: Actor) -> None:
    number = perform(write, actor=administrator)
    assert state_of(administrator, number) == "kept"
    assert Courier(None).carry() == 0
    assert "https://diary.example" in perform(
        queries.letter, actor=administrator, letter_id=number
    ).text  # fmt: skip


def test_a_kept_letter_can_be_sent_once_there_is_a_server(
    administrator: Actor, given: Given, inbox: Inbox, request: pytest.FixtureRequest
) -> None:
    number = perform(write, actor=administrator)
    with pytest.raises(errors.Conflict):
        perform(service.send_again, actor=administrator, letter_id=number)
    server: Server = request.getfixturevalue("server")
    perform(service.send_again, actor=administrator, letter_id=number)
    Courier(server).carry()
    assert state_of(administrator, number) == "sent"


def test_old_words_are_forgotten(administrator: Actor, clock: FixedClock) -> None:
    number = perform(write, actor=administrator)
    clock.now += timedelta(days=31)
    assert perform(service.forget_old, actor=system_actor("tests")) == 1
    assert perform(queries.letter, actor=administrator, letter_id=number).text == ""


def test_letters_of_another_school_are_not_found(administrator: Actor, given: Given) -> None:
    number = perform(write, actor=administrator)
    stranger = given.actor(None, Role.ADMINISTRATOR, given.school().id)
    with pytest.raises(errors.NotFound):
        perform(queries.letter, actor=stranger, letter_id=number)
    assert perform(queries.outbox, actor=stranger).lines == ()


@pytest.mark.parametrize("to", ["olga", "a@b.ru\nBcc: c@d.ru", "a@b.ru, c@d.ru", "Ольга <a@b.ru>"])
def test_only_one_plain_address_is_written_to(administrator: Actor, to: str) -> None:
    with pytest.raises(errors.Invalid):
        perform(write, actor=administrator, to=to)
