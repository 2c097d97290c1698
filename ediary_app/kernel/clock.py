"""The only clock (часы): aware UTC moments, and the school's own date."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's moment in UTC."""
    return datetime.now(UTC)


class ShiftedClock:
    """The machine's clock moved by a constant: demonstrations and tests shift one clock."""

    def __init__(self, shift: timedelta = timedelta()) -> None:
        self.shift = shift

    def __call__(self) -> datetime:
        """The shifted moment in UTC."""
        return system_clock() + self.shift


class JumpSense:
    """Notices that a clock was set (часы перевели) between two looks at it."""

    def __init__(self, clock: Clock, at_least: timedelta = timedelta(minutes=1)) -> None:
        self._clock, self._at_least = clock, at_least
        self._then = clock(), time.monotonic()

    def __call__(self) -> timedelta:
        """How far it jumped since the last look; nothing when it went as time goes."""
        now = self._clock(), time.monotonic()
        then, self._then = self._then, now
        jumped = now[0] - then[0] - timedelta(seconds=now[1] - then[1])
        return jumped if abs(jumped) >= self._at_least else timedelta()


def school_day(moment: datetime, zone: str) -> date:
    """The date (учебный день) a moment falls on in the school's time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
