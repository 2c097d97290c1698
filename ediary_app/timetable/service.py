"""Making dated lessons out of the week's pattern (уроки из расписания)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import insert, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.school.models import Group, Holiday, SchoolClass, SchoolYear
from ediary_app.timetable import rules
from ediary_app.timetable.models import Bell, BellSchedule, Lesson, TimetableEntry
from ediary_app.timetable.values import LessonState, Parity, TimetableEvent

lesson, entry = Lesson.__table__, TimetableEntry.__table__  # type: ignore[attr-defined]
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


def generate(ctx: Context, *, year_id: int, first: date, last: date) -> int:
    """The same inside another act (an import)."""
    the_year = ctx.session.execute(select(year.c.starts_on, year.c.ends_on).where(
        year.c.id == year_id, year.c.school_id == ctx.school_id)).one()  # fmt: skip
    first, last = max(first, the_year.starts_on), min(last, the_year.ends_on)
    closures = [rules.Closure(*row) for row in ctx.session.execute(
        select(holiday.c.starts_on, holiday.c.ends_on, holiday.c.level_from, holiday.c.level_to)
        .where(holiday.c.year_id == year_id))]  # fmt: skip
    taken = {
        tuple(row)
        for row in ctx.session.execute(
            select(lesson.c.group_id, lesson.c.date, lesson.c.slot)
            .join(group, group.c.id == lesson.c.group_id)
            .where(group.c.year_id == year_id, lesson.c.date.between(first, last))
        )
    }
    bells, entries = _bells(ctx), _entries(ctx, year_id, first, last)
    rows = []
    for day in rules.days_between(first, last):
        for e in entries.get(day.weekday(), ()):
            if (e.group_id, day, e.slot) in taken or not _is_due(
                e, day, the_year.starts_on, closures
            ):
                continue
            taken.add((e.group_id, day, e.slot))
            rows.append(_row(ctx, e, day, bells))
    for start in range(0, len(rows), BATCH):
        ctx.session.execute(insert(lesson), rows[start : start + BATCH])
    return len(rows)


def _is_due(e, day: date, year_start: date, closures) -> bool:  # type: ignore[no-untyped-def]
    in_force = e.valid_from <= day and (e.valid_to is None or day <= e.valid_to)
    return (
        in_force
        and rules.is_held(Parity(e.parity), day, year_start)
        and rules.is_school_day(day, e.level, closures)
    )


def _row(ctx: Context, e, day: date, bells) -> dict[str, object]:  # type: ignore[no-untyped-def]
    found = rules.bell_for(bells, e.slot, e.level, day.weekday())
    return {
        "school_id": ctx.school_id,
        "group_id": e.group_id,
        "teacher_id": e.teacher_id,
        "room_id": e.room_id,
        "entry_id": e.id,
        "date": day,
        "slot": e.slot,
        "starts_at": found.starts_at if found else None,
        "ends_at": found.ends_at if found else None,
        "state": LessonState.PLANNED,
        "topic": "",
        "kind": "",
        "no_homework": False,
        "version": 1,
    }


def _entries(ctx: Context, year_id: int, first: date, last: date):  # type: ignore[no-untyped-def]
    found = ctx.session.execute(
        select(
            entry.c.id, entry.c.group_id, entry.c.teacher_id, entry.c.room_id, entry.c.weekday,
            entry.c.slot, entry.c.parity, entry.c.valid_from, entry.c.valid_to, group.c.level,
        )
        .join(group, group.c.id == entry.c.group_id)
        .where(
            group.c.year_id == year_id,
            entry.c.school_id == ctx.school_id,
            entry.c.valid_from <= last,
            or_(entry.c.valid_to.is_(None), entry.c.valid_to >= first),
        )
        .order_by(entry.c.slot, entry.c.id)
    )  # fmt: skip
    by_day: dict[int, list] = {}  # type: ignore[type-arg]
    for row in found:
        by_day.setdefault(row.weekday, []).append(row)
    return by_day


def _bells(ctx: Context) -> list[rules.BellTime]:
    rows = ctx.session.execute(
        select(
            bell.c.slot, bell.c.starts_at, bell.c.ends_at, schedule.c.shift, schedule.c.level_from,
            schedule.c.level_to, schedule.c.weekday,
        )
        .join(schedule, schedule.c.id == bell.c.bell_schedule_id)
        .where(schedule.c.school_id == ctx.school_id)
    )  # fmt: skip
    return [rules.BellTime(*row) for row in rows]
