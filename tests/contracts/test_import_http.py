"""Tables over HTTP: the right before the bytes, the size while reading, templates that fit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.api.caller import COOKIE
from ediary_app.api.security import Shield
from ediary_app.exchange import queries, rows, samples, uploads
from ediary_app.exchange.values import ListKind
from ediary_app.kernel import errors
from ediary_app.kernel.settings import settings
from tests.given import Given

HOST = "journal.school5.example"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("EDIARY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("EDIARY_UPLOAD_LIMIT_MB", "1")
    settings.cache_clear()
    yield tmp_path / "imports"
    settings.cache_clear()


def browser(given: Given, role: Role | None) -> TestClient:
    client = TestClient(Shield(api, policy="default-src 'self'"), base_url=f"https://{HOST}")
    if role is not None:
        made = given.school()
        person = given.teacher(made) if role is Role.TEACHER else None
        client.cookies.set(COOKIE, given.signed_in(person, role, made.id).token)
    return client


def send(client: TestClient, data: bytes, **headers: str) -> Any:
    return client.post("/api/import?kind=pupils", content=data, headers=headers)


def test_a_registrar_brings_a_table_and_finds_it_waiting(given: Given, data_folder: Path) -> None:
    client = browser(given, Role.REGISTRAR)
    answer = send(client, samples.pupils_file(3), **{"x-file-name": "%D0%A1%D0%BF.xlsx"})
    assert answer.status_code == 200
    kept = list(data_folder.iterdir())
    assert len(kept) == 1
    assert len(kept[0].name) > 30
    assert kept[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("role", "status"), [(None, 401), (Role.TEACHER, 403)])
def test_who_may_not_import_leaves_nothing_behind(
    given: Given, data_folder: Path, role: Role | None, status: int
) -> None:
    client = browser(given, role)
    assert send(client, samples.pupils_file(3)).status_code == status
    assert client.get("/api/import/templates/pupils").status_code == status
    assert not data_folder.exists()


def test_a_foreign_page_cannot_send_a_table(given: Given) -> None:
    client = browser(given, Role.REGISTRAR)
    answer = send(client, samples.pupils_file(3), origin="https://elsewhere.example")
    assert answer.status_code == 403


def test_a_file_that_is_too_large_is_given_up_while_it_is_read(given: Given) -> None:
    blocks = (bytes(256 * 1024) for _block in range(64))
    answer = browser(given, Role.REGISTRAR).post("/api/import?kind=pupils", content=blocks)
    assert answer.status_code == 422
    assert answer.json()["code"] == "too_large"


def test_a_bad_file_gets_a_sentence_and_an_unknown_kind_none(given: Given) -> None:
    client = browser(given, Role.REGISTRAR)
    answer = send(client, b"%PDF-1.7")
    assert answer.status_code == 422
    assert answer.json()["code"] == "not_a_table"
    assert client.post("/api/import?kind=secrets", content=b"x").status_code == 422


@pytest.mark.parametrize("kind", ListKind)
def test_every_template_is_understood_when_it_comes_back(given: Given, kind: ListKind) -> None:
    answer = browser(given, Role.DEPUTY_HEAD).get(f"/api/import/templates/{kind.value}")
    assert "attachment" in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    columns = [cell.value for cell in book.worksheets[0][1]]
    assert book.sheetnames[1] == "Пояснения"
    table = rows.open_table(answer.content, kind)
    assert len(rows.guessed(table)) == len(columns)
    assert len(table.sheets) == 1


def test_yesterdays_file_is_swept_away(given: Given, data_folder: Path) -> None:
    client = browser(given, Role.REGISTRAR)
    batch_id = send(client, samples.pupils_file(3)).json()["id"]
    uploads.sweep(given.runtime.clock() + uploads.KEPT_FOR * 2)
    assert list(data_folder.iterdir()) == []
    owner = SessionToken(client.cookies[COOKIE])
    with pytest.raises(errors.NotFound, match="file_gone"):
        perform(queries.draft, actor=owner, batch_id=batch_id)
