"""Making dated lessons out of the week's pattern (уроки из расписания)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, insert, or_, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school.models import Group, Holiday, SchoolClass, SchoolYear
from ediary_app.timetable import rules
from ediary_app.timetable.models import Bell, BellSchedule, Lesson, TimetableEntry
from ediary_app.timetable.values import LessonState, Parity, TimetableEvent

lesson, cell = Lesson.__table__, TimetableEntry.__table__  # type: ignore[attr-defined]
group, year = Group.__table__, SchoolYear.__table__  # type: ignore[attr-defined]
holiday, bell = Holiday.__table__, Bell.__table__  # type: ignore[attr-defined]
schedule = BellSchedule.__table__  # type: ignore[attr-defined]
school_class = SchoolClass.__table__  # type: ignore[attr-defined]
BATCH = 5_000


@use_case(requires=Permission.TIMETABLE_MANAGE)
def make_lessons(ctx: Context, *, year_id: int, first: date, last: date) -> int:
    """Make the lessons that the timetable says and that are not there yet; returns how many.

    Nothing that stands already is touched: repeating it makes only what is missing.
    """
    made = generate(ctx, year_id=year_id, first=first, last=last)
    ctx.record(
        TimetableEvent.LESSONS_MADE,
        ("school_year", year_id),
        facts={"first": first, "last": last, "count": made},
    )
    return made


def write_in_lesson(ctx: Context, lesson_id: int, **values: object) -> None:
    """Write something into a lesson's own line (тема, перекличка) inside another act.

    The act has authorised the lesson before and records its event itself.
    """
    ctx.session.execute(update(lesson).where(lesson.c.id == lesson_id).values(**values))


def generate(ctx: Context, *, year_id: int, first: date, last: date) -> int:
    """The same inside another act (an import)."""
    starts_on, ends_on = _span(ctx, year_id)
    first, last = max(first, starts_on), min(last, ends_on)
    closures, bells = _closures(ctx, year_id), _bells(ctx)
    taken = _standing(ctx, year_id, first, last)
    rows = []
    for entry, day in _due(_entries(ctx, year_id, first, last), first, last, starts_on, closures):
        place = (entry.group_id, day, entry.slot)
        if place not in taken:
            taken.add(place)
            rows.append(_row(ctx, entry, day, bells))
    for start in range(0, len(rows), BATCH):
        ctx.session.execute(insert(lesson), rows[start : start + BATCH])
    return len(rows)


def _span(ctx: Context, year_id: int) -> tuple[date, date]:
    """First and last day of a year of the actor's school."""
    found = ctx.session.execute(
        select(year.c.starts_on, year.c.ends_on).where(
            year.c.id == year_id, year.c.school_id == ctx.school_id
        )
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such school year."))
    return found.starts_on, found.ends_on


def _due(
    entries: list[rules.Entry],
    first: date,
    last: date,
    year_start: date,
    closures: list[rules.Closure],
) -> Iterator[tuple[rules.Entry, date]]:
    by_day: dict[int, list[rules.Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.weekday].append(entry)
    for day in rules.days_between(first, last):
        for entry in by_day[day.weekday()]:
            if rules.is_due(entry, day, year_start, closures):
                yield entry, day


def _closures(ctx: Context, year_id: int) -> list[rules.Closure]:
    rows = ctx.session.execute(
        select(
            holiday.c.starts_on, holiday.c.ends_on, holiday.c.level_from, holiday.c.level_to
        ).where(holiday.c.year_id == year_id)
    )
    return [rules.Closure(*row) for row in rows]


def _standing(ctx: Context, year_id: int, first: date, last: date) -> set[tuple[int, date, int]]:
    """Group, day and slot of every lesson that is there already."""
    rows = ctx.session.execute(
        select(lesson.c.group_id, lesson.c.date, lesson.c.slot)
        .join(group, group.c.id == lesson.c.group_id)
        .where(group.c.year_id == year_id, lesson.c.date.between(first, last))
    )
    return {(row.group_id, row.date, row.slot) for row in rows}


def _row(
    ctx: Context, entry: rules.Entry, day: date, bells: list[rules.BellTime]
) -> dict[str, object]:
    found = rules.bell_for(bells, entry, day)
    return {
        "school_id": ctx.school_id,
        "group_id": entry.group_id,
        "teacher_id": entry.teacher_id,
        "room_id": entry.room_id,
        "entry_id": entry.id,
        "date": day,
        "slot": entry.slot,
        "starts_at": found.starts_at if found else None,
        "ends_at": found.ends_at if found else None,
        "state": LessonState.PLANNED,
        "topic": "",
        "kind": "",
        "no_homework": False,
        "version": 1,
    }


def _entries(ctx: Context, year_id: int, first: date, last: date) -> list[rules.Entry]:
    found = ctx.session.execute(
        select(
            cell.c.id, cell.c.group_id, cell.c.teacher_id, cell.c.room_id, cell.c.weekday,
            cell.c.slot, cell.c.parity, cell.c.valid_from, cell.c.valid_to, group.c.level,
            func.coalesce(school_class.c.shift, 1).label("shift"),
        )
        .join(group, group.c.id == cell.c.group_id)
        .join(school_class, school_class.c.id == group.c.class_id, isouter=True)
        .where(
            group.c.year_id == year_id,
            cell.c.school_id == ctx.school_id,
            cell.c.valid_from <= last,
            or_(cell.c.valid_to.is_(None), cell.c.valid_to >= first),
        )
        .order_by(cell.c.slot, cell.c.id)
    )  # fmt: skip
    return [rules.Entry(**{**row._mapping, "parity": Parity(row.parity)}) for row in found]


def _bells(ctx: Context) -> list[rules.BellTime]:
    rows = ctx.session.execute(
        select(
            bell.c.slot, bell.c.starts_at, bell.c.ends_at, schedule.c.shift, schedule.c.level_from,
            schedule.c.level_to, schedule.c.weekday, schedule.c.valid_from, schedule.c.valid_to,
        )
        .join(schedule, schedule.c.id == bell.c.bell_schedule_id)
        .where(schedule.c.school_id == ctx.school_id, ~schedule.c.is_archived)
    )  # fmt: skip
    return [rules.BellTime(*row) for row in rows]
