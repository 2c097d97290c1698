"""Throughput over sockets with the cores saturated, on PostgreSQL (пропускная способность).

A closed loop: so many pages are open, so many acts are under way at any moment. One act in ten is
of the other kind (a save between reads, a read between saves), and what was saved must be there.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import uvloop

from bench import acts, checks, figures, opening, stock
from bench.acts import DiaryPage, LessonPage, Marked, MarksPage, SheetPage
from bench.cast import Cast, Lesson
from bench.figures import at_least, say, show
from bench.server import Served, serving

PAGES, AT_ONCE, WARM, SECONDS = 240, 24, 2.0, 6.0
PROCESSES = 2
"""Web processes: as many as the machine has cores."""


@dataclass
class Tally:
    """What one closed loop did."""

    main: int = 0
    other: int = 0
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Acts of the measured kind in a second."""
        return self.main / self.seconds


def measure(only: str) -> None:
    """The four throughputs, or those that are wanted, on one server."""
    school = stock.school("school")
    cast = Cast(school)
    with serving(school, processes=PROCESSES) as served:
        say(f"{PROCESSES} web processes, {PAGES} pages, {AT_ONCE} acts at once")
        uvloop.run(_all(cast, served, only))
    checks.history_is_whole(school)


async def _all(cast: Cast, served: Served, only: str) -> None:
    marked = Marked()
    lessons = await opening.opened(cast.lessons(PAGES), lambda x: LessonPage.open(x, marked))
    readers, by_pupil = cast.readers(PAGES), _lesson_of_pupil(lessons)
    for name, bar, things, open_one, make in (
        ("diary.week_per_s", 250, readers, DiaryPage.open, partial(_read_or_mark, by_pupil)),
        ("diary.marks_by_subject_per_s", 250, readers, MarksPage.open,
         partial(_read_or_mark, by_pupil)),
        ("journal.class_read_per_s", 350, cast.sheets(PAGES), SheetPage.open,
         partial(_read_or_mark, {0: lessons})),
        ("journal.save_per_s", 300, readers[:60], DiaryPage.open,
         partial(_save_or_read, lessons)),
    ):  # fmt: skip
        if figures.is_wanted(name, only):
            pages = await opening.opened(things, open_one)
            mains = lessons if name == "journal.save_per_s" else pages
            await _run(name, bar, served, mains, make(pages))
            await opening.closed(pages)
    checks.all_kept(cast, marked)


def _lesson_of_pupil(pages: Sequence[LessonPage]) -> dict[int, list[LessonPage]]:
    found: dict[int, list[LessonPage]] = {}
    for page in pages:
        for pupil in page.lesson.pupils:
            found.setdefault(pupil, []).append(page)
    return found


def _read_or_mark(lessons: dict[int, list[LessonPage]], pages: Sequence[Any]) -> Any:
    async def act(number: int, tally: Tally) -> None:
        page = pages[number % len(pages)]
        pupil = getattr(getattr(page, "reader", None), "student_id", 0)
        choice = lessons.get(pupil)
        if number % 10 == 9 and choice:
            lesson = random.choice(choice)
            await _save_then_read(page, lesson, pupil)
            tally.other += 1
        else:
            await page.read()
        tally.main += 1
        tally.pages.add(number % len(pages))

    return act


async def _save_then_read(page: Any, lesson: LessonPage, pupil: int) -> None:
    note = await lesson.save(pupil or lesson.next_pupil())
    seen: Lesson | None = lesson.lesson if pupil else None
    await page.read(seen, note)


def _save_or_read(lessons: Sequence[LessonPage], diaries: Sequence[DiaryPage]) -> Any:
    async def act(number: int, tally: Tally) -> None:
        if number % 10 == 9:
            await diaries[number // 10 % len(diaries)].read()
            tally.other += 1
        else:
            lesson = lessons[number % len(lessons)]
            await lesson.save(lesson.next_pupil())
            tally.main += 1
            tally.pages.add(number % len(lessons))

    return act


async def _run(name: str, bar: float, served: Served, pages: Sequence[Any], act: Any) -> None:
    await _loop(pages, act, WARM)
    before = served.cpu_seconds()
    own = time.process_time()
    tally = await _loop(pages, act, SECONDS)
    used = served.cpu_seconds() - before
    driver = (time.process_time() - own) / tally.seconds
    show(name, tally.rate, "1/s", at_least(bar))
    show(f"{name.removesuffix('_per_s')}_errors", len(tally.errors), "", figures.at_most(0))
    say(f"{name}: {figures.spread([t * 1000 for t in tally.times])} ms; {len(tally.pages)} pages,"
        f" {tally.other} of the other kind; server {used / tally.seconds:.2f} cores,"
        f" {used * 1000 / max(1, tally.main + tally.other):.2f} ms an act; driver {driver:.2f};"
        f" connections by process {served.pages_by_process()};"
        f" {tally.errors[:2]}")  # fmt: skip


async def _loop(pages: Sequence[Any], act: Any, seconds: float) -> Tally:
    tally, numbers = Tally(), iter(range(10**9))
    busy: set[int] = set()
    until = time.perf_counter() + seconds

    async def one() -> None:
        while time.perf_counter() < until:
            number = next(numbers)
            if number % len(pages) in busy:
                await asyncio.sleep(0)
                continue
            busy.add(number % len(pages))
            began = time.perf_counter()
            try:
                await act(number, tally)
                tally.times.append(time.perf_counter() - began)
            except (acts.Wrong, OSError, StopIteration) as error:
                tally.errors.append(str(error))
            busy.discard(number % len(pages))

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    tally.seconds = time.perf_counter() - began
    return tally
