"""Opening a school year (открытие учебного года): its dates, terms by level and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school.models import Holiday, LevelPlan, School, SchoolYear, Term
from ediary_app.school.values import SchoolEvent, TermKind

school = School.__table__  # type: ignore[attr-defined]
year = SchoolYear.__table__  # type: ignore[attr-defined]
COMING_FROM_MONTH = 6
"""From June on the office prepares the coming year."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class YearSpan:
    """A school year with its dates; `id` is 0 while it is not opened (учебный год)."""

    id: int
    name: str
    starts_on: date
    ends_on: date


@use_case(requires=Permission.SCHOOL_MANAGE)
def make_school(ctx: Context, *, code: str, name: str) -> int:
    """A new school on this installation: only its command line makes one."""
    if not ctx.actor.is_system:
        raise errors.Denied(_("Your role does not allow this."))
    if not code or not name:
        raise errors.Invalid(_("A school needs a code and a name."))
    if ctx.session.scalar(select(school.c.id).where(school.c.code == code)) is not None:
        raise errors.Conflict(_("There is a school with this code already."))
    made = School(name=name[:300], short_name=name[:80], code=code[:32])
    ctx.session.add(made)
    ctx.session.flush()
    assert made.id is not None
    ctx.record(SchoolEvent.SCHOOL_MADE, made, school_id=made.id, facts={"code": code})
    return made.id


@use_case(requires=Permission.SCHOOL_MANAGE)
def open_school_year(ctx: Context, *, first_year: int) -> int:
    """Open the year that begins on 1 September of `first_year`; a year is opened once."""
    planned = span(first_year)
    there = select(year.c.id).where(year.c.school_id == ctx.school_id, year.c.name == planned.name)
    if ctx.session.scalar(there) is not None:
        raise errors.Conflict(_("The school year {name} is already open.", name=planned.name))
    return open_year(ctx, planned)


def open_year(ctx: Context, planned: YearSpan) -> int:
    """The same inside another act (an import); returns the year's id."""
    made = SchoolYear(school_id=ctx.school_id, name=planned.name,
                      starts_on=planned.starts_on, ends_on=planned.ends_on)  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    assert made.id is not None
    common = {"school_id": ctx.school_id, "year_id": made.id}
    quarters = quarters_of(planned)
    halves = [(quarters[0][0], quarters[1][1]), (quarters[2][0], quarters[3][1])]
    for kind, spans in ((TermKind.QUARTER, quarters), (TermKind.HALF_YEAR, halves)):
        for number, (a, b) in enumerate(spans, 1):
            ctx.session.add(Term(**common, kind=kind, number=number, starts_on=a, ends_on=b))
    for level in range(1, 12):
        kind = TermKind.HALF_YEAR if level >= 10 else TermKind.QUARTER
        ctx.session.add(LevelPlan(**common, level=level, term_kind=kind))
    for name, a, b, last in holidays_of(planned, quarters):
        ctx.session.add(Holiday(**common, name=name, starts_on=a, ends_on=b, level_to=last))
    ctx.session.flush()
    ctx.record(SchoolEvent.YEAR_OPENED, made, facts={"name": planned.name})
    return made.id


def current_year(ctx: Context) -> YearSpan:
    """The year that lists are for: the present one, in summer the coming one; maybe not opened."""
    first = ctx.today.year if ctx.today.month >= COMING_FROM_MONTH else ctx.today.year - 1
    rows = ctx.session.execute(
        select(year.c.id, year.c.name, year.c.starts_on, year.c.ends_on)
        .where(year.c.school_id == ctx.school_id, year.c.ends_on >= ctx.today)
        .order_by(year.c.starts_on)
    ).all()
    return YearSpan(*rows[0]) if rows else span(first)


def span(first: int) -> YearSpan:
    """From 1 September to 26 May (приказ Минпросвещения о сроках учебного года)."""
    name = f"{first}/{(first + 1) % 100:02d}"
    return YearSpan(0, name, date(first, 9, 1), date(first + 1, 5, 26))


def quarters_of(planned: YearSpan) -> list[tuple[date, date]]:
    """Four quarters with the usual holidays between them, each beginning on a Monday."""
    y = planned.starts_on.year
    ends = [_sunday(date(y, 10, 28)), _sunday(date(y, 12, 30)), _sunday(date(y + 1, 3, 28))]
    starts = [planned.starts_on, ends[0] + 8 * DAY, _sunday(date(y + 1, 1, 14)) + DAY,
              ends[2] + 8 * DAY]  # fmt: skip
    return list(zip(starts, [*ends, planned.ends_on], strict=True))


def holidays_of(
    planned: YearSpan, quarters: list[tuple[date, date]]
) -> list[tuple[str, date, date, int]]:
    """Name, first and last day, and the last level that rests: the days without lessons."""
    y = planned.starts_on.year
    extra = _sunday(date(y + 1, 2, 18)) + DAY
    breaks = ("Осенние каникулы", "Зимние каникулы", "Весенние каникулы")
    between = [
        (name, quarters[i][1] + DAY, quarters[i + 1][0] - DAY, 11) for i, name in enumerate(breaks)
    ]
    single = (
        ("День народного единства", date(y, 11, 4)),
        ("День защитника Отечества", date(y + 1, 2, 23)),
        ("Международный женский день", date(y + 1, 3, 8)),
        ("Праздник Весны и Труда", date(y + 1, 5, 1)),
        ("День Победы", date(y + 1, 5, 9)),
    )
    first_level = ("Дополнительные каникулы первых классов", extra, extra + 6 * DAY, 1)
    return [*between, *((name, on, on, 11) for name, on in single), first_level]


def _sunday(day: date) -> date:
    """The last Sunday not after a date."""
    return day - timedelta(days=(day.weekday() + 1) % 7)
