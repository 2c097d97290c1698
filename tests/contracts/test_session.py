"""Signing in over HTTP: the cookie, who may change things, the same answer to every stranger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from starlette.testclient import TestClient

from ediary_app.access import models, totp
from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.api.caller import COOKIE
from ediary_app.api.security import Shield
from ediary_app.kernel.settings import settings
from tests.conftest import FixedClock
from tests.given import Given

HOST = "journal.school5.example"
PASSWORD = "осенний лист на воде"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EDIARY_SECRET_KEY", "a key of the tests")
    settings.cache_clear()
    yield
    settings.cache_clear()


def browser(scheme: str = "https") -> TestClient:
    return TestClient(Shield(api, policy="default-src 'self'"), base_url=f"{scheme}://{HOST}")


@pytest.fixture
def client(given: Given) -> Iterator[TestClient]:
    with browser() as made:
        yield made


@pytest.fixture
def teacher(given: Given) -> models.Account:
    return given.account(given.teacher(given.school()), Role.TEACHER, password=PASSWORD)


def sign_in(client: TestClient, login: str, password: str = PASSWORD) -> Any:
    return client.post("/api/session", json={"name": login, "password": password})


def cookie_of(answer: Any) -> dict[str, str]:
    """The session cookie as it was set: its value and its attributes, by lower-case name."""
    lines = answer.headers.get_list("set-cookie")
    line = next(line for line in lines if line.startswith(f"{COOKIE}="))
    parts = [part.partition("=") for part in line.split("; ")]
    return {name.lower(): value for name, _, value in parts}


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    client: TestClient, teacher: models.Account
) -> None:
    cookie = cookie_of(sign_in(client, teacher.login))
    assert {"httponly", "secure"} <= set(cookie)
    assert cookie["samesite"] == "lax"
    assert cookie["path"] == "/"
    assert "domain" not in cookie


def test_over_plain_http_the_cookie_still_works_for_a_school_without_tls(
    teacher: models.Account,
) -> None:
    with browser("http") as plain:
        assert "secure" not in cookie_of(sign_in(plain, teacher.login))


def test_signing_in_brings_language_and_look_along(
    client: TestClient, given: Given, teacher: models.Account
) -> None:
    with given.runtime.database.session() as session:
        kept = session.get_one(models.Account, teacher.id)
        kept.theme = "contrast"
    sign_in(client, teacher.login)
    assert client.cookies["ediary_theme"] == "contrast"
    assert client.cookies["ediary_lang"] == "en"


def test_a_planted_cookie_is_never_taken_over(client: TestClient, teacher: models.Account) -> None:
    planted = "a-token-somebody-else-knows"
    client.cookies.set(COOKIE, planted)
    assert cookie_of(sign_in(client, teacher.login))[COOKIE.lower()] != planted
    with browser() as thief:
        thief.cookies.set(COOKIE, planted)
        answer = thief.post("/api/account/second-step", json={"password": PASSWORD})
        assert answer.status_code == 401


def test_a_foreign_page_can_neither_sign_in_nor_change_anything(
    client: TestClient, teacher: models.Account
) -> None:
    sign_in(client, teacher.login)
    foreign = {"Origin": "https://evil.example"}
    asked = [
        ("POST", "/api/session"), ("DELETE", "/api/session"), ("POST", "/api/preferences"),
        ("POST", "/api/account/password"), ("POST", "/api/account/second-step"),
        ("POST", "/api/account/second-step/off"), ("POST", "/api/session/second-step"),
    ]  # fmt: skip
    answers = [client.request(m, path, json={}, headers=foreign) for m, path in asked]
    assert {a.status_code for a in answers} == {403}


def test_every_stranger_gets_the_same_answer(client: TestClient, teacher: models.Account) -> None:
    wrong = [sign_in(client, name, "wrong") for name in (teacher.login, "nobody", "я@школа.рф")]
    assert {a.status_code for a in wrong} == {401}
    assert len({a.text for a in wrong}) == 1
    assert COOKIE not in client.cookies


def test_too_many_attempts_say_when_to_come_back(client: TestClient) -> None:
    answers = [sign_in(client, "nobody", "wrong") for _ in range(9)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_signing_out_ends_the_session_itself(client: TestClient, teacher: models.Account) -> None:
    kept = cookie_of(sign_in(client, teacher.login))[COOKIE.lower()]
    assert client.delete("/api/session").json() == {"next": "/sign-in"}
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, kept)
    asked = {"password": PASSWORD, "new": "снегопад над рекой"}
    assert client.post("/api/account/password", json=asked).status_code == 401


def test_signing_out_twice_does_no_harm(client: TestClient) -> None:
    assert client.delete("/api/session").status_code == 200


def test_a_refused_password_names_its_field_in_the_reader_s_language(
    client: TestClient, teacher: models.Account
) -> None:
    sign_in(client, teacher.login)
    weak = client.post("/api/account/password", json={"password": PASSWORD, "new": "short"})
    assert weak.status_code == 422
    assert weak.json()["fields"]["new"].startswith("At least 10 characters")
    wrong = client.post("/api/account/password", json={"password": "no", "new": "x" * 12})
    assert wrong.json()["fields"] == {"password": "The present password is not right."}


def test_language_is_remembered_on_the_device_even_when_the_session_is_dead(
    client: TestClient,
) -> None:
    client.cookies.set(COOKIE, "long-gone")
    assert client.post("/api/preferences", json={"language": "en"}).status_code == 200
    assert client.cookies["ediary_lang"] == "en"
    assert client.post("/api/preferences", json={"theme": "sepia"}).status_code == 422


def test_the_account_remembers_the_look_for_its_next_device(
    client: TestClient, teacher: models.Account
) -> None:
    sign_in(client, teacher.login)
    client.post("/api/preferences", json={"theme": "dark"})
    with browser() as other:
        sign_in(other, teacher.login)
        assert other.cookies["ediary_theme"] == "dark"


def turn_on(client: TestClient, clock: FixedClock) -> pyotp.TOTP:
    begun = client.post("/api/account/second-step", json={"password": PASSWORD})
    assert begun.headers["Cache-Control"] == "no-store"
    assert begun.json()["picture"].startswith("data:image/svg+xml")
    app = pyotp.TOTP(begun.json()["secret"])
    done = client.post("/api/account/second-step/confirm", json={"code": app.at(clock.now)})
    assert len(done.json()["codes"]) == totp.RECOVERY_CODES
    return app


def test_the_second_step_over_http(
    client: TestClient, teacher: models.Account, clock: FixedClock
) -> None:
    sign_in(client, teacher.login)
    app = turn_on(client, clock)
    clock.now = clock.now.replace(minute=30)
    with browser() as other:
        first = sign_in(other, teacher.login)
        assert first.json()["owes"] == "code"
        assert "ediary_theme" not in other.cookies
        half = other.cookies[COOKIE]
        asked = {"password": PASSWORD, "new": "снегопад над рекой"}
        assert other.post("/api/account/password", json=asked).status_code == 401
        wrong = other.post("/api/session/second-step", json={"code": "000000"})
        assert list(wrong.json()["fields"]) == ["code"]
        other.post("/api/session/second-step", json={"code": app.at(clock.now)})
        assert other.cookies[COOKIE] != half
        assert other.post("/api/account/password", json=asked).status_code == 200


def test_enrolment_over_http_when_the_school_demands_it(
    client: TestClient, given: Given, clock: FixedClock
) -> None:
    school = given.school()
    head = given.account(given.teacher(school), Role.DEPUTY_HEAD, password=PASSWORD)
    given.save(models.TotpPolicy(school_id=school.id, role=Role.DEPUTY_HEAD))
    assert sign_in(client, head.login).json()["owes"] == "enrolment"
    app = pyotp.TOTP(client.post("/api/session/enrolment").json()["secret"])
    code = {"code": app.at(clock.now)}
    done = client.post("/api/session/enrolment/confirm", json=code)
    assert len(done.json()["recovery"]) == totp.RECOVERY_CODES
    assert client.post("/api/session/enrolment").status_code == 401
