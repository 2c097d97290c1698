"""Rules of the timetable (правила расписания): when an entry is held, by which bells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from ediary_app.timetable.values import Parity


@dataclass(frozen=True)
class Closure:
    """Days without lessons for a range of levels (каникулы)."""

    starts_on: date
    ends_on: date
    level_from: int
    level_to: int

    def covers(self, day: date, level: int) -> bool:
        """Whether a level has no lessons on a day."""
        return self.starts_on <= day <= self.ends_on and self.level_from <= level <= self.level_to


@dataclass(frozen=True)
class BellTime:
    """When a slot begins and ends, for whom, on which weekday and between which dates."""

    slot: int
    starts_at: time
    ends_at: time
    shift: int = 1
    level_from: int = 1
    level_to: int = 12
    weekday: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def rings(self, entry: Entry, day: date) -> bool:
        """Whether this bell is one of the entry's on a day."""
        return (
            self.slot == entry.slot
            and self.shift == entry.shift
            and self.level_from <= entry.level <= self.level_to
            and self.weekday in (None, day.weekday())
            and is_valid(self.valid_from, self.valid_to, day)
        )

    def generality(self) -> tuple[bool, bool, int]:
        """The smaller, the more particular: a weekday, dates, few levels."""
        dated = self.valid_from is not None or self.valid_to is not None
        return (self.weekday is None, not dated, self.level_to - self.level_from)


@dataclass(frozen=True)
class Entry:
    """One cell of the weekly timetable with its group's level and shift (урок в сетке)."""

    id: int
    group_id: int
    teacher_id: int
    room_id: int | None
    weekday: int
    slot: int
    parity: Parity
    valid_from: date
    valid_to: date | None
    level: int
    shift: int


def is_valid(since: date | None, until: date | None, day: date) -> bool:
    """Whether a day lies between two dates, both included; None is open."""
    return (since is None or since <= day) and (until is None or day <= until)


def week_number(day: date, year_start: date) -> int:
    """The school week of a day, the week of 1 September being the first."""
    monday = year_start - timedelta(days=year_start.weekday())
    return (day - monday).days // 7 + 1


def is_held(parity: Parity, day: date, year_start: date) -> bool:
    """Whether an entry of this parity is held in the week of the day."""
    if parity is Parity.EVERY:
        return True
    return (week_number(day, year_start) % 2 == 1) is (parity is Parity.ODD)


def is_school_day(day: date, level: int, closures: Iterable[Closure]) -> bool:
    """Whether a level has lessons on a day at all."""
    return not any(closure.covers(day, level) for closure in closures)


def is_due(entry: Entry, day: date, year_start: date, closures: Iterable[Closure]) -> bool:
    """Whether an entry gives a lesson on a day: weekday, dates, parity, no holiday."""
    return (
        entry.weekday == day.weekday()
        and is_valid(entry.valid_from, entry.valid_to, day)
        and is_held(entry.parity, day, year_start)
        and is_school_day(day, entry.level, closures)
    )


def bell_for(bells: Iterable[BellTime], entry: Entry, day: date) -> BellTime | None:
    """The most particular bell of an entry on a day (by weekday, then by dates, then by level)."""
    fitting = [bell for bell in bells if bell.rings(entry, day)]
    return min(fitting, key=BellTime.generality, default=None)


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
