"""What a tablet asks for over HTTP: key, sheets, its queue; nothing without a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.api.caller import COOKIE, LEAVING
from ediary_app.kernel.settings import settings
from ediary_app.ui.session import session_token
from tests.given import Given

DEVICE = {"device": "0" * 32}
NOTHING = {"account": 0, "key": ""}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EDIARY_SECRET_KEY", "a key of the tests")
    settings.cache_clear()
    yield
    settings.cache_clear()


@dataclass
class Desk:
    """A teacher's cookie and a lesson of theirs, with one pupil."""

    cookie: str
    lesson_id: int


@pytest.fixture
def desk(given: Given) -> Desk:
    home = given.school()
    given.kind_id(home)
    own_class = given.school_class(home)
    teacher = given.teacher(home, "Учитель")
    group = given.group(own_class, "Алгебра", [given.student(own_class, "Ученик")], teacher)
    cookie = given.signed_in(teacher, Role.TEACHER).token
    return Desk(cookie, given.lesson(group, teacher).id or 0)


@pytest.fixture
def lesson_id(desk: Desk) -> int:
    return desk.lesson_id


@pytest.fixture
def tablet(desk: Desk) -> Iterator[TestClient]:
    with TestClient(api, base_url="https://journal.example") as made:
        made.cookies.set(COOKIE, desk.cookie)
        yield made


def test_the_key_is_told_to_nobody_on_the_way(tablet: TestClient) -> None:
    answer = tablet.post("/api/offline/key", json=DEVICE)
    assert answer.headers["cache-control"] == "private, no-store"
    assert len(answer.json()["key"]) == 44


def test_a_queue_is_answered_in_order_and_repeated_without_harm(
    tablet: TestClient, lesson_id: int
) -> None:
    sheet = tablet.get(f"/api/offline/lessons/{lesson_id}").json()
    student, kind = sheet["pupils"][0][0], sheet["kinds"][0][0]
    acts = [
        {"key": name, "op": "mark", "lesson": lesson_id,
         "args": {"student_id": student, "kind_id": kind, "value": value, "expected_version": seen}}
        for name, value, seen in (("a", "5", 0), ("b", "4", 1), ("c", "3", 0))
    ]  # fmt: skip
    for _time in range(2):
        told = tablet.post("/api/offline/operations", json={"operations": acts})
        answers = told.json()["answers"]
        assert [(a["key"], a["ok"], a["version"]) for a in answers[:2]] == [
            ("a", True, 1), ("b", True, 2),
        ]  # fmt: skip
        assert answers[2]["code"] == "conflict"
    assert tablet.get(f"/api/offline/lessons/{lesson_id}").json()["marks"][0][3] == "4"


def test_a_stranger_gets_neither_key_nor_sheet_nor_answer(
    tablet: TestClient, lesson_id: int
) -> None:
    tablet.cookies.delete(COOKIE)
    assert tablet.post("/api/offline/key", json=DEVICE).json() == NOTHING
    asked = [
        tablet.get(f"/api/offline/lessons/{lesson_id}"),
        tablet.post(
            "/api/offline/operations",
            json={"operations": [{"key": "a", "op": "roll", "lesson": lesson_id, "args": {}}]},
        ),
    ]
    assert [answer.status_code for answer in asked] == [401, 401]


def test_a_device_left_without_a_network_opens_nothing_until_its_session_has_ended(
    tablet: TestClient,
) -> None:
    kept = tablet.cookies[COOKIE]
    tablet.cookies.set(LEAVING, "1")
    assert tablet.post("/api/offline/key", json=DEVICE).json() == NOTHING
    assert session_token(f"{COOKIE}={kept}; {LEAVING}=1") == ""
    assert session_token(f"{COOKIE}={kept}") == kept
    assert tablet.delete("/api/session").status_code == 200
    tablet.cookies.clear()
    tablet.cookies.set(COOKIE, kept)
    assert tablet.post("/api/offline/key", json=DEVICE).json() == NOTHING
