"""A forgotten password: the same answer to everybody, a link to the confirmed address alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from ediary_app.access import models, recovery, signin, whoami
from ediary_app.access.context import system_actor
from ediary_app.access.credentials import SessionToken, Stranger
from ediary_app.access.opening import SignedIn
from ediary_app.access.performing import perform
from ediary_app.access.throttle import Refusal
from ediary_app.access.values import Role
from ediary_app.jobs import tending
from ediary_app.kernel import errors
from tests.conftest import FixedClock
from tests.given import Given
from tests.mailing import Mail, everything_of

PASSWORD, NEW = "осенний лист на воде", "тихий снег за окном"
OLGA = "olga@example.ru"


@pytest.fixture
def mail(given: Given) -> Mail:
    return Mail(given.runtime).opened()


@pytest.fixture
def olga(given: Given, mail: Mail) -> models.Account:
    """A parent with a confirmed address."""
    return with_address(given, OLGA)


def with_address(
    given: Given, email: str, *, is_confirmed: bool = True, role: Role = Role.PARENT
) -> models.Account:
    account = given.account(given.person(given.school()), role, password=PASSWORD)
    with given.runtime.database.session() as session:
        found = session.get_one(models.Account, account.id)
        found.email = email
        found.email_confirmed_at = datetime(2026, 9, 2, tzinfo=UTC) if is_confirmed else None
    return account


def forgot(name: str, address: str = "10.0.0.1") -> Refusal | None:
    return perform(recovery.forgot, actor=Stranger("en"), name=name, address=address)


def set_password(token: str, password: str = NEW, address: str = "10.0.0.1") -> Refusal | None:
    arguments = {"token": token, "password": password, "address": address}
    return perform(recovery.set_password, actor=Stranger("en"), **arguments)


def sign_in(name: str, password: str) -> object:
    return perform(signin.sign_in, actor=Stranger("en"), name=name, password=password)


def test_a_link_to_the_confirmed_address_sets_a_new_password(
    olga: models.Account, mail: Mail
) -> None:
    device = sign_in(olga.login, PASSWORD)
    assert isinstance(device, SignedIn)
    assert forgot(olga.login) is None
    letter = mail.one()
    assert letter.to == OLGA
    assert set_password(letter.token) is None
    assert isinstance(sign_in(OLGA, NEW), SignedIn)
    assert isinstance(sign_in(OLGA, PASSWORD), Refusal)
    with pytest.raises(errors.SignInNeeded):
        perform(whoami.whoami, actor=SessionToken(device.token))
    told = mail.one()
    assert (told.to, told.subject) == (OLGA, "Your password was changed")


def test_login_and_address_both_lead_to_the_letter(
    olga: models.Account, mail: Mail, clock: FixedClock
) -> None:
    for name in (olga.login, OLGA, " OLGA@example.ru "):
        forgot(name)
        assert mail.one().to == OLGA
        clock.now += timedelta(minutes=2)


def test_a_link_works_once_and_for_half_an_hour(
    olga: models.Account, mail: Mail, clock: FixedClock
) -> None:
    forgot(OLGA)
    late = mail.one().token
    clock.now += timedelta(minutes=30)
    assert isinstance(set_password(late), Refusal)
    forgot(OLGA)
    token = mail.one().token
    assert set_password(token) is None
    assert isinstance(set_password(token, PASSWORD), Refusal)
    assert isinstance(sign_in(OLGA, NEW), SignedIn)


def test_a_weak_password_is_said_at_its_field_and_the_link_still_works(
    olga: models.Account, mail: Mail
) -> None:
    forgot(OLGA)
    token = mail.one().token
    with pytest.raises(errors.Invalid) as refusal:
        set_password(token, "short")
    assert set(refusal.value.fields) == {"password"}
    assert set_password(token) is None


def test_an_unconfirmed_address_gets_nothing_and_resets_nothing(given: Given, mail: Mail) -> None:
    account = with_address(given, "someone@example.ru", is_confirmed=False)
    assert forgot(account.login) is None
    assert forgot("someone@example.ru") is None
    assert mail.come() == []


def test_a_blocked_account_gets_nothing(given: Given, olga: models.Account, mail: Mail) -> None:
    with given.runtime.database.session() as session:
        session.get_one(models.Account, olga.id).is_active = False
    assert forgot(OLGA) is None
    assert mail.come() == []


def test_known_and_unknown_are_answered_alike(olga: models.Account, mail: Mail) -> None:
    known = [forgot(OLGA, "10.0.0.1") for _n in range(5)]
    unknown = [forgot("nobody@example.ru", "10.0.0.2") for _n in range(5)]
    assert [str(r and (r.text.message, r.wait_seconds)) for r in known] == [
        str(r and (r.text.message, r.wait_seconds)) for r in unknown
    ]
    assert known[:3] == [None, None, None]
    assert known[3] is not None
    waiting = perform(tending.look, actor=system_actor("tests")).queues
    assert {queue.consumer for queue in waiting} == {"account_letters"}


def test_known_and_unknown_cost_the_same_work(olga: models.Account, mail: Mail) -> None:
    forgot("the first of all", "10.0.0.9")
    known = statements(mail, OLGA)
    assert len(known) > 5
    assert statements(mail, "nobody@example.ru") == known


def statements(mail: Mail, name: str) -> list[str]:
    """What asking for a link makes the database do."""
    seen: list[str] = []
    engine = mail.runtime.database.engine

    def note(*given: Any) -> None:
        seen.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    forgot(name)
    event.remove(engine, "before_cursor_execute", note)
    return seen


def test_letters_to_one_account_are_a_minute_apart_whatever_it_is_called(
    olga: models.Account, mail: Mail
) -> None:
    forgot(OLGA)
    forgot(olga.login)
    assert len(mail.come()) == 1


def test_a_network_that_asks_for_everybody_has_to_wait(olga: models.Account) -> None:
    outcomes = [forgot(f"name{number}") for number in range(31)]
    assert [outcome is None for outcome in outcomes] == [True] * 30 + [False]


def test_guessed_links_have_to_wait(olga: models.Account) -> None:
    for number in range(60):
        set_password(f"guess{number}")
    refusal = set_password("another")
    assert refusal is not None
    assert refusal.wait_seconds > 0


def test_a_letter_that_the_worker_would_write_too_late_is_not_written(
    olga: models.Account, mail: Mail, clock: FixedClock
) -> None:
    forgot(OLGA)
    clock.now += timedelta(minutes=31)
    assert mail.come() == []


def test_the_second_step_is_still_owed_after_a_reset(
    given: Given, olga: models.Account, mail: Mail
) -> None:
    with given.runtime.database.session() as session:
        found = session.get_one(models.Account, olga.id)
        found.totp_secret, found.totp_confirmed_at = b"x", found.created_at
    forgot(OLGA)
    assert set_password(mail.one().token) is None
    outcome = sign_in(OLGA, NEW)
    assert isinstance(outcome, SignedIn)
    assert outcome.owes == "code"


def test_only_a_digest_of_the_secret_is_kept(olga: models.Account, mail: Mail) -> None:
    forgot(OLGA)
    token = mail.one().token
    kept = [
        everything_of(mail.runtime, table) for table in ("mail_link", "event", "event_personal")
    ]
    assert token not in str(kept)
    assert OLGA not in str(kept[1:])


def test_links_to_staff_of_two_schools_lie_in_no_school_s_outbox(given: Given, mail: Mail) -> None:
    account = with_address(given, "director@example.ru", role=Role.DIRECTOR)
    other = given.school()
    given.save(
        models.AccountRole(account_id=account.id, school_id=other.id, role=Role.ADMINISTRATOR)
    )
    forgot("director@example.ru")
    assert mail.one().school_id is None
