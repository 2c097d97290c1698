"""Several processes behind nginx (за прокси): the school morning, and a web process that is killed.

Two web processes and two workers, PostgreSQL and Redis, nginx with `deploy/nginx.conf` for https:
the neighbours of the deep tests. After the kill every page whose line broke opens itself again, and
teachers say again what was not acknowledged.
"""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import uvloop

from bench import checks, load, opening, stock
from bench.acts import DiaryPage, LessonPage, Marked, Wrong
from bench.cast import Cast
from bench.figures import at_most, is_wanted, say, show, spread
from bench.server import DOOR, PORT, Served, serving
from bench.sockets import Closed
from tests.deep import neighbours

OF = "ground.behind_nginx_"
WEB, WORKERS = 2, 2
TEACHERS, FAMILIES, EVERY = 50, 200, 2.0
BEFORE_SECONDS, AFTER_SECONDS = 6.0, 14.0
NOTICED = 0.05


def measure(only: str) -> None:
    """The morning of `journal.load`, then a kill among fifty teachers and their families."""
    school = stock.school("school")
    with (
        _neighbours() as more,
        serving(school, processes=WEB, more=more) as served,
        _workers(school, more),
    ):
        if not only.startswith(f"{OF}reconnect"):
            uvloop.run(load.at_eight(Cast(school), served, OF))
            show(f"{OF}memory_mb", served.memory_mb(), "MB")
        if is_wanted(f"{OF}reconnect_s", only):
            uvloop.run(_killed(Cast(school), served))
    checks.history_is_whole(school)


@contextmanager
def _neighbours() -> Iterator[dict[str, str]]:
    """Redis and nginx run inside the block; gives the settings the product needs with them."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made = neighbours.certificates(folder / "tls")
        redis = neighbours.redis(folder).start()
        nginx = neighbours.nginx(folder, PORT, made).start()
        DOOR.port = nginx.port
        DOOR.tls = ssl.create_default_context(cafile=str(made.authority))
        try:
            yield {
                "EDIARY_REDIS_URL": f"redis://127.0.0.1:{redis.port}/0",
                "EDIARY_WITH_WORKER": "false",
                "EDIARY_TRUSTED_PROXIES": "127.0.0.1",
                "EDIARY_TRUSTED_HOSTS": f"{neighbours.HOST},127.0.0.1",
                "EDIARY_SECURE_COOKIES": "true",
            }
        finally:
            DOOR.port, DOOR.tls = PORT, None
            nginx.stop()
            redis.stop()


@contextmanager
def _workers(school: stock.School, more: dict[str, str]) -> Iterator[None]:
    program = str(Path(sys.executable).parent / "ediary")
    environment = {**school.environment, **more, "EDIARY_LOG_LEVEL": "ERROR"}
    found = [subprocess.Popen([program, "worker"], env=environment) for _number in range(WORKERS)]
    try:
        yield
    finally:
        for one in found:
            one.kill()
            one.wait()


async def _killed(cast: Cast, served: Served) -> None:
    marked, pauses = Marked(), list[float]()
    lessons = cast.lessons(400)[:: 400 // TEACHERS][:TEACHERS]
    families = await opening.opened(cast.readers(FAMILIES), DiaryPage.open)
    teachers = await opening.opened(lessons, lambda x: LessonPage.open(x, marked))
    until = time.perf_counter() + BEFORE_SECONDS + AFTER_SECONDS
    saving = [
        asyncio.ensure_future(_saves_through(t, n, marked, until, pauses))
        for n, t in enumerate(teachers)
    ]
    watching = [asyncio.ensure_future(_watches(f, until, pauses)) for f in families]
    await asyncio.sleep(BEFORE_SECONDS)
    _busiest(served).kill()
    await asyncio.gather(*saving, *watching)
    show(f"{OF}reconnect_s", max(pauses, default=float("inf")), "s", at_most(5))
    say(f"a web process killed: {len(pauses)} of {TEACHERS + FAMILIES} pages stood again after"
        f" {spread([x * 1000 for x in pauses])} ms")  # fmt: skip
    checks.all_kept(cast, marked, f"{OF}kill_lost")


async def _saves_through(
    page: LessonPage, number: int, marked: Marked, until: float, pauses: list[float]
) -> None:
    """A mark every two seconds; what was not acknowledged is said again on a new line."""
    await asyncio.sleep(EVERY * number / TEACHERS)
    while (began := time.perf_counter()) < until:
        pupil, broken = page.next_pupil(), 0.0
        while True:
            try:
                if broken:
                    page = await LessonPage.open(page.lesson, marked)
                await page.save(pupil)
                break
            except (Wrong, Closed, OSError, TimeoutError):
                broken = broken or time.perf_counter()
                await asyncio.sleep(NOTICED)
        if broken:
            pauses.append(time.perf_counter() - broken)
        await asyncio.sleep(max(0.0, began + EVERY - time.perf_counter()))
    page.page.close()


async def _watches(family: DiaryPage, until: float, pauses: list[float]) -> None:
    """An open page that opens itself again when its line breaks."""
    page: Any = family
    while time.perf_counter() < until:
        await asyncio.sleep(NOTICED)
        broken = time.perf_counter()
        while page.page.transport is None or page.page.transport.is_closing():
            try:
                page = await DiaryPage.open(page.reader)
                pauses.append(time.perf_counter() - broken)
            except (Wrong, Closed, OSError, TimeoutError):
                await asyncio.sleep(NOTICED)
    page.page.close()


def _busiest(served: Served) -> psutil.Process:
    """The web process that serves the most pages."""
    children = served.process.children()
    web = [p for p in children if "spawn_main" in " ".join(p.cmdline())]
    return max(web, key=lambda p: len(p.net_connections("tcp")))
