"""A teacher's day (мой день): lessons, what is left to fill, and the own class today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, exists, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal.models import Attendance, Homework
from ediary_app.school import names
from ediary_app.school.models import (
    Enrolment,
    Group,
    Holiday,
    Person,
    SchoolClass,
    SchoolYear,
    Subject,
)
from ediary_app.timetable.models import Lesson, Room
from ediary_app.timetable.values import LessonState

lesson, group = Lesson.__table__, Group.__table__  # type: ignore[attr-defined]
subject, room = Subject.__table__, Room.__table__  # type: ignore[attr-defined]
person, enrolment = Person.__table__, Enrolment.__table__  # type: ignore[attr-defined]
attendance, homework = Attendance.__table__, Homework.__table__  # type: ignore[attr-defined]
school_class, year = SchoolClass.__table__, SchoolYear.__table__  # type: ignore[attr-defined]
holiday = Holiday.__table__  # type: ignore[attr-defined]
UNFINISHED_DAYS = 14


@dataclass(frozen=True)
class DayLesson:
    """A lesson in a teacher's day, with what is still missing in it."""

    id: int
    on: date
    slot: int
    starts: str
    ends: str
    subject: str
    group: str
    room: str
    is_cancelled: bool
    no_roll: bool
    no_topic: bool
    no_homework: bool


@dataclass(frozen=True)
class OwnClass:
    """The class teacher's own class today: how many there are and who was not seen.

    `pupils`: (id, name, codes of the day as (lesson number, code)).
    """

    id: int
    name: str
    size: int
    pupils: tuple[tuple[int, str, tuple[tuple[int, str], ...]], ...] = ()


@dataclass(frozen=True)
class TeacherDay:
    """A teacher's day: its lessons, what earlier days still lack, the own class."""

    on: date
    today: date
    now: str
    lessons: tuple[DayLesson, ...]
    unfinished: tuple[DayLesson, ...]
    next_day: date | None
    holiday: str = ""
    own_class: OwnClass | None = None


@use_case(requires=Permission.LESSON_TEACH, writes=False)
def teacher_day(ctx: Context, *, on: date | None = None) -> TeacherDay:
    """The actor's lessons of a day (today by default) and unfinished ones of two weeks."""
    day = on or ctx.today
    mine = lesson.c.teacher_id == ctx.actor.person_id
    rows = ctx.session.execute(
        _day_lessons().where(mine, lesson.c.date == day).order_by(lesson.c.slot)
    ).all()
    following = ctx.session.scalar(select(func.min(lesson.c.date)).where(mine, lesson.c.date > day))
    return TeacherDay(
        on=day,
        today=ctx.today,
        now=ctx.now.astimezone(ZoneInfo(ctx.zone)).strftime("%H:%M"),
        lessons=tuple(_day_lesson(row) for row in rows),
        unfinished=_unfinished(ctx),
        next_day=following,
        holiday="" if rows else _holiday(ctx, day),
        own_class=_own_class(ctx) if day == ctx.today else None,
    )


def _unfinished(ctx: Context) -> tuple[DayLesson, ...]:
    """Lessons of the last two weeks, before today, without a roll-call, a topic or homework."""
    since = ctx.today - timedelta(days=UNFINISHED_DAYS)
    rows = ctx.session.execute(
        _day_lessons()
        .where(
            lesson.c.teacher_id == ctx.actor.person_id,
            lesson.c.date.between(since, ctx.today - timedelta(days=1)),
            lesson.c.state != LessonState.CANCELLED,
            or_(
                lesson.c.roll_called_at.is_(None),
                lesson.c.topic == "",
                and_(~lesson.c.no_homework, ~_has_homework()),
            ),
        )
        .order_by(lesson.c.date.desc(), lesson.c.slot)
        .limit(30)
    )
    return tuple(_day_lesson(row) for row in rows)


def _has_homework() -> Any:
    return exists().where(homework.c.lesson_id == lesson.c.id)


def _day_lessons() -> Select[Any]:
    return (
        select(
            lesson.c.id, lesson.c.date, lesson.c.slot, lesson.c.starts_at, lesson.c.ends_at,
            subject.c.name.label("subject"), group.c.name.label("group_name"),
            room.c.name.label("room"), lesson.c.state, lesson.c.roll_called_at, lesson.c.topic,
            lesson.c.no_homework, _has_homework().label("has_homework"),
        )
        .select_from(lesson)
        .join(group, group.c.id == lesson.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .join(room, room.c.id == lesson.c.room_id, isouter=True)
    )  # fmt: skip


def _day_lesson(row: Row[Any]) -> DayLesson:
    return DayLesson(
        id=row.id,
        on=row.date,
        slot=row.slot,
        starts=row.starts_at.strftime("%H:%M") if row.starts_at else "",
        ends=row.ends_at.strftime("%H:%M") if row.ends_at else "",
        subject=row.subject,
        group=row.group_name,
        room=row.room or "",
        is_cancelled=row.state == LessonState.CANCELLED,
        no_roll=row.roll_called_at is None,
        no_topic=not row.topic,
        no_homework=not row.has_homework and not row.no_homework,
    )


def _holiday(ctx: Context, day: date) -> str:
    found = ctx.session.scalar(
        select(holiday.c.name)
        .where(
            holiday.c.school_id == ctx.school_id,
            holiday.c.starts_on <= day,
            holiday.c.ends_on >= day,
        )
        .order_by(holiday.c.level_to.desc())
        .limit(1)
    )
    return found or ""


def _own_class(ctx: Context) -> OwnClass | None:
    """The actor's own class of this year with everybody who was absent or late today."""
    led = ctx.session.execute(
        select(school_class.c.id, school_class.c.level, school_class.c.letter)
        .join(year, year.c.id == school_class.c.year_id)
        .where(
            school_class.c.class_teacher_id == ctx.actor.person_id,
            school_class.c.school_id == ctx.school_id,
            year.c.starts_on <= ctx.today,
        )
        .order_by(year.c.starts_on.desc())
        .limit(1)
    ).first()
    if led is None:
        return None
    pupils = ctx.session.execute(_class_today(ctx, led.id)).all()
    codes: dict[int, list[tuple[int, str]]] = defaultdict(list)
    shown: dict[int, str] = {}
    for row in pupils:
        shown[row.id] = names.list_name(row.family_name, row.given_name)
        if row.code:
            codes[row.id].append((row.slot, row.code))
    missed = tuple((pupil, name, tuple(codes[pupil])) for pupil, name in shown.items()
                   if pupil in codes)  # fmt: skip
    return OwnClass(led.id, f"{led.level}{led.letter}", len(shown), missed)


def _class_today(ctx: Context, class_id: int) -> Select[Any]:
    today = (
        select(attendance.c.student_id, attendance.c.code, lesson.c.slot)
        .join(lesson, lesson.c.id == attendance.c.lesson_id)
        .where(
            lesson.c.school_id == ctx.school_id,
            lesson.c.date == ctx.today,
            attendance.c.code.is_not(None),
        )
        .subquery()
    )
    return (
        select(person.c.id, person.c.family_name, person.c.given_name, today.c.code, today.c.slot)
        .select_from(enrolment)
        .join(person, person.c.id == enrolment.c.student_id)
        .join(today, today.c.student_id == person.c.id, isouter=True)
        .where(
            enrolment.c.class_id == class_id,
            enrolment.c.starts_on <= ctx.today,
            or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today),
        )
        .order_by(person.c.sort_key, person.c.id, today.c.slot)
    )
