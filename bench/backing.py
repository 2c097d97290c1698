"""Back-up and restore (копия и восстановление): how long, and what teachers feel of it.

Fifty teachers save a mark every two seconds, as in the school morning, while `ediary backup` copies
their school, seals it and reads it back.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import time
from pathlib import Path

import uvloop

from bench import checks, opening, stock
from bench.acts import LessonPage, Marked, Wrong
from bench.cast import Cast
from bench.figures import at_most, is_wanted, percentile, say, show, spread
from bench.server import serving
from bench.sockets import Closed
from bench.stock import KEPT, School

TEACHERS, EVERY, BEFORE_SECONDS = 50, 2.0, 6.0
FOLDER = KEPT / "copies"
KINDS = (("sqlite", ""), ("postgresql", "_postgresql"))


def measure(only: str) -> None:
    """A back-up under saving on both databases, and the restore of a town."""
    for kind, tail in KINDS:
        if any(is_wanted(f"{name}{tail}", only) for name in ("ground.backup", "ground.save_dur")):
            school = stock.school("school", kind)
            with serving(school):
                uvloop.run(_while_teachers_save(Cast(school), tail))
            checks.history_is_whole(school)
    if is_wanted("ground.restore_town_s", only):
        _restore_a_town()


async def _while_teachers_save(cast: Cast, tail: str) -> None:
    marked, during = Marked(), asyncio.Event()
    times: list[float] = []
    lessons = cast.lessons(400)[:: max(1, 400 // TEACHERS)][:TEACHERS]
    teachers = await opening.opened(lessons, lambda x: LessonPage.open(x, marked))
    saving = [asyncio.ensure_future(_saves(t, n, during, times)) for n, t in enumerate(teachers)]
    await asyncio.sleep(BEFORE_SECONDS)
    during.set()
    seconds, size = await asyncio.to_thread(_backed_up, cast.school)
    during.clear()
    await asyncio.sleep(EVERY)
    for one in saving:
        one.cancel()
    await asyncio.gather(*saving, return_exceptions=True)
    show(f"ground.backup{tail}_s", seconds, "s", at_most(20))
    slow = percentile(times, 0.95) * 1000
    show(f"ground.save_during_backup{tail}_ms_p95", slow, "ms", at_most(300))
    say(f"{size / 2**20:.0f} MB; {len(times)} saves meanwhile:"
        f" {spread([x * 1000 for x in times])} ms")  # fmt: skip
    checks.all_kept(cast, marked, "ground.backup_lost")
    await opening.closed(teachers)


async def _saves(
    teacher: LessonPage, number: int, during: asyncio.Event, times: list[float]
) -> None:
    await asyncio.sleep(EVERY * number / TEACHERS)
    while True:
        began, counts = time.perf_counter(), during.is_set()
        try:
            await teacher.save(teacher.next_pupil())
        except (Wrong, Closed) as error:
            say(f"a save failed: {error}")
            times.append(float("inf"))
            return
        if counts:
            times.append(time.perf_counter() - began)
        await asyncio.sleep(max(0.0, began + EVERY - time.perf_counter()))


def _backed_up(school: School) -> tuple[float, int]:
    """How long `ediary backup` took, and how large the copy is."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    seconds = _ediary(school, "backup", "--to", str(FOLDER))
    return seconds, _copy().stat().st_size


def _restore_a_town() -> None:
    town = stock.school("town")
    _, size = _backed_up(town)
    seconds = _ediary(town, "restore", "--replace", str(_copy()))
    show("ground.restore_town_s", seconds, "s", at_most(300))
    say(f"the copy of the town has {size / 2**20:.0f} MB; restored and its history verified")


def _copy() -> Path:
    return next(FOLDER.glob("*.edbackup"))


def _ediary(school: School, *arguments: str) -> float:
    began = time.monotonic()
    program = str(Path(sys.executable).parent / "ediary")
    subprocess.run([program, *arguments], env=school.environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return time.monotonic() - began
