"""What waited on a tablet leaves when the network is back (отправка накопленного)."""

from __future__ import annotations

import asyncio
import time
import uuid
from typing import Any

from bench import states, stock
from bench.acts import LessonPage, Marked, Wrong
from bench.cast import Cast, Lesson
from bench.figures import at_most, percentile, say, show, spread
from bench.server import serving
from bench.sockets import Delta

EDITS, AT_ONCE, TIMES = 300, 100, 12
PATIENCE = 30.0
Operation = dict[str, Any]


def measure(_only: str) -> None:
    """From the first batch that leaves to the last answer, batch by batch as the tablet does."""
    school = stock.school("school")
    lessons = [x for x in Cast(school).lessons(80) if len(x.pupils) >= 20][:TIMES]
    with serving(school):
        times = asyncio.run(_all(lessons))
    say(f"{EDITS} edits from a tablet {spread(times)} ms, {len(times)} tablets one after another")
    show("journal.replay_300_ms_p95", percentile(times, 0.95), "ms", at_most(3000))


async def _all(lessons: list[Lesson]) -> list[float]:
    return [await _replayed(lesson) for lesson in lessons]


async def _replayed(lesson: Lesson) -> float:
    opened = await LessonPage.open(lesson, Marked())
    queue = _queue(lesson)
    began = time.perf_counter()
    while queue:
        batch = _head(queue)
        await _sent(opened, batch)
        queue = queue[len(batch) :]
    return (time.perf_counter() - began) * 1000


def _queue(lesson: Lesson) -> list[Operation]:
    """Attendance and marks of every pupil, gone over again until there are enough."""
    found: list[Operation] = []
    turn = 0
    while len(found) < EDITS:
        for student in lesson.pupils:
            about = {"student_id": student}
            works = [{**about, "kind_id": lesson.kind_id, "number": n} for n in range(1, 5)]
            marks = [{**w, "value": str(2 + (turn + n) % 4)} for n, w in enumerate(works)]
            found += [_operation(lesson, "mark", {**m, "comment": "замер"}) for m in marks]
            code = {"code": "ОП" if turn % 2 else "ОСВ", "minutes_late": 5 * (turn % 2)}
            found.append(_operation(lesson, "attendance", {**about, **code}))
        turn += 1
    return found[:EDITS]


def _operation(lesson: Lesson, op: str, args: dict[str, Any]) -> Operation:
    return {"key": uuid.uuid4().hex, "lesson": lesson.id, "op": op, "args": args}


def _head(queue: list[Operation]) -> list[Operation]:
    """What may travel together: never two entries about one thing."""
    about: set[tuple[Any, ...]] = set()
    for count, operation in enumerate(queue[:AT_ONCE]):
        args = operation["args"]
        place = (operation["op"], args["student_id"], args.get("number"))
        if place in about:
            return queue[:count]
        about.add(place)
    return queue[:AT_ONCE]


async def _sent(opened: LessonPage, batch: list[Operation]) -> None:
    keys = {operation["key"] for operation in batch}

    def test(delta: Delta) -> bool:
        answers = states.found(delta, states.LESSON, "answers") or []
        return keys <= {answer["key"] for answer in answers}

    answer = opened.page.expect(test)
    opened.page.send(f"{states.LESSON}.apply", operations=batch)
    delta = await asyncio.wait_for(answer, PATIENCE)
    told = [a for a in states.found(delta, states.LESSON, "answers") if a["key"] in keys]
    if refused := [a["message"] for a in told if not a["ok"]]:
        raise Wrong(f"{len(refused)} refused: {refused[0]}")
