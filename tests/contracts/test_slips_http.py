"""The sheet of code slips over HTTP: a PDF of what the page holds, and no code kept anywhere."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.school import code_slips, codes
from tests.given import Given


@pytest.fixture
def web() -> Iterator[TestClient]:
    with TestClient(api) as client:
        yield client


@pytest.fixture
def office(given: Given) -> SessionToken:
    return given.signed_in(given.teacher(given.school(), "Канцелярова"), Role.REGISTRAR)


def ask(web: TestClient, who: SessionToken, slips: list[dict[str, str]]):  # type: ignore[no-untyped-def]
    headers = {"cookie": f"ediary_session={who.token}"}
    return web.post("/api/papers/slips", json={"slips": slips}, headers=headers)


def shown(slip: codes.Slip) -> dict[str, str]:
    """A slip as the page's State hands it to the browser."""
    return {name: str(value) for name, value in dataclasses.asdict(slip).items()}


def words_of(pdf: bytes, folder: Path) -> str:
    (folder / "codes.pdf").write_bytes(pdf)
    command = ["pdftotext", str(folder / "codes.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_sheet_holds_the_codes_and_nothing_else_does(
    given: Given, web: TestClient, tmp_path: Path
) -> None:
    school = given.school()
    office = given.signed_in(given.teacher(school, "Канцелярова"), Role.REGISTRAR)
    in_class = given.school_class(school)
    for family in ("Щёголева", "Ёжиков"):
        given.student(in_class, family)
    issued = perform(codes.issue_for_class, actor=office, class_id=in_class.id, only_new=False)
    answer = ask(web, office, [shown(slip) for slip in issued.slips])
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    words = words_of(answer.content, tmp_path)
    for slip in issued.slips:
        assert slip.code in words
        assert slip.login in words
        assert slip.name.split()[0] in words
        assert not is_kept(given, slip.code)


def is_kept(given: Given, code: str) -> bool:
    """Whether any row of any table holds a code in clear."""
    with given.runtime.database.session(writes=False) as session:
        names = session.bind.dialect.name  # type: ignore[union-attr]
        listed = (
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if names == "sqlite"
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        tables = list(session.scalars(text(listed)))
        rows = [session.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables]
    return any(code in str(row) for some in rows for row in some)


def test_a_large_sheet_is_drawn_in_parts_and_joined() -> None:
    one = code_slips.SlipShown("Петрова", "", "petrova", "K7M4-92QX", date(2026, 12, 2))
    assert code_slips.MOST >= codes.BATCH_LIMIT
    assert code_slips.AT_ONCE % 8 == 0
    assert one.code in code_slips._sheet("Школа", (one,))


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PARENT, Role.DIRECTOR])
def test_only_who_gives_codes_out_has_the_sheet(given: Given, web: TestClient, role: Role) -> None:
    other = given.signed_in(given.teacher(given.school()), role)
    row = {"name": "А", "who": "", "login": "a", "code": "K7M4-92QX", "until": "2026-12-02"}
    assert ask(web, other, [row]).status_code == 403
    assert web.post("/api/papers/slips", json={"slips": [row]}).status_code == 401


def test_what_is_no_slip_is_refused(office: SessionToken, web: TestClient) -> None:
    row = {"name": "А", "who": "", "login": "a", "code": "K7M4-92QX", "until": "2026-12-02"}
    for wrong in ([], [{**row, "code": ""}], [{**row, "until": "soon"}], [row] * 301):
        assert ask(web, office, wrong).status_code == 422
