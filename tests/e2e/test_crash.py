"""The server is killed in the middle of saving: what it acknowledged is there, whole and sealed."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ediary_app.access.models import Performed
from ediary_app.access.performing import Runtime, use_runtime
from ediary_app.access.values import Role
from ediary_app.journal.models import Mark, Work
from ediary_app.journal.values import JournalEvent
from ediary_app.kernel.clock import ShiftedClock
from ediary_app.kernel.db import Database
from ediary_app.kernel.events import Event, EventPersonal
from tests import sockets
from tests.given import Given
from tests.living import WEDNESDAY, Served, seconds_to
from tests.sockets import SESSION, OpenPage

LESSON = f"{SESSION}.ediary_app___ui___teacher___lesson____lesson_state"
TEACHERS, PUPILS = 10, 20
KILL_AFTER = 80


@dataclass
class Save:
    """One mark to save: who for, under which key."""

    lesson_id: int
    student_id: int
    kind_id: int
    key: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def payload(self) -> dict[str, object]:
        """The event's payload, as the tablet sends it."""
        args = {"student_id": self.student_id, "kind_id": self.kind_id, "value": "5"}
        operation = {"key": self.key, "op": "mark", "lesson": self.lesson_id, "args": args}
        return {"operations": [operation]}


@dataclass
class Desk:
    """A teacher at work: the cookie and the saves to make."""

    cookie: str
    lesson_id: int
    saves: list[Save]


@dataclass
class Rush:
    """Ten teachers saving at once, served; `saved` are the keys the server acknowledged."""

    served: Served
    runtime: Runtime
    desks: list[Desk]
    saved: set[str] = field(default_factory=set)


@pytest.fixture
def rush(built: None, database_url: str, tmp_path: Path) -> Iterator[Rush]:
    """Ten lessons of one class, each with its own teacher."""
    shift = seconds_to(WEDNESDAY)
    clock = ShiftedClock(timedelta(seconds=shift))
    runtime = Runtime(database=Database(database_url, pool_size=4), clock=clock)
    use_runtime(runtime)
    served = Served(database_url, tmp_path, shift=shift)
    made = Rush(served, runtime, desks(Given(runtime)))
    served.start()
    yield made
    served.stop()
    runtime.database.dispose()


def desks(given: Given) -> list[Desk]:
    """The teachers with what each is about to save."""
    home = given.school()
    own_class = given.school_class(home)
    pupils = [given.student(own_class, f"Ученик{n}") for n in range(PUPILS)]
    kind = given.kind_id(home)
    found = []
    for number in range(TEACHERS):
        teacher = given.teacher(home, f"Учитель{number}")
        group = given.group(own_class, f"Предмет {number}", pupils, teacher)
        lesson = given.lesson(group, teacher, slot=number % 8 + 1).id or 0
        saves = [Save(lesson, pupil.id or 0, kind) for pupil in pupils]
        found.append(Desk(given.signed_in(teacher, Role.TEACHER).token, lesson, saves))
    return found


async def work(desk: Desk, rush: Rush) -> None:
    """Save mark after mark, as fast as the server acknowledges."""
    page = OpenPage(rush.served.url, desk.cookie)
    await page.connect()
    await page.open(f"/lesson/{desk.lesson_id}", lesson_id=desk.lesson_id)
    for save in desk.saves:
        since = len(page.heard)
        await page.send(f"{LESSON}.apply", save.payload)
        await page.wait_for(lambda text, save=save: said_saved(text, save.key), since=since)
        rush.saved.add(save.key)
    await page.close()


def said_saved(text: str, key: str) -> bool:
    """Whether an update acknowledges the save of this key."""
    deltas = json.loads(text).get("delta") or {}
    answers = deltas.get(LESSON, {}).get("answers_rx_state_") or []
    return any(answer["key"] == key and answer["ok"] for answer in answers)


async def everybody_until_the_kill(rush: Rush, kill_after: int) -> None:
    """Let all save; kill the server once it has acknowledged enough."""
    tasks = [asyncio.create_task(work(desk, rush)) for desk in rush.desks]
    while len(rush.saved) < kill_after and not all(task.done() for task in tasks):
        await asyncio.sleep(0.002)
    rush.served.kill()
    for task in tasks:
        task.cancel()
    with suppress(TimeoutError):
        async with asyncio.timeout(5):
            await asyncio.gather(*tasks, return_exceptions=True)


async def everybody_again(rush: Rush) -> None:
    """The tablets send again whatever they hold, under the same keys."""
    await asyncio.gather(*[work(desk, rush) for desk in rush.desks])


def test_every_acknowledged_mark_outlives_the_kill_and_no_lesson_is_half_written(
    rush: Rush,
) -> None:
    sockets.run(lambda: everybody_until_the_kill(rush, KILL_AFTER))
    acknowledged = set(rush.saved)
    assert KILL_AFTER <= len(acknowledged) < TEACHERS * PUPILS
    rush.served.start()
    wanted = {
        (s.lesson_id, s.student_id) for d in rush.desks for s in d.saves if s.key in acknowledged
    }
    assert wanted <= marks_there(rush.runtime)
    assert halves(rush.runtime) == []
    assert rush.served.command("verify").returncode == 0
    sockets.run(lambda: everybody_again(rush))
    assert len(marks_there(rush.runtime)) == TEACHERS * PUPILS
    assert halves(rush.runtime) == []
    assert rush.served.command("verify", "--seal").returncode == 0


def marks_there(runtime: Runtime) -> set[tuple[int, int]]:
    """Lesson and pupil of every mark in the database."""
    with runtime.database.session(writes=False) as session:
        rows = session.execute(select(Mark.lesson_id, Mark.student_id).where(Mark.value == "5"))  # type: ignore[call-overload]
        return {(row.lesson_id, row.student_id) for row in rows}


def halves(runtime: Runtime) -> list[str]:
    """What is there only in part: marks, their events, the words of these, the keys of the acts."""
    events = select(Event.subject_id).where(Event.kind == JournalEvent.MARK_SET)  # type: ignore[call-overload]
    told = select(EventPersonal.event_id).join(Event).where(Event.kind == JournalEvent.MARK_SET)  # type: ignore[call-overload]
    with runtime.database.session(writes=False) as session:
        marks = sorted(session.scalars(select(Mark.id)))  # type: ignore[call-overload]
        found = []
        if marks != sorted(session.scalars(events)):
            found.append("marks and their events differ")
        if len(marks) != len(list(session.scalars(told))):
            found.append("an event has lost its words")
        if len(marks) != session.scalar(select(func.count()).select_from(Performed)):
            found.append("marks and the keys of their acts differ")
        if session.scalar(select(func.max(Mark.version))) != 1:
            found.append("a mark was saved twice")
        empty = select(Work.id).where(Work.id.not_in(select(Mark.work_id)))  # type: ignore[call-overload,union-attr]
        if list(session.scalars(empty)):
            found.append("a work without a mark")
    return found
