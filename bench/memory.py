"""Memory of the server and its worker (память): at rest, and for each open page.

Proportional set size, the database not counted; the pages are families' diaries over sockets.
"""

from __future__ import annotations

import asyncio
import time

import uvloop

from bench import opening, stock
from bench.acts import DiaryPage
from bench.cast import Cast
from bench.figures import at_most, say, show
from bench.server import Served, serving

PAGES, REST_SECONDS = 1000, 8


def measure(only: str) -> None:
    """At rest after a first visit, then with a thousand pages open."""
    school = stock.school("school")
    with serving(school) as served:
        uvloop.run(_visit(Cast(school), served))


async def _visit(cast: Cast, served: Served) -> None:
    readers = cast.readers(PAGES)
    first = await opening.opened(readers[:1], DiaryPage.open)
    time.sleep(REST_SECONDS)
    rest = served.memory_mb()
    show("ground.memory_rest_mb", rest, "MB", at_most(350))
    for process in served.processes():
        say(f"{process.memory_full_info().pss / 2**20:.0f} MB: {' '.join(process.cmdline()[-4:])}")
    pages = await opening.opened(opening.repeated(readers, PAGES), DiaryPage.open)
    await asyncio.sleep(REST_SECONDS)
    each = (served.memory_mb() - rest) * 1024 / len(pages)
    show("ground.memory_page_kb", each, "KB", at_most(400))
    await opening.closed([*first, *pages])
