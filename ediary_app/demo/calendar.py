"""Years, terms, holidays and bells of the demo school (учебный год, каникулы, звонки)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from ediary_app.demo import schema
from ediary_app.demo.bulk import Bulk
from ediary_app.school.values import TermKind

Span = tuple[date, date]
DAY = timedelta(days=1)
FIRST_LEVEL_BREAK = "Дополнительные каникулы первых классов"


@dataclass(frozen=True)
class Year:
    """A school year with its holidays; `start` is its first of September."""

    id: int
    start: date
    end: date
    holidays: tuple[tuple[date, date], ...]
    first_level_break: tuple[date, date]

    def school_days(self) -> Iterator[date]:
        """Monday to Friday without holidays."""
        day = self.start
        while day <= self.end:
            if day.weekday() < 5 and not any(a <= day <= b for a, b in self.holidays):
                yield day
            day += timedelta(days=1)

    def rests(self, level: int, day: date) -> bool:
        """Whether the first level has its extra week in February."""
        return level == 1 and self.first_level_break[0] <= day <= self.first_level_break[1]


@dataclass(frozen=True)
class Bells:
    """When lessons begin and end: forty minutes, in the first level thirty-five until January."""

    slots: dict[int, tuple[time, time]]
    first_level: dict[int, tuple[time, time]]

    def at(self, level: int, day: date, slot: int) -> tuple[time, time]:
        """Begin and end of a slot."""
        autumn = level == 1 and day.month >= 9
        return (self.first_level if autumn else self.slots)[slot]


def year_start(today: date) -> date:
    """The first of September of the year a date belongs to; a summer belongs to the past one."""
    return date(today.year if today.month >= 9 else today.year - 1, 9, 1)


def make_year(bulk: Bulk, school_id: int, start: date) -> Year:
    """A year's rows: its periods and its holidays."""
    y = start.year
    end = date(y + 1, 5, 26)
    year_id = bulk.add(
        schema.YEAR,
        school_id=school_id,
        name=f"{y}/{(y + 1) % 100:02d}",
        starts_on=start,
        ends_on=end,
    )
    row = {"school_id": school_id, "year_id": year_id}
    quarters = _terms(bulk, row, start, end)
    breaks = _breaks(quarters)
    for name, a, b in breaks:
        _holiday(bulk, row, name, (a, b), 11)
    monday = _sunday(date(y + 1, 2, 18)) + DAY
    extra = (monday, monday + 6 * DAY)
    _holiday(bulk, row, FIRST_LEVEL_BREAK, extra, 1)
    return Year(year_id, start, end, tuple((a, b) for _, a, b in breaks), extra)


def _terms(bulk: Bulk, row: dict[str, int], start: date, end: date) -> list[Span]:
    """Four quarters for levels 1–9, two half-years for 10–11; returns the quarters."""
    y = start.year
    ends = [_sunday(date(y, 10, 28)), _sunday(date(y, 12, 30)), _sunday(date(y + 1, 3, 28)), end]
    winter = _sunday(date(y + 1, 1, 14)) + DAY
    starts = [start, ends[0] + 8 * DAY, winter, ends[2] + 8 * DAY]
    quarters = list(zip(starts, ends, strict=True))
    halves = [(start, quarters[1][1]), (quarters[2][0], end)]
    for kind, spans in ((TermKind.QUARTER, quarters), (TermKind.HALF_YEAR, halves)):
        for number, (a, b) in enumerate(spans, 1):
            bulk.add(schema.TERM, **row, kind=kind, number=number, starts_on=a, ends_on=b)
    for level in range(1, 12):
        kind = TermKind.HALF_YEAR if level >= 10 else TermKind.QUARTER
        bulk.add(schema.LEVEL_PLAN, **row, level=level, term_kind=kind)
    return quarters


def _breaks(quarters: list[Span]) -> list[tuple[str, date, date]]:
    """Holidays between the quarters, and the public ones."""
    y = quarters[0][0].year
    between = [(a[1] + DAY, b[0] - DAY) for a, b in pairwise(quarters)]
    names = ("Осенние каникулы", "Зимние каникулы", "Весенние каникулы")
    public = (
        ("День народного единства", date(y, 11, 4)),
        ("День защитника Отечества", date(y + 1, 2, 23)),
        ("Международный женский день", date(y + 1, 3, 8)),
        ("Праздник Весны и Труда", date(y + 1, 5, 1)),
        ("День Победы", date(y + 1, 5, 9)),
    )
    return [
        *((name, a, b) for name, (a, b) in zip(names, between, strict=True)),
        *((name, day, day) for name, day in public),
    ]


def _holiday(bulk: Bulk, row: dict[str, int], name: str, span: Span, level_to: int) -> None:
    bulk.add(
        schema.HOLIDAY, **row, name=name, starts_on=span[0], ends_on=span[1], level_from=1,
        level_to=level_to,
    )  # fmt: skip


def _sunday(day: date) -> date:
    """The last Sunday not after a date."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def make_bells(bulk: Bulk, school_id: int, years: list[date]) -> Bells:
    """The bells from 8:00 with two long breaks; the first level's short ones each autumn."""
    normal = _schedule(bulk, school_id, "Обычное", 1, 11)
    slots = _bells(bulk, normal, 40)
    short: dict[int, tuple[time, time]] = {}
    for start in years:
        span = (start, date(start.year, 12, 31))
        name = f"1 класс, сентябрь – декабрь {start.year}"
        short = _bells(bulk, _schedule(bulk, school_id, name, 1, 1, span), 35)
    return Bells(slots, short)


def _schedule(
    bulk: Bulk,
    school_id: int,
    name: str,
    level_from: int,
    level_to: int,
    span: tuple[date | None, date | None] = (None, None),
) -> int:
    return bulk.add(
        schema.BELLS, school_id=school_id, name=name, shift=1, level_from=level_from,
        level_to=level_to, weekday=None, valid_from=span[0], valid_to=span[1],
    )  # fmt: skip


def _bells(bulk: Bulk, schedule: int, minutes: int) -> dict[int, tuple[time, time]]:
    times: dict[int, tuple[time, time]] = {}
    moment = datetime(2026, 9, 1, 8, 0)  # noqa: DTZ001 - only the time of day is taken
    for slot in range(1, 9):
        end = moment + timedelta(minutes=minutes)
        times[slot] = (moment.time(), end.time())
        bulk.add(schema.BELL, bell_schedule_id=schedule, slot=slot, starts_at=moment.time(),
                 ends_at=end.time())  # fmt: skip
        moment += timedelta(minutes=60 if slot in (2, 4) else 50)
    return times
