"""How long acts take (время действий): counted in this process, cheaply, for the last hour.

Durations fall into steps that grow by a quarter, so a percentile is right to a quarter; a slot of
five minutes is forgotten after an hour. Nothing but the name of the act is kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from math import ceil, log

FIRST_MS, GROWTH, STEPS = 1.0, 1.25, 48
SLOT_SECONDS, SLOTS = 300, 12

Counts = dict[int, int]
"""Step → how many acts fell into it."""


def step_of(ms: float) -> int:
    """The step a duration falls into."""
    return 0 if ms <= FIRST_MS else min(STEPS - 1, ceil(log(ms / FIRST_MS, GROWTH)))


def percentile(counts: Mapping[int, int], share: float) -> int:
    """The duration (ms, rounded up to its step) that so large a share of the acts stays within."""
    wanted, seen = share * sum(counts.values()), 0
    for step in sorted(counts):
        seen += counts[step]
        if seen >= wanted:
            return round(FIRST_MS * GROWTH**step)
    return 0


def merged(many: Iterable[Mapping[str, Mapping[int, int]]]) -> dict[str, Counts]:
    """The counts of several processes together."""
    total: dict[str, Counts] = {}
    for one in many:
        for name, counts in one.items():
            mine = total.setdefault(name, {})
            for step, count in counts.items():
                mine[int(step)] = mine.get(int(step), 0) + count
    return total


class Timings:
    """The durations of the last hour in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots: dict[int, dict[str, Counts]] = {}

    def note(self, name: str, seconds: float) -> None:
        """Count an act."""
        slot, step = int(time.monotonic() // SLOT_SECONDS), step_of(seconds * 1000)
        with self._lock:
            counts = self._slots.setdefault(slot, {}).setdefault(name, {})
            counts[step] = counts.get(step, 0) + 1
            if len(self._slots) > SLOTS:
                del self._slots[min(self._slots)]

    def last_hour(self) -> dict[str, Counts]:
        """What was counted within the last hour."""
        oldest = int(time.monotonic() // SLOT_SECONDS) - SLOTS
        with self._lock:
            return merged(slot for number, slot in self._slots.items() if number > oldest)


TIMINGS = Timings()
"""The timings of this process."""
