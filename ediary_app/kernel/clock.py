"""The only clock (часы): aware UTC moments, and the school's own date."""

from __future__ import annotations

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


def school_day(moment: datetime, zone: str) -> date:
    """The date (учебный день) a moment falls on in the school's time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
