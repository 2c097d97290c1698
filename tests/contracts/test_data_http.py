"""Lists over HTTP: tables away and in, long ones by a job, each within the list's own rights."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from ediary_app import wiring
from ediary_app.access.context import system_actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.api.caller import COOKIE
from ediary_app.api.security import Shield
from ediary_app.exchange import list_exports
from ediary_app.jobs import running
from ediary_app.kernel.settings import settings
from ediary_app.lowcode import exporting
from ediary_app.timetable.models import Room
from tests.given import Given

assert wiring.LISTS
HOST = "journal.school5.example"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("EDIARY_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path / "exports"
    settings.cache_clear()


def browser(given: Given, school_id: int, role: Role | None) -> TestClient:
    client = TestClient(Shield(api, policy="default-src 'self'"), base_url=f"https://{HOST}")
    if role is not None:
        client.cookies.set(COOKIE, given.signed_in(None, role, school_id).token)
    return client


@pytest.fixture
def school_id(given: Given) -> int:
    made = given.school()
    given.save(*[Room(school_id=made.id, name=f"К{n:03}", seats=n) for n in range(1, 31)])
    return int(made.id)


def ask(client: TestClient, path: str, **narrowing: Any) -> Any:
    return client.post(f"/api/data/{path}", json=narrowing)


def work_off() -> None:
    system = system_actor("tests")
    for bundle in perform(running.claim, actor=system):
        for step in perform(running.steps_of, actor=system, bundle=bundle):
            perform(running.run_batches, actor=system, batch_ids=step.batch_ids)


def rows_of(data: bytes) -> list[tuple[Any, ...]]:
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_a_narrowed_list_is_taken_away_in_each_format(given: Given, school_id: int) -> None:
    client = browser(given, school_id, Role.REGISTRAR)
    answer = ask(client, "rooms/export/xlsx", query="к02", sort="-name")
    assert rows_of(answer.content)[1] == ("К029", 29)
    assert len(rows_of(answer.content)) == 11
    assert ask(client, "rooms/export/csv", hidden=["seats"]).text.splitlines()[1] == "К001"
    assert ask(client, "rooms/export/pdf").content.startswith(b"%PDF")


def test_a_long_list_is_written_by_a_job_in_its_order(
    given: Given, school_id: int, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 20)
    client = browser(given, school_id, Role.ADMINISTRATOR)
    assert ask(client, "rooms/export/xlsx").json()["code"] == "in_background"
    job = ask(client, "rooms/export-job/xlsx", sort="-name").json()["id"]
    assert client.get(f"/api/data/jobs/{job}/file").status_code == 404
    work_off()
    assert client.post(f"/api/data/jobs/{job}").json()["state"] == "done"
    written = rows_of(client.get(f"/api/data/jobs/{job}/file").content)
    assert [row[1] for row in written[1:]] == list(range(30, 0, -1))
    assert all(place.stat().st_mode & 0o077 == 0 for place in data_folder.iterdir())
    other = browser(given, school_id, Role.DIRECTOR)
    assert other.post(f"/api/data/jobs/{job}").status_code == 404
    assert other.get(f"/api/data/jobs/{job}/file").status_code == 404


def test_parts_of_a_written_list_are_forgotten_after_a_day(
    given: Given, school_id: int, data_folder: Path
) -> None:
    client = browser(given, school_id, Role.ADMINISTRATOR)
    job = ask(client, "rooms/export-job/csv").json()["id"]
    work_off()
    (part,) = data_folder.iterdir()
    moment = given.runtime.clock()
    list_exports.sweep(moment.fromtimestamp(part.stat().st_mtime + 3600, moment.tzinfo))
    assert part.exists()
    list_exports.sweep(moment.fromtimestamp(part.stat().st_mtime + 90_000, moment.tzinfo))
    assert not part.exists()
    assert client.get(f"/api/data/jobs/{job}/file").status_code == 404


def test_a_table_is_checked_and_taken_in_with_the_columns_that_were_said(
    given: Given, school_id: int
) -> None:
    client = browser(given, school_id, Role.DEPUTY_HEAD)
    table = "Имя;Число\nК001;9\nМузей;12\n".encode()
    said = {"X-Columns": json.dumps({"0": "name", "1": "seats"})}
    first = client.post("/api/data/rooms/import/check", content=table).json()
    assert first["missing"] != []
    checked = client.post("/api/data/rooms/import/check", content=table, headers=said).json()
    assert (checked["new"], checked["changed"], checked["problem_count"]) == (1, 1, 0)
    assert client.post("/api/data/rooms/import/apply", content=table, headers=said).is_success
    again = client.post("/api/data/rooms/import/check", content=table).json()
    assert (again["new"], again["unchanged"]) == (0, 2)
    nonsense = client.post(
        "/api/data/rooms/import/check", content=table, headers={"X-Columns": "[1"}
    )
    assert nonsense.status_code == 422


@pytest.mark.parametrize("role", [None, Role.TEACHER, Role.PARENT, Role.REGISTRAR, Role.DIRECTOR])
def test_who_may_not_write_a_list_brings_no_table(
    given: Given, school_id: int, role: Role | None
) -> None:
    client = browser(given, school_id, role)
    for step in ("check", "apply"):
        answer = client.post(f"/api/data/rooms/import/{step}", content=b"a;b\n1;2\n")
        assert answer.status_code in (401, 403)
    assert client.post("/api/data/person/import/check", content=b"a").status_code in (401, 404)
