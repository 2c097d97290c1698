"""Opening and leaving many pages (открытые страницы), a few at a time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

Open = Callable[[Any], Awaitable[Any]]
AT_ONCE = 8


async def opened(things: Sequence[Any], open_one: Open) -> list[Any]:
    """A page for each thing, in the same order."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(thing: Any) -> Any:
        async with gate:
            return await open_one(thing)

    return list(await asyncio.gather(*(one(thing) for thing in things)))


async def closed(pages: Sequence[Any]) -> None:
    """Leave the pages and let the server notice."""
    for page in pages:
        page.page.close()
    await asyncio.sleep(0.5)


def repeated(things: Sequence[Any], count: int) -> list[Any]:
    """So many things, beginning again where there are fewer: one family, two devices."""
    return list(itertools.islice(itertools.cycle(things), count))
