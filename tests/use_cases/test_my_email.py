"""One's own address: it counts once its link was followed, and not a moment earlier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ediary_app.access import emails, models, signin
from ediary_app.access.credentials import SessionToken, Stranger
from ediary_app.access.emails import MyEmail, Pending
from ediary_app.access.opening import SignedIn
from ediary_app.access.performing import perform
from ediary_app.access.throttle import Refusal
from ediary_app.access.values import Role
from ediary_app.kernel import errors
from tests.conftest import FixedClock
from tests.given import Given
from tests.mailing import Mail, everything_of

PASSWORD = "осенний лист на воде"
OLGA, NEW = "olga@example.ru", "o.petrova@example.ru"


@pytest.fixture
def mail(given: Given) -> Mail:
    return Mail(given.runtime).opened()


@pytest.fixture
def account(given: Given, mail: Mail) -> models.Account:
    return given.account(given.person(given.school()), Role.PARENT, password=PASSWORD)


@pytest.fixture
def me(account: models.Account) -> SessionToken:
    return signed_in(account.login)


def signed_in(name: str, password: str = PASSWORD) -> SessionToken:
    outcome = perform(signin.sign_in, actor=Stranger("en"), name=name, password=password)
    assert isinstance(outcome, SignedIn), outcome
    return SessionToken(outcome.token)


def ask(me: SessionToken, email: str = OLGA, password: str = PASSWORD) -> Refusal | None:
    return perform(emails.ask_email, actor=me, email=email, password=password)


def follow(token: str, address: str = "10.0.0.1") -> Refusal | None:
    return perform(emails.confirm_email, actor=Stranger("en"), token=token, address=address)


def standing(me: SessionToken) -> MyEmail:
    return perform(emails.my_email, actor=me)


def confirmed(me: SessionToken, mail: Mail, clock: FixedClock, email: str = OLGA) -> None:
    assert ask(me, email) is None
    assert follow(mail.come()[0].token) is None
    mail.come()
    clock.now += timedelta(minutes=2)


def does_sign_in(name: str) -> bool:
    outcome = perform(signin.sign_in, actor=Stranger("en"), name=name, password=PASSWORD)
    return isinstance(outcome, SignedIn)


def test_an_address_counts_when_its_link_was_followed(me: SessionToken, mail: Mail) -> None:
    assert standing(me) == MyEmail()
    assert ask(me, " Olga@Example.ru ") is None
    assert standing(me) == MyEmail("", OLGA, Pending.LINK_SENT)
    assert not does_sign_in(OLGA)
    letter = mail.one()
    assert letter.to == OLGA
    assert follow(letter.token) is None
    assert standing(me) == MyEmail(OLGA)
    assert does_sign_in("OLGA@example.ru")


def test_a_link_works_once_and_for_a_day(me: SessionToken, mail: Mail, clock: FixedClock) -> None:
    ask(me)
    token = mail.one().token
    clock.now += timedelta(hours=24)
    assert isinstance(follow(token), Refusal)
    assert standing(me).pending is Pending.LINK_OVER
    perform(emails.send_again, actor=me)
    later = mail.one().token
    assert follow(later) is None
    assert isinstance(follow(later), Refusal)


def test_a_newer_link_voids_the_older(me: SessionToken, mail: Mail, clock: FixedClock) -> None:
    ask(me)
    first = mail.one().token
    clock.now += timedelta(seconds=60)
    ask(me, NEW)
    second = mail.one()
    assert isinstance(follow(first), Refusal)
    assert (second.to, follow(second.token)) == (NEW, None)


def test_only_a_digest_of_the_secret_is_kept(me: SessionToken, mail: Mail) -> None:
    ask(me)
    token = mail.one().token
    kept = [
        everything_of(mail.runtime, table) for table in ("mail_link", "event", "event_personal")
    ]
    assert token not in str(kept)
    assert OLGA not in str(kept[1:])


def test_the_old_address_is_told_and_counts_until_the_new_one_is_confirmed(
    me: SessionToken, mail: Mail, clock: FixedClock
) -> None:
    confirmed(me, mail, clock)
    ask(me, NEW)
    link, warning = mail.come()
    assert (link.to, warning.to) == (NEW, OLGA)
    assert NEW not in warning.text + warning.html
    assert does_sign_in(OLGA)
    follow(link.token)
    assert mail.one().to == OLGA
    assert standing(me) == MyEmail(NEW)
    assert not does_sign_in(OLGA)


def test_asking_again_waits_a_minute_and_ends_after_ten_a_day(
    me: SessionToken, mail: Mail, clock: FixedClock
) -> None:
    ask(me)
    clock.now += timedelta(seconds=59)
    refusal = perform(emails.send_again, actor=me)
    assert refusal is not None
    assert refusal.wait_seconds == 1
    for _hour in range(12):
        clock.now += timedelta(minutes=20)
        refusal = perform(emails.send_again, actor=me)
    assert refusal is not None
    assert len(everything_of(mail.runtime, "mail_link")) == 10


def test_one_address_is_not_flooded_from_many_accounts(given: Given, mail: Mail) -> None:
    school = given.school()
    accounts = [
        given.account(given.person(school), Role.PARENT, password=PASSWORD) for _n in range(5)
    ]
    outcomes = [ask(signed_in(account.login)) for account in accounts]
    assert [outcome is None for outcome in outcomes] == [True, True, True, False, False]


def test_the_password_is_asked_and_a_wrong_one_sends_nothing(me: SessionToken, mail: Mail) -> None:
    refusal = ask(me, password="wrong")
    assert refusal is not None
    assert refusal.field == "password"
    assert mail.come() == []


@pytest.mark.parametrize(
    "wrong", ["", "olga", "olga@", "a@b.ru, c@d.ru", "olga@example.ru\nBcc: x"]
)
def test_what_is_no_address_is_refused_at_its_field(me: SessionToken, wrong: str) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        ask(me, wrong)
    assert set(refusal.value.fields) == {"email"}


def test_an_address_of_another_account_is_refused_only_to_its_reader(
    me: SessionToken, mail: Mail, clock: FixedClock, given: Given
) -> None:
    confirmed(me, mail, clock)
    other = given.account(given.person(given.school()), Role.PARENT, password=PASSWORD)
    other_me = signed_in(other.login)
    assert ask(other_me) is None
    with pytest.raises(errors.Conflict):
        follow(mail.come()[0].token)
    assert standing(other_me).confirmed == ""


def test_guessed_links_have_to_wait(account: models.Account) -> None:
    for number in range(60):
        follow(f"guess{number}")
    refusal = follow("another")
    assert refusal is not None
    assert refusal.wait_seconds > 0


def test_a_letter_speaks_the_reader_s_language_and_names_nobody_else(
    given: Given, mail: Mail, account: models.Account, me: SessionToken
) -> None:
    with given.runtime.database.session() as session:
        found = session.get_one(models.Account, account.id)
        found.language, found.display_name = "ru", "Ольга Петрова"
    ask(me)
    letter = mail.one()
    assert letter.subject == "Подтвердите адрес электронной почты"
    assert "Здравствуйте, Ольга Петрова." in letter.text
    assert letter.html.count("<a ") == 1
    assert "<img" not in letter.html
    assert account.login not in letter.text


def test_one_s_own_address_is_removed_and_told_so(
    me: SessionToken, mail: Mail, clock: FixedClock, account: models.Account
) -> None:
    confirmed(me, mail, clock)
    assert ask(me, NEW) is None
    waiting = mail.come()[0].token
    clock.now += timedelta(minutes=2)
    assert isinstance(perform(emails.remove_email, actor=me, password="wrong"), Refusal)
    assert standing(me).confirmed == OLGA
    assert perform(emails.remove_email, actor=me, password=PASSWORD) is None
    assert standing(me) == MyEmail()
    assert [letter.to for letter in mail.come()] == [OLGA]
    assert isinstance(follow(waiting), Refusal)
    refused = perform(signin.sign_in, actor=Stranger("en"), name=OLGA, password=PASSWORD)
    assert isinstance(refused, Refusal)
    signed_in(account.login)


def test_an_address_that_only_waits_is_forgotten_and_where_there_is_none_it_is_said(
    me: SessionToken, mail: Mail, given: Given
) -> None:
    assert ask(me) is None
    mail.come()
    assert perform(emails.remove_email, actor=me, password=PASSWORD) is None
    assert mail.come() == []
    assert OLGA not in str(everything_of(given.runtime, "mail_link"))
    with pytest.raises(errors.NotFound):
        perform(emails.remove_email, actor=me, password=PASSWORD)


def test_who_removes_an_address_may_not_ask_more_often_for_it(me: SessionToken, mail: Mail) -> None:
    assert ask(me) is None
    assert perform(emails.remove_email, actor=me, password=PASSWORD) is None
    assert isinstance(ask(me, NEW), Refusal)
