"""A school at work over sockets: teachers who save under keys, and the families that watch."""

from __future__ import annotations

import json
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp
from sqlalchemy import select

from ediary_app.access.performing import Runtime
from ediary_app.access.values import Role
from ediary_app.journal.models import Mark
from tests.given import Given
from tests.sockets import SESSION, OpenPage

LESSON = f"{SESSION}.ediary_app___ui___teacher___lesson____lesson_state"
PASSWORD = "осенний лист на воде"
ANSWER_SECONDS = 20
TEACHERS, PUPILS = 8, 20


@dataclass
class Desk:
    """A teacher with a lesson: whom to mark, and what has been acknowledged."""

    cookie: str
    lesson_id: int
    subject: str
    kind_id: int
    pupils: list[int]
    saved: list[int] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    """How long each broken line took to stand again and acknowledge, in seconds."""


@dataclass
class School:
    """The teachers, and one family with its way in."""

    desks: list[Desk]
    parent_login: str
    parent_cookie: str
    child_id: int


def make(runtime: Runtime, teachers: int = TEACHERS, pupils: int = PUPILS) -> School:
    """A class with a subject for each teacher; the first pupil's mother has an account."""
    given = Given(runtime)
    home = given.school()
    own_class = given.school_class(home)
    children = [given.student(own_class, f"Ученик{n}") for n in range(pupils)]
    kind = given.kind_id(home)
    desks = []
    for number in range(teachers):
        teacher = given.teacher(home, f"Учитель{number}")
        group = given.group(own_class, f"Предмет {number}", children, teacher)
        lesson = given.lesson(group, teacher, slot=number % 8 + 1).id or 0
        cookie = given.signed_in(teacher, Role.TEACHER).token
        ids = [child.id or 0 for child in children]
        desks.append(Desk(cookie, lesson, f"Предмет {number}", kind, ids))
    mother = given.guardian_of(children[0])
    account = given.account(mother, Role.PARENT, password=PASSWORD)
    cookie = given.signed_in(mother, Role.PARENT).token
    return School(desks, account.login, cookie, children[0].id or 0)


def said_saved(text: str, key: str) -> bool:
    """Whether an update acknowledges the save of this key."""
    deltas = json.loads(text).get("delta") or {}
    answers = deltas.get(LESSON, {}).get("answers_rx_state_") or []
    return any(answer["key"] == key and answer["ok"] for answer in answers)


class Place(Protocol):
    """Where a school is served: its address, and a way to it for sockets."""

    @property
    def url(self) -> str:
        """The address people type."""
        ...

    def session(self) -> aiohttp.ClientSession:
        """A way for sockets."""
        ...


class Tablet:
    """The tablet of a desk: saves under a key, and says it again over a new line when one broke."""

    def __init__(self, standing: Place, desk: Desk) -> None:
        self._standing, self.desk = standing, desk
        self._page: OpenPage | None = None
        self._way = standing.session()

    async def save(self, pupil: int, value: str = "5") -> None:
        """Save one mark until it is acknowledged."""
        args = {"student_id": pupil, "kind_id": self.desk.kind_id, "value": value}
        key = uuid.uuid4().hex
        operation = {"key": key, "op": "mark", "lesson": self.desk.lesson_id, "args": args}
        broken_at = 0.0
        while True:
            try:
                await self._say(operation)
            except Exception:
                broken_at = broken_at or time.monotonic()
                await self.hang_up()
                continue
            self.desk.saved.append(pupil)
            if broken_at:
                self.desk.pauses.append(time.monotonic() - broken_at)
            return

    async def _say(self, operation: dict[str, object]) -> None:
        if self._page is None:
            page = OpenPage(self._standing.url, self.desk.cookie, way=self._way)
            await page.connect()
            self._page = page
            lesson = self.desk.lesson_id
            await page.open(f"/lesson/{lesson}", lesson_id=lesson)
        page, key = self._page, str(operation["key"])
        since = len(page.heard)
        await page.send(f"{LESSON}.apply", {"operations": [operation]})
        await page.wait_for(lambda text: said_saved(text, key), ANSWER_SECONDS, since)

    async def hang_up(self) -> None:
        """Forget the line, whatever became of it."""
        page, self._page = self._page, None
        if page is not None:
            with suppress(Exception):
                await page.close()

    async def close(self) -> None:
        """Put the tablet away."""
        await self.hang_up()
        await self._way.close()


def marks_there(runtime: Runtime) -> set[tuple[int, int]]:
    """Lesson and pupil of every mark in the database."""
    with runtime.database.session(writes=False) as session:
        rows = session.execute(select(Mark.lesson_id, Mark.student_id).where(Mark.value == "5"))  # type: ignore[call-overload]
        return {(row.lesson_id, row.student_id) for row in rows}


def acknowledged(school: School) -> set[tuple[int, int]]:
    """Lesson and pupil of every mark whose save was acknowledged."""
    return {(desk.lesson_id, pupil) for desk in school.desks for pupil in desk.saved}
