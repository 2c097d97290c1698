"""The school around one page (соседи): fifty teachers save and a thousand families watch."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event

import uvloop

from bench import opening, stock
from bench.acts import DiaryPage, LessonPage, Marked, Wrong
from bench.cast import Cast
from bench.figures import say
from bench.sockets import Closed

TEACHERS, FAMILIES, EVERY = 50, 1000, 2.0
READY_SECONDS = 180


@contextmanager
def watching(school: stock.School) -> Iterator[None]:
    """They are there inside the block, from a process of their own."""
    context = multiprocessing.get_context("spawn")
    is_there, is_over = context.Event(), context.Event()
    process = context.Process(target=_live, args=(school, is_there, is_over), daemon=True)
    process.start()
    if not is_there.wait(READY_SECONDS):
        raise RuntimeError("the teachers and families did not come")
    try:
        yield
    finally:
        is_over.set()
        process.join(30)


def _live(school: stock.School, is_there: Event, is_over: Event) -> None:
    uvloop.run(_morning(Cast(school), is_there, is_over))


async def _morning(cast: Cast, is_there: Event, is_over: Event) -> None:
    marked, saved = Marked(), list[float]()
    families = opening.repeated(cast.readers(FAMILIES), FAMILIES)
    pages = await opening.opened(families, DiaryPage.open)
    lessons = cast.lessons(400)[:: 400 // TEACHERS][:TEACHERS]
    teachers = await opening.opened(lessons, lambda x: LessonPage.open(x, marked))
    is_there.set()
    say(f"beside it: {len(pages)} family pages, {len(teachers)} teachers who save")
    await asyncio.gather(*(_teaches(t, n, saved, is_over) for n, t in enumerate(teachers)))
    say(f"meanwhile they saved {len(saved)} marks")
    await opening.closed([*pages, *teachers])


async def _teaches(teacher: LessonPage, number: int, saved: list[float], is_over: Event) -> None:
    await asyncio.sleep(EVERY * number / TEACHERS)
    while not is_over.is_set():
        began = time.perf_counter()
        try:
            await teacher.save(teacher.next_pupil())
            saved.append(time.perf_counter() - began)
        except (Wrong, Closed) as error:
            say(f"beside it: {error}")
        await asyncio.sleep(max(0.0, began + EVERY - time.perf_counter()))
