"""Years, terms, holidays and bells of the demo school (учебный год, каникулы, звонки)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ediary_app.demo import schema
from ediary_app.demo.bulk import Bulk
from ediary_app.school.values import TermKind

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
    """The first of September of the year that holds a date (from August on: the coming one)."""
    return date(today.year if today.month >= 8 else today.year - 1, 9, 1)


def make_year(bulk: Bulk, school_id: int, start: date) -> Year:
    """A year's rows: quarters for 1–9, half-years for 10–11, holidays."""
    y = start.year
    end = date(y + 1, 5, 26)
    year_id = bulk.add(
        schema.YEAR,
        school_id=school_id,
        name=f"{y}/{(y + 1) % 100:02d}",
        starts_on=start,
        ends_on=end,
    )
    day, week = timedelta(days=1), timedelta(days=8)
    ends = [_sunday(date(y, 10, 28)), _sunday(date(y, 12, 30)), _sunday(date(y + 1, 3, 28)), end]
    winter = _sunday(date(y + 1, 1, 14)) + day
    starts = [start, ends[0] + week, winter, ends[2] + week]
    quarters = list(zip(starts, ends, strict=True))
    halves = [(start, quarters[1][1]), (quarters[2][0], end)]
    for kind, spans in ((TermKind.QUARTER, quarters), (TermKind.HALF_YEAR, halves)):
        for number, (a, b) in enumerate(spans, 1):
            bulk.add(schema.TERM, school_id=school_id, year_id=year_id, kind=kind, number=number,
                     starts_on=a, ends_on=b)  # fmt: skip
    for level in range(1, 12):
        kind = TermKind.HALF_YEAR if level >= 10 else TermKind.QUARTER
        bulk.add(
            schema.LEVEL_PLAN, school_id=school_id, year_id=year_id, level=level, term_kind=kind
        )
    breaks = [
        ("Осенние каникулы", quarters[0][1] + day, quarters[1][0] - day),
        ("Зимние каникулы", quarters[1][1] + day, quarters[2][0] - day),
        ("День защитника Отечества", date(y + 1, 2, 23), date(y + 1, 2, 23)),
        ("Международный женский день", date(y + 1, 3, 8), date(y + 1, 3, 8)),
        ("Весенние каникулы", quarters[2][1] + day, quarters[3][0] - day),
        ("Праздник Весны и Труда", date(y + 1, 5, 1), date(y + 1, 5, 1)),
        ("День Победы", date(y + 1, 5, 9), date(y + 1, 5, 9)),
        ("День народного единства", date(y, 11, 4), date(y, 11, 4)),
    ]
    for name, a, b in breaks:
        bulk.add(schema.HOLIDAY, school_id=school_id, year_id=year_id, name=name, starts_on=a,
                 ends_on=b, level_from=1, level_to=11)  # fmt: skip
    monday = _sunday(date(y + 1, 2, 18)) + day
    extra = (monday, monday + timedelta(days=6))
    bulk.add(schema.HOLIDAY, school_id=school_id, year_id=year_id, name=FIRST_LEVEL_BREAK,
             starts_on=extra[0], ends_on=extra[1], level_from=1, level_to=1)  # fmt: skip
    return Year(year_id, start, end, tuple((a, b) for _, a, b in breaks), extra)


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
        name = f"1 класс, сентябрь — декабрь {start.year}"
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
