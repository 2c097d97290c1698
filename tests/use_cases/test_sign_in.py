"""Signing in: by password and by code, throttled, with the second step where it is on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from ediary_app.access import codes, models, opening, passwords, sessions, signin, throttle, totp
from ediary_app.access.credentials import SessionToken, Stranger
from ediary_app.access.opening import Owes, SignedIn
from ediary_app.access.performing import perform
from ediary_app.access.throttle import Refusal
from ediary_app.access.totp import Enrolment, RecoveryCodes, SecondStep
from ediary_app.access.values import Role
from ediary_app.access.whoami import whoami
from ediary_app.kernel import errors
from ediary_app.kernel.settings import settings
from tests.conftest import FixedClock
from tests.given import Given

PASSWORD = "осенний лист на воде"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EDIARY_SECRET_KEY", "a key of the tests")
    settings.cache_clear()
    yield
    settings.cache_clear()


def teacher(given: Given) -> models.Account:
    return given.account(given.teacher(given.school()), Role.TEACHER, password=PASSWORD)


def try_password(name: str, password: str = PASSWORD, address: str = "10.0.0.1") -> object:
    arguments = {"name": name, "password": password, "address": address}
    return perform(signin.sign_in, actor=Stranger("en"), **arguments)


def signed_in(outcome: object) -> SignedIn:
    assert isinstance(outcome, SignedIn), outcome
    return outcome


def refused(outcome: object) -> str:
    assert isinstance(outcome, Refusal), outcome
    return outcome.text.message


def code_of(given: Given, account: models.Account, code: str = "K7MR-2X9D") -> str:
    now = given.runtime.clock()
    given.save(
        models.OneTimeCode(
            account_id=account.id or 0,
            code_digest=passwords.code_digest(code),
            created_at=now,
            expires_at=now + codes.CODE_LASTS,
        )
    )
    return code


def by_code(code: str, password: str = PASSWORD, address: str = "10.0.0.1") -> object:
    arguments = {"code": code, "password": password, "address": address}
    return perform(signin.sign_in_by_code, actor=Stranger("en"), **arguments)


def app_of(enrolment: object) -> pyotp.TOTP:
    assert isinstance(enrolment, Enrolment), enrolment
    return pyotp.TOTP(enrolment.secret)


def with_second_step(given: Given, clock: FixedClock) -> tuple[models.Account, pyotp.TOTP]:
    account = teacher(given)
    me = SessionToken(signed_in(try_password(account.login)).token)
    app = app_of(perform(totp.begin, actor=me, password=PASSWORD))
    perform(totp.confirm, actor=me, code=app.at(clock.now))
    clock.now += timedelta(minutes=2)
    return account, app


def half_open(account: models.Account) -> SessionToken:
    outcome = signed_in(try_password(account.login))
    assert outcome.owes is not Owes.NOTHING
    return SessionToken(outcome.token, half_open=True)


def test_the_right_password_opens_a_session_and_a_wrong_one_does_not(given: Given) -> None:
    account = teacher(given)
    opened = signed_in(try_password(account.login.upper()))
    assert perform(whoami, actor=SessionToken(opened.token)).role == Role.TEACHER
    assert refused(try_password(account.login, "something else")) == signin.WRONG.message


def test_a_phone_in_any_spelling_is_a_name(given: Given) -> None:
    account = teacher(given)
    with given.runtime.database.session() as session:
        session.get_one(models.Account, account.id).phone = "+79221234567"
    assert signed_in(try_password("8 (922) 123-45-67")).token


def test_a_stranger_cannot_tell_who_has_an_account(given: Given) -> None:
    account = teacher(given)
    blocked = given.account(None, password=PASSWORD)
    nobody_yet = given.account(None)
    with given.runtime.database.session() as session:
        session.get_one(models.Account, blocked.id).is_active = False
    names = [account.login, blocked.login, nobody_yet.login, "no.such.login"]
    answers = {refused(try_password(name, "wrong password")) for name in names}
    assert answers == {signin.WRONG.message}
    waits = {refused(try_password("x", "y")) for _ in range(throttle.PER_ACCOUNT)}
    assert waits == {signin.WRONG.message}
    assert refused(try_password("x", "y")).startswith("Too many attempts")


def test_an_unknown_name_costs_as_much_time_as_a_known_one(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasher, checked = passwords._hasher(), []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            checked.append(password)
            return hasher.verify(stored, password)

    passwords._decoy()
    monkeypatch.setattr(passwords, "_hasher", Counting)
    try_password("no.such.login", "one")
    try_password(given.account(None).login, "two")
    assert checked == ["one", "two"]


def test_after_eight_failures_an_account_waits_even_with_the_right_password(
    given: Given, clock: FixedClock
) -> None:
    account = teacher(given)
    for number in range(throttle.PER_ACCOUNT):
        try_password(account.login, "wrong", address=f"10.0.0.{number}")
    answer = try_password(account.login)
    assert isinstance(answer, Refusal)
    assert answer.wait_seconds == throttle.WINDOW.total_seconds()
    clock.now += throttle.WINDOW + timedelta(seconds=1)
    assert signed_in(try_password(account.login)).token


def test_an_address_that_tries_many_names_waits(given: Given) -> None:
    account = teacher(given)
    for number in range(throttle.PER_ADDRESS):
        try_password(f"name{number}", "wrong", address="10.9.9.9")
    assert refused(try_password(account.login, address="10.9.9.9")).startswith("Too many")
    assert signed_in(try_password(account.login, address="10.0.0.2")).token


def test_success_forgives_the_slips_before_it(given: Given) -> None:
    account = teacher(given)
    for _round in range(3):
        for _slip in range(throttle.PER_ACCOUNT - 1):
            try_password(account.login, "wrong")
        assert signed_in(try_password(account.login)).token


def test_a_code_opens_once_and_sets_the_password(given: Given) -> None:
    account = given.account(given.teacher(given.school()), Role.TEACHER)
    code = code_of(given, account)
    assert signed_in(by_code(code.lower().replace("-", " "))).token
    assert refused(by_code(code)) == signin.WRONG_CODE.message
    assert signed_in(try_password(account.login)).token


def test_a_weak_password_does_not_use_the_code_up(given: Given) -> None:
    code = code_of(given, given.account(given.teacher(given.school()), Role.TEACHER))
    with pytest.raises(errors.Invalid) as refusal:
        by_code(code, "short")
    assert "password" in refusal.value.fields
    assert signed_in(by_code(code)).token


def test_a_code_is_dead_after_two_weeks(given: Given, clock: FixedClock) -> None:
    code = code_of(given, given.account(given.teacher(given.school()), Role.TEACHER))
    clock.now += codes.CODE_LASTS
    assert refused(by_code(code)) == signin.WRONG_CODE.message


def test_guessing_codes_is_slowed_down_for_the_whole_deployment(given: Given) -> None:
    code = code_of(given, given.account(given.teacher(given.school()), Role.TEACHER))
    now = given.runtime.clock()
    given.save(
        *(
            models.SignInAttempt(throttle_key=throttle.CODES.key, at=now)
            for _ in range(throttle.PER_DEPLOYMENT)
        )
    )
    assert refused(by_code(code)).startswith("Too many")


def test_one_address_with_wrong_codes_stops_nobody_else(given: Given) -> None:
    code = code_of(given, given.account(given.teacher(given.school()), Role.TEACHER))
    for _ in range(throttle.PER_ADDRESS):
        by_code("WRONG-CODE", address="10.9.9.9")
    assert refused(by_code(code, address="10.9.9.9")).startswith("Too many")
    assert signed_in(by_code(code, address="10.0.0.3")).token


def test_a_new_password_by_code_signs_every_device_out(given: Given) -> None:
    account = teacher(given)
    before = SessionToken(signed_in(try_password(account.login)).token)
    signed_in(by_code(code_of(given, account)))
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=before)


def test_every_sign_in_has_a_token_of_its_own(given: Given) -> None:
    account = teacher(given)
    tokens = {signed_in(try_password(account.login)).token for _ in range(3)}
    assert len(tokens) == 3


def test_the_session_ends_after_ninety_days_however_busy(given: Given, clock: FixedClock) -> None:
    me = SessionToken(signed_in(try_password(teacher(given).login)).token)
    end = clock.now + opening.ABSOLUTE
    while clock.now + timedelta(hours=9) < end:
        clock.now += timedelta(hours=9)
        perform(sessions.touch, actor=me)
    clock.now = end
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=me)


def test_a_session_in_use_stays_alive_and_a_forgotten_one_dies(
    given: Given, clock: FixedClock
) -> None:
    me = SessionToken(signed_in(try_password(teacher(given).login)).token)
    assert not perform(whoami, actor=me).is_due_touch
    for _ in range(3):
        clock.now += timedelta(hours=8)
        assert perform(whoami, actor=me).is_due_touch
        perform(sessions.touch, actor=me)
        assert not perform(whoami, actor=me).is_due_touch
    clock.now += timedelta(hours=10)
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=me)


def test_a_wrong_present_password_is_counted_and_changes_nothing(given: Given) -> None:
    account = teacher(given)
    me = SessionToken(signed_in(try_password(account.login)).token)
    asked = {"password": "wrong", "new": "снегопад над рекой"}
    for _ in range(throttle.PER_ACCOUNT):
        answer = perform(sessions.change_password, actor=me, **asked)
        assert isinstance(answer, Refusal)
        assert answer.field == "password"
    right = {**asked, "password": PASSWORD}
    assert refused(perform(sessions.change_password, actor=me, **right)).startswith("Too many")
    assert signed_in(try_password(account.login)).token


def test_a_new_password_signs_the_other_devices_out(given: Given) -> None:
    account = teacher(given)
    me, other = (SessionToken(signed_in(try_password(account.login)).token) for _ in range(2))
    perform(sessions.change_password, actor=me, password=PASSWORD, new="снегопад над рекой")
    assert perform(whoami, actor=me).login == account.login
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=other)
    assert refused(try_password(account.login)) == signin.WRONG.message


def test_a_half_open_session_may_do_nothing_but_finish(given: Given, clock: FixedClock) -> None:
    account, app = with_second_step(given, clock)
    half = half_open(account)
    for asked in (whoami, sessions.my_devices, sessions.end_other_devices, signin.sign_out):
        with pytest.raises(errors.Denied):
            perform(asked, actor=half)
        with pytest.raises(errors.SignInNeeded):
            perform(asked, actor=SessionToken(half.token))
    opened = signed_in(perform(opening.give_code, actor=half, code=app.at(clock.now)))
    assert opened.token != half.token
    assert perform(whoami, actor=SessionToken(opened.token)).login == account.login
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=SessionToken(half.token))


def test_a_half_open_session_lasts_a_quarter_of_an_hour(given: Given, clock: FixedClock) -> None:
    account, app = with_second_step(given, clock)
    half = half_open(account)
    clock.now += opening.HALF_OPEN
    with pytest.raises(errors.SignInNeeded):
        perform(opening.give_code, actor=half, code=app.at(clock.now))


def test_six_digits_work_once(given: Given, clock: FixedClock) -> None:
    account, app = with_second_step(given, clock)
    digits = app.at(clock.now)
    signed_in(perform(opening.give_code, actor=half_open(account), code=digits))
    again = perform(opening.give_code, actor=half_open(account), code=digits)
    assert refused(again) == totp.WRONG_STEP.message
    clock.now += timedelta(seconds=30)
    assert signed_in(perform(opening.give_code, actor=half_open(account), code=app.at(clock.now)))


def test_a_clock_half_a_minute_off_is_forgiven_and_two_minutes_are_not(
    given: Given, clock: FixedClock
) -> None:
    account, app = with_second_step(given, clock)
    early = app.at(clock.now - timedelta(minutes=2))
    assert refused(perform(opening.give_code, actor=half_open(account), code=early))
    late = app.at(clock.now + timedelta(seconds=30))
    assert signed_in(perform(opening.give_code, actor=half_open(account), code=late))


def test_guessing_six_digits_is_slowed_down(given: Given, clock: FixedClock) -> None:
    account, app = with_second_step(given, clock)
    half = half_open(account)
    for _ in range(throttle.PER_ACCOUNT):
        refused(perform(opening.give_code, actor=half, code="000000"))
    answer = perform(opening.give_code, actor=half, code=app.at(clock.now))
    assert refused(answer).startswith("Too many")


def test_a_spare_code_stands_in_for_the_telephone_once(given: Given, clock: FixedClock) -> None:
    account, app = with_second_step(given, clock)
    opened = signed_in(perform(opening.give_code, actor=half_open(account), code=app.at(clock.now)))
    me = SessionToken(opened.token)
    made = perform(totp.renew_codes, actor=me, password=PASSWORD)
    assert isinstance(made, RecoveryCodes)
    assert len(set(made.codes)) == totp.RECOVERY_CODES
    signed_in(perform(opening.give_code, actor=half_open(account), code=made.codes[3].lower()))
    assert refused(perform(opening.give_code, actor=half_open(account), code=made.codes[3]))
    left = perform(totp.my_second_step, actor=me)
    assert left == SecondStep(is_on=True, is_required=False, codes_left=9)


def test_the_secret_lies_sealed_and_another_key_opens_nothing(
    given: Given, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    account, app = with_second_step(given, clock)
    with given.runtime.database.session(writes=False) as session:
        sealed = session.scalar(
            select(models.Account.totp_secret).where(models.Account.id == account.id)
        )
    assert sealed is not None
    assert app.secret.encode() not in bytes(sealed)
    monkeypatch.setenv("EDIARY_SECRET_KEY", "another key")
    settings.cache_clear()
    assert refused(perform(opening.give_code, actor=half_open(account), code=app.at(clock.now)))


def test_the_second_step_is_turned_off_by_the_password_alone(
    given: Given, clock: FixedClock
) -> None:
    account, app = with_second_step(given, clock)
    opened = perform(opening.give_code, actor=half_open(account), code=app.at(clock.now))
    me = SessionToken(signed_in(opened).token)
    assert isinstance(perform(totp.disable, actor=me, password="wrong"), Refusal)
    assert perform(totp.disable, actor=me, password=PASSWORD) is None
    assert signed_in(try_password(account.login)).owes is Owes.NOTHING


def test_a_school_that_demands_it_leads_through_enrolment_first(
    given: Given, clock: FixedClock
) -> None:
    account = teacher(given)
    me = SessionToken(signed_in(try_password(account.login)).token)
    with given.runtime.database.session() as session:
        link = session.scalars(select(models.AccountRole)).one()
    given.save(models.TotpPolicy(school_id=link.school_id, role=Role.TEACHER))
    assert perform(totp.my_second_step, actor=me).is_required
    half = half_open(account)
    app = app_of(perform(opening.begin_enrolment, actor=half))
    refused(perform(opening.finish_enrolment, actor=half, code="000000"))
    opened = signed_in(perform(opening.finish_enrolment, actor=half, code=app.at(clock.now)))
    assert len(opened.recovery) == totp.RECOVERY_CODES
    now_me = SessionToken(opened.token)
    assert perform(whoami, actor=now_me).login == account.login
    with pytest.raises(errors.Conflict):
        perform(totp.disable, actor=now_me, password=PASSWORD)
    assert signed_in(try_password(account.login)).owes is Owes.CODE


def test_a_stolen_password_cannot_replace_the_second_step(given: Given, clock: FixedClock) -> None:
    account, _app = with_second_step(given, clock)
    half = half_open(account)
    with pytest.raises(errors.Conflict):
        perform(opening.begin_enrolment, actor=half)
    with pytest.raises(errors.Conflict):
        perform(opening.finish_enrolment, actor=half, code="123456")


def test_a_code_from_the_office_does_not_pass_the_second_step(
    given: Given, clock: FixedClock
) -> None:
    account, _app = with_second_step(given, clock)
    assert signed_in(by_code(code_of(given, account))).owes is Owes.CODE
