"""A school morning (нагрузка): fifty teachers save every two seconds, a thousand families watch.

All pages are open over sockets; one of the families sits before a real Chromium. What counts is
the time until a tap is acknowledged, and until it stands on the family's open page.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import uvloop
from playwright.async_api import async_playwright

from bench import browser, checks, opening, states, stock
from bench.acts import DiaryPage, LessonPage, Marked, Wrong
from bench.cast import Cast, Lesson, Reader
from bench.figures import at_most, percentile, say, show, spread
from bench.server import Served, serving
from bench.sockets import Closed, Delta

TEACHERS, FAMILIES, EVERY, SECONDS = 50, 1000, 2.0, 60.0
CHANGED = """
async () => {
  const week = () => document.querySelector('[data-place=now]').innerText;
  const before = week();
  await bench.when(() => week() !== before);
  return Date.now();
}
"""


@dataclass
class Morning:
    """What was measured: seconds from tap to acknowledged, and from tap to the family's page."""

    saved: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    waiting: dict[int, dict[str, float]] = field(default_factory=dict)

    def arrived(self, student: int, delta: Delta) -> None:
        """A diary was painted anew: which of the marks on their way does it show?"""
        week, due = states.found(delta, states.DIARY, "week"), self.waiting.get(student)
        if not week or not due:
            return
        lessons = [lesson for day in week["days"] for lesson in day["lessons"]]
        now = time.perf_counter()
        for mark in (mark for lesson in lessons for mark in lesson["marks"]):
            if (at := due.pop(mark["comment"], None)) is not None:
                self.seen.append(now - at)


def measure(only: str) -> None:
    """One minute of a school morning."""
    school = stock.school("school")
    with serving(school) as served:
        uvloop.run(at_eight(Cast(school), served))
    checks.history_is_whole(school)


async def at_eight(cast: Cast, served: Served, of: str = "journal.") -> None:
    """The minute itself; the figures' names begin with `of`."""
    marked, morning = Marked(), Morning()
    readers = cast.readers(FAMILIES)
    lessons = _of_this_week(cast)
    screen, lessons = _before_the_screen(readers, lessons)
    pages = await opening.opened(opening.repeated(readers, FAMILIES - 1), DiaryPage.open)
    teachers = await opening.opened(lessons, lambda x: LessonPage.open(x, marked))
    watched = {page.reader.student_id: page for page in pages}
    for student, page in watched.items():
        page.page.on_delta = partial(morning.arrived, student)
    say(f"{len(pages)} family pages over sockets, {len(teachers)} teachers")
    before, own = served.cpu_seconds(), time.process_time()
    on_screen, *_nothing = await asyncio.gather(
        _one_before_the_screen(served, teachers[0], screen, morning),
        *(_teaches(t, n, morning, watched) for n, t in enumerate(teachers[1:])),
    )
    used, driver = served.cpu_seconds() - before, time.process_time() - own
    await asyncio.sleep(2)
    unseen = sum(len(due) for due in morning.waiting.values())
    say(f"tap to saved {spread([x * 1000 for x in morning.saved])} ms ({len(morning.saved)});"
        f" to family {spread([x * 1000 for x in morning.seen])} ms ({len(morning.seen)});"
        f" to the screen {spread(on_screen)} ms ({len(on_screen)});"
        f" server {used / SECONDS:.2f} cores, driver {driver / SECONDS:.2f};"
        f" {morning.errors[:2]}")  # fmt: skip
    _show(of, morning, on_screen, unseen)
    checks.all_kept(cast, marked, f"{of}load_lost")
    await opening.closed([*pages, *teachers])


def _show(of: str, morning: Morning, on_screen: list[float], unseen: int) -> None:
    saved = percentile(morning.saved, 0.95) * 1000
    show(f"{of}save_under_load_ms_p95", saved, "ms", at_most(400))
    seen = percentile(morning.seen, 0.95) * 1000
    show(f"{of}tap_to_family_ms_p95", seen, "ms", at_most(1000))
    on_time = percentile(on_screen, 0.95)
    show(f"{of}tap_to_screen_ms_p95", on_time, "ms", at_most(1000))
    show(f"{of}load_errors", len(morning.errors), "", at_most(0))
    show(f"{of}load_unseen", unseen, "marks", at_most(0))


def _of_this_week(cast: Cast) -> list[Lesson]:
    this = cast.now.date().isocalendar()[:2]
    every = cast.lessons(400)
    return [x for x in every if date.fromisoformat(x.on).isocalendar()[:2] == this][:TEACHERS]


def _before_the_screen(readers: list[Reader], lessons: list[Lesson]) -> tuple[Reader, list[Lesson]]:
    """The family before the browser: a child of the first teacher, whom no other one marks."""
    of_pupil = {reader.student_id: reader for reader in readers}
    reader = next(of_pupil[p] for p in lessons[0].pupils if p in of_pupil)
    others = [
        replace(x, pupils=tuple(p for p in x.pupils if p != reader.student_id)) for x in lessons[1:]
    ]
    return reader, [lessons[0], *others]


async def _teaches(
    teacher: LessonPage, number: int, morning: Morning, watched: dict[int, DiaryPage]
) -> None:
    """One teacher: a mark every two seconds, each teacher at an own moment."""
    await asyncio.sleep(EVERY * number / TEACHERS)
    until = time.perf_counter() + SECONDS - EVERY
    while (began := time.perf_counter()) < until:
        student, note = teacher.next_pupil(), f"Замер {uuid.uuid4().hex[:8]}"
        if student in watched:
            morning.waiting.setdefault(student, {})[note] = began
        try:
            await teacher.save(student, note)
            morning.saved.append(time.perf_counter() - began)
        except (Wrong, Closed) as error:
            morning.errors.append(str(error))
        await asyncio.sleep(max(0.0, began + EVERY - time.perf_counter()))


async def _one_before_the_screen(
    served: Served, teacher: LessonPage, reader: Reader, morning: Morning
) -> list[float]:
    """The same teacher's marks for one child, until each stands in a real browser's page."""
    times: list[float] = []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=browser.CHROMIUM, args=browser.flags()
        )
        context = await chromium.new_context(
            viewport=browser.PHONE, locale="ru-RU", ignore_https_errors=True
        )
        await context.add_cookies([browser.cookie_of(served, reader.cookie)])
        await context.add_init_script(browser.WATCH)
        page = await context.new_page()
        await page.goto(f"{served.address}/diary")
        await page.wait_for_selector("[data-place=now] .diary-lesson")
        until = time.perf_counter() + SECONDS - 3 * EVERY
        while time.perf_counter() < until:
            await asyncio.sleep(EVERY)
            painted = asyncio.ensure_future(page.evaluate(CHANGED))
            await asyncio.sleep(0.2)
            began, value = time.time(), "45"[len(times) % 2]
            try:
                await teacher.save(reader.student_id, value=value)
                times.append(await asyncio.wait_for(painted, 10) - began * 1000)
            except (Wrong, Closed, TimeoutError) as error:
                painted.cancel()
                morning.errors.append(f"screen: {error}")
        await chromium.close()
    return times
