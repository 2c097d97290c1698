"""Addresses and forgotten passwords over HTTP: secrets in bodies alone, one answer to strangers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from ediary_app.access import models
from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.api.security import Shield
from ediary_app.kernel.settings import settings
from tests.given import Given
from tests.mailing import Mail

HOST = "journal.school5.example"
PASSWORD, NEW = "осенний лист на воде", "тихий снег за окном"
OLGA = "olga@example.ru"


@pytest.fixture(autouse=True)
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EDIARY_PUBLIC_URL", f"https://{HOST}/")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def mail(given: Given) -> Mail:
    return Mail(given.runtime).opened()


@pytest.fixture
def account(given: Given, mail: Mail) -> models.Account:
    return given.account(given.person(given.school()), Role.PARENT, password=PASSWORD)


@pytest.fixture
def client(account: models.Account) -> Iterator[TestClient]:
    """A browser in which the parent is signed in."""
    with stranger() as made:
        made.post("/api/session", json={"name": account.login, "password": PASSWORD})
        yield made


def stranger(host: str = HOST) -> TestClient:
    return TestClient(Shield(api, policy="default-src 'self'"), base_url=f"https://{host}")


def ask(client: TestClient, email: str = OLGA, password: str = PASSWORD) -> Any:
    return client.post("/api/account/email", json={"email": email, "password": password})


def confirm(client: TestClient, mail: Mail) -> None:
    ask(client)
    token = mail.one().token
    assert client.post("/api/account/email/confirm", json={"token": token}).status_code == 200


def test_an_address_is_asked_sent_again_and_confirmed(client: TestClient, mail: Mail) -> None:
    assert ask(client).json() == {}
    again = client.post("/api/account/email/again")
    assert again.status_code == 429
    assert int(again.headers["retry-after"]) == 60
    with stranger() as elsewhere:
        answer = elsewhere.post("/api/account/email/confirm", json={"token": mail.one().token})
    assert (answer.status_code, answer.json()) == (200, {})


def test_a_wrong_address_or_password_is_said_at_its_field(client: TestClient) -> None:
    assert set(ask(client, "olga").json()["fields"]) == {"email"}
    assert set(ask(client, password="wrong").json()["fields"]) == {"password"}


@pytest.mark.parametrize("path", ["/api/account/email", "/api/account/email/again"])
def test_a_stranger_changes_no_address(path: str, account: models.Account, mail: Mail) -> None:
    with stranger() as nobody:
        answer = nobody.post(path, json={"email": OLGA, "password": PASSWORD})
    assert answer.status_code == 401
    assert mail.come() == []


def test_a_forgotten_password_is_set_anew(client: TestClient, mail: Mail) -> None:
    confirm(client, mail)
    with stranger() as elsewhere:
        asked = elsewhere.post("/api/password/forgotten", json={"name": OLGA})
        unknown = elsewhere.post("/api/password/forgotten", json={"name": "nobody"})
        assert (asked.status_code, asked.content) == (unknown.status_code, unknown.content)
        body = {"token": mail.one().token, "password": NEW}
        assert elsewhere.post("/api/password/new", json={**body, "password": "short"}).json()[
            "fields"
        ]
        answer = elsewhere.post("/api/password/new", json=body)
        assert (answer.status_code, answer.json()) == (200, {})
        assert "set-cookie" not in answer.headers
        assert elsewhere.post("/api/password/new", json=body).status_code == 401
        assert elsewhere.post("/api/session", json={"name": OLGA, "password": NEW}).is_success


def test_a_link_leads_to_the_product_s_own_address_whatever_the_request_says(
    client: TestClient, mail: Mail
) -> None:
    confirm(client, mail)
    with stranger("evil.example") as evil:
        evil.post("/api/password/forgotten", json={"name": OLGA})
    letter = mail.one()
    assert f"https://{HOST}/sign-in/new-password#{letter.token}" in letter.text
    assert "evil" not in letter.text + letter.html


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"EDIARY_TRUSTED_HOSTS": "journal.lan,10.0.0.5"}, "http://journal.lan:8000"),
        ({"EDIARY_TLS": "own", "EDIARY_HOST": "10.0.0.5"}, "https://10.0.0.5:8000"),
        ({"EDIARY_PUBLIC_URL": "https://d.example/"}, "https://d.example"),
    ],
)
def test_the_address_of_links_comes_from_the_settings(
    monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str], expected: str
) -> None:
    monkeypatch.delenv("EDIARY_PUBLIC_URL")
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert settings().address == expected
