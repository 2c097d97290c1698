"""What people do on open pages (действия): each act is sent, answered and its content checked."""

from __future__ import annotations

import asyncio
import random
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from bench import states
from bench.cast import Lesson, Reader, Sheet
from bench.server import DOOR
from bench.sockets import Delta, Page, Test

PATIENCE = 30.0


class Wrong(Exception):
    """The answer came, but it is not what it should be."""


@dataclass
class Marked:
    """The marks that were acknowledged: (lesson, pupil) → last value; checked at the end."""

    kept: dict[tuple[int, int], str] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)


@dataclass
class LessonPage:
    """A lesson open on a teacher's tablet."""

    lesson: Lesson
    page: Page
    marked: Marked
    turn: int = 0

    @classmethod
    async def open(cls, lesson: Lesson, marked: Marked) -> LessonPage:
        """Open the lesson and wait for its sheet."""
        path = f"/lesson/{lesson.id}"
        shown = states.has(states.LESSON, "sheet", id=lesson.id)
        page, _ = await _open(lesson.cookie, path, shown, lesson_id=str(lesson.id))
        return cls(lesson, page, marked)

    def next_pupil(self) -> int:
        """The pupils have their turn one after another."""
        self.turn += 1
        return self.lesson.pupils[self.turn % len(self.lesson.pupils)]

    async def save(self, student: int, note: str = "", value: str = "") -> str:
        """Set a mark, as one tap does; returns the words beside it once it is acknowledged."""
        key = str(uuid.uuid4())
        note, value = note or f"Замер {key[:8]}", value or str(random.randint(2, 5))
        args = {"student_id": student, "kind_id": self.lesson.kind_id, "value": value,
                "comment": note}  # fmt: skip
        answer = self.page.expect(_answered(key))
        operation = {"op": "mark", "key": key, "lesson": self.lesson.id, "args": args}
        self.page.send(f"{states.LESSON}.apply", operations=[operation])
        delta = await _answer(self.page, answer)
        told = next(a for a in states.found(delta, states.LESSON, "answers") if a["key"] == key)
        if not told["ok"]:
            raise Wrong(told["message"])
        self.marked.kept[self.lesson.id, student] = value
        self.marked.keys.append(key)
        return note


def _answered(key: str) -> Test:
    def test(delta: Delta) -> bool:
        answers = states.found(delta, states.LESSON, "answers") or []
        return any(answer["key"] == key for answer in answers)

    return test


@dataclass
class DiaryPage:
    """A diary open on a parent's phone; reading moves it between two weeks."""

    reader: Reader
    page: Page
    monday: str
    back: bool = False

    @classmethod
    async def open(cls, reader: Reader) -> DiaryPage:
        """Open the diary and wait for the week."""
        shown = states.has(states.DIARY, "week", student_id=reader.student_id)
        page, delta = await _open(reader.cookie, "/diary", shown)
        return cls(reader, page, states.found(delta, states.DIARY, "week")["monday"])

    async def read(self, lesson: Lesson | None = None, note: str = "") -> None:
        """Go one week back or forth, or to a lesson's week, and find a mark by its words."""
        self.back = not self.back if lesson is None else lesson.on < self.monday
        monday = date.fromisoformat(self.monday) - timedelta(weeks=self.back)
        wanted = states.has(
            states.DIARY, "week", student_id=self.reader.student_id, monday=str(monday)
        )
        answer = self.page.expect(lambda d: wanted(d) and _has_mark(d, lesson, note))
        self.page.send(f"{states.DIARY}.move", on=str(monday))
        week = states.found(await _answer(self.page, answer), states.DIARY, "week")
        if not any(day["lessons"] for day in week["days"]):
            raise Wrong("a week without lessons")


def _has_mark(delta: Delta, lesson: Lesson | None, note: str) -> bool:
    if lesson is None:
        return True
    days = states.found(delta, states.DIARY, "week")["days"]
    lessons = [x for day in days for x in day["lessons"] if x["id"] == lesson.id]
    return any(mark["comment"] == note for x in lessons for mark in x["marks"])


@dataclass
class MarksPage:
    """Marks by subject of a child; reading moves it between two terms."""

    reader: Reader
    page: Page
    back: bool = False

    @classmethod
    async def open(cls, reader: Reader) -> MarksPage:
        """Open the page and wait for the marks."""
        shown = states.has(states.MARKS, "progress", student_id=reader.student_id)
        page, _ = await _open(reader.cookie, "/marks", shown)
        return cls(reader, page)

    async def read(self, lesson: Lesson | None = None, note: str = "") -> None:
        """Open the other term, or this one, and find a mark there by its words."""
        self.back = not self.back if lesson is None else False
        term = self.reader.other_term if self.back else self.reader.term
        wanted = states.has(
            states.MARKS, "progress", student_id=self.reader.student_id, term_id=term
        )
        answer = self.page.expect(lambda d: wanted(d) and (not lesson or _is_shown(d, note)))
        self.page.send(f"{states.MARKS}.open_term", term_id=term)
        progress = states.found(await _answer(self.page, answer), states.MARKS, "progress")
        if not progress["subjects"]:
            raise Wrong("no subjects")


def _is_shown(delta: Delta, note: str) -> bool:
    """Whether the mark stands there; news of an earlier act may have come just before it."""
    lines = states.found(delta, states.MARKS, "progress")["subjects"]
    return any(mark["comment"] == note for line in lines for mark in line["marks"])


@dataclass
class SheetPage:
    """A journal page open at a teacher's; reading moves it between two terms."""

    sheet: Sheet
    page: Page
    back: bool = False

    @classmethod
    async def open(cls, sheet: Sheet) -> SheetPage:
        """Open the journal and wait for its first page."""
        page, _ = await _open(sheet.cookie, "/journal", states.has(states.JOURNAL, "sheet"))
        wanted = states.has(states.JOURNAL, "sheet", group_id=sheet.group_id)
        answer = page.expect(wanted)
        page.send(f"{states.JOURNAL}.open_page", group_id=sheet.group_id, term_id=0)
        await _answer(page, answer)
        return cls(sheet, page)

    async def read(self, _lesson: Lesson | None = None, _note: str = "") -> None:
        """Open the page of the term again; every pupil and every lesson must be there."""
        term = self.sheet.terms[0]
        wanted = states.has(states.JOURNAL, "sheet", group_id=self.sheet.group_id, term_id=term)
        answer = self.page.expect(wanted)
        self.page.send(f"{states.JOURNAL}.open_page", group_id=self.sheet.group_id, term_id=term)
        sheet = states.found(await _answer(self.page, answer), states.JOURNAL, "sheet")
        if len(sheet["columns"]) != self.sheet.columns or not sheet["rows"]:
            raise Wrong(f"{len(sheet['rows'])} × {len(sheet['columns'])} cells")


async def _open(cookie: str, path: str, shown: Test, **query: str) -> tuple[Page, Delta]:
    try:
        return await Page.open(DOOR, cookie, path, shown, **query)
    except TimeoutError:
        raise Wrong(f"{path} did not open") from None


async def _answer(page: Page, future: asyncio.Future[Delta]) -> Delta:
    try:
        return await asyncio.wait_for(future, PATIENCE)
    except TimeoutError:
        raise Wrong(f"no answer; the page says: {page.notices[-1:]}") from None
