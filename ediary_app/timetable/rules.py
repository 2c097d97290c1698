"""Rules of the timetable (правила расписания): when an entry is held, by which bells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """When a slot begins and ends, for whom."""

    slot: int
    starts_at: time
    ends_at: time
    shift: int
    level_from: int
    level_to: int
    weekday: int | None


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


def bell_for(bells: Sequence[BellTime], slot: int, level: int, weekday: int) -> BellTime | None:
    """The most particular bell of a slot: one of that weekday before one of every day."""
    fitting = [
        b
        for b in bells
        if b.slot == slot and b.level_from <= level <= b.level_to and b.weekday in (None, weekday)
    ]
    return min(fitting, key=lambda b: (b.weekday is None, b.level_to - b.level_from), default=None)


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
