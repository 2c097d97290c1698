"""Years, terms, holidays and bells of the demo school (учебный год, каникулы, звонки)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ediary_app.demo import schema
from ediary_app.demo.bulk import Bulk
from ediary_app.school.values import TermKind


@dataclass(frozen=True)
class Year:
    """A school year with its holidays; `start` is its first of September."""

    id: int
    start: date
    end: date
    holidays: tuple[tuple[date, date], ...]

    def school_days(self) -> Iterator[date]:
        """Monday to Friday without holidays."""
        day = self.start
        while day <= self.end:
            if day.weekday() < 5 and not any(a <= day <= b for a, b in self.holidays):
                yield day
            day += timedelta(days=1)


def year_start(today: date) -> date:
    """The first of September of the year that holds a date (from August on: the coming one)."""
    return date(today.year if today.month >= 8 else today.year - 1, 9, 1)


def make_year(bulk: Bulk, school_id: int, start: date) -> Year:
    """A year's rows: quarters for 1–9, half-years for 10–11, holidays."""
    y = start.year
    end = date(y + 1, 5, 26)
    year_id = bulk.add(
        schema.YEAR, school_id=school_id, name=f"{y}/{(y + 1) % 100:02d}", starts_on=start, ends_on=end
    )
    quarters = [
        (start, date(y, 10, 25)), (date(y, 11, 3), date(y, 12, 28)),
        (date(y + 1, 1, 11), date(y + 1, 3, 26)), (date(y + 1, 4, 5), end),
    ]  # fmt: skip
    halves = [(start, quarters[1][1]), (quarters[2][0], end)]
    for kind, spans in ((TermKind.QUARTER, quarters), (TermKind.HALF_YEAR, halves)):
        for number, (a, b) in enumerate(spans, 1):
            bulk.add(schema.TERM, school_id=school_id, year_id=year_id, kind=kind, number=number,
                     starts_on=a, ends_on=b)  # fmt: skip
    for level in range(1, 12):
        kind = TermKind.HALF_YEAR if level >= 10 else TermKind.QUARTER
        bulk.add(schema.LEVEL_PLAN, school_id=school_id, year_id=year_id, level=level, term_kind=kind)
    day = timedelta(days=1)
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
    return Year(year_id, start, end, tuple((a, b) for _, a, b in breaks))


def make_bells(bulk: Bulk, school_id: int) -> dict[int, tuple[time, time]]:
    """The normal bells: forty minutes from 8:00, two long breaks; the slots' times."""
    schedule = bulk.add(schema.BELLS, school_id=school_id, name="Обычное", shift=1, level_from=1,
                        level_to=11, weekday=None, valid_from=None, valid_to=None)  # fmt: skip
    times: dict[int, tuple[time, time]] = {}
    moment = datetime(2026, 9, 1, 8, 0)  # noqa: DTZ001 - only the time of day is taken
    for slot in range(1, 9):
        end = moment + timedelta(minutes=40)
        times[slot] = (moment.time(), end.time())
        bulk.add(schema.BELL, bell_schedule_id=schedule, slot=slot, starts_at=moment.time(),
                 ends_at=end.time())  # fmt: skip
        moment = end + timedelta(minutes=20 if slot in (2, 4) else 10)
    return times
