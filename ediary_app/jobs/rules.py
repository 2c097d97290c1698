"""Arithmetic of long work: batches, bundles, waits and due times; no row, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BUNDLE_ITEMS = 500
BUNDLE_BATCHES = 100
"""How much one durable workflow carries: it costs some milliseconds, an item much less."""

_CODE = re.compile(r"[a-z0-9_.:+-]{0,40}")


def batches(items: Sequence[int], size: int) -> list[list[int]]:
    """The items in batches (порции); no items make one empty batch: the job is its own item."""
    return [list(items[n : n + size]) for n in range(0, len(items), size)] or [[]]


def weight(items: Sequence[int]) -> int:
    """What a batch counts in the progress: its items, and one when it has none."""
    return max(1, len(items))


def bundles(waiting: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Batches, given as (id, weight), in bundles that one workflow carries."""
    bundle: list[int] = []
    items = 0
    for batch_id, size in waiting:
        if bundle and (items + size > BUNDLE_ITEMS or len(bundle) == BUNDLE_BATCHES):
            yield bundle
            bundle, items = [], 0
        bundle.append(batch_id)
        items += size
    if bundle:
        yield bundle


def is_impersonal(arguments: Mapping[str, object]) -> bool:
    """Whether a job's arguments are ids, numbers, flags and short codes: nothing of a person."""
    return all(
        value is None
        or isinstance(value, int)
        or (isinstance(value, str) and _CODE.fullmatch(value) is not None)
        for value in arguments.values()
    )


def next_try(now: datetime, attempts: int) -> datetime:
    """When to try again after so many attempts: 10, 20, 40 … seconds, at most an hour."""
    return now + timedelta(seconds=min(3600, 5 * 2 ** min(attempts, 12)))


def next_daily(now: datetime, at: time, zone: str) -> datetime:
    """The next moment the school's clock shows this time of day."""
    local = now.astimezone(ZoneInfo(zone))
    due = datetime.combine(local.date(), at, ZoneInfo(zone))
    return due if due > now else datetime.combine(local.date() + timedelta(1), at, ZoneInfo(zone))
