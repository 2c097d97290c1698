"""Rows of a diary week (строки дневника): lessons, marks, attendance, words, days off.

The statements are made once: an evening opens a thousand diaries, and building a statement anew
costs as much as running it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select

from ediary_app.access.context import Context
from ediary_app.journal.children import Child
from ediary_app.journal.models import Attendance, Mark, Remark, Work, WorkKind
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.school.models import Group, GroupMember, Holiday, Person, Subject
from ediary_app.timetable.models import Lesson, Room
from ediary_app.timetable.values import LessonState

lesson, group, subject = Lesson.__table__, Group.__table__, Subject.__table__  # type: ignore[attr-defined]
room, person, member = Room.__table__, Person.__table__, GroupMember.__table__  # type: ignore[attr-defined]
mark, work, kind = Mark.__table__, Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
attendance, remark = Attendance.__table__, Remark.__table__  # type: ignore[attr-defined]
holiday = Holiday.__table__  # type: ignore[attr-defined]

IN_GROUP_THAT_DAY = and_(
    lesson.c.group_id == member.c.group_id,
    member.c.starts_on <= lesson.c.date,
    or_(member.c.ends_on.is_(None), member.c.ends_on >= lesson.c.date),
)
"""A lesson belongs to a pupil who was in its group on that day."""


OF_STUDENTS = among(member.c.student_id, "students")
_FIRST: BindParameter[date] = bindparam("first")
_LAST: BindParameter[date] = bindparam("last")

_LESSONS = (
    select(
        member.c.student_id, lesson.c.id, lesson.c.group_id, lesson.c.date, lesson.c.slot,
        lesson.c.starts_at, lesson.c.ends_at, lesson.c.state, lesson.c.topic,
        subject.c.name.label("subject"), subject.c.color, room.c.name.label("room"),
        person.c.family_name, person.c.given_name, person.c.middle_name,
    )
    .select_from(member)
    .join(lesson, IN_GROUP_THAT_DAY)
    .join(group, group.c.id == member.c.group_id)
    .join(subject, subject.c.id == group.c.subject_id)
    .join(person, person.c.id == lesson.c.teacher_id)
    .join(room, room.c.id == lesson.c.room_id, isouter=True)
    .where(OF_STUDENTS, lesson.c.date.between(_FIRST, _LAST))
    .order_by(lesson.c.date, lesson.c.slot, lesson.c.id)
)  # fmt: skip
_MARKS = (
    select(
        mark.c.id, mark.c.lesson_id, mark.c.value, mark.c.comment, mark.c.set_at, kind.c.name,
        kind.c.weight,
    )
    .join(work, work.c.id == mark.c.work_id)
    .join(kind, kind.c.id == work.c.kind_id)
    .where(
        mark.c.student_id == bindparam("student"),
        among(mark.c.lesson_id, "lessons"),
        mark.c.value.is_not(None),
        mark.c.value != ".",
    )
    .order_by(mark.c.id)
)  # fmt: skip
_ABSENCES = select(
    attendance.c.student_id, attendance.c.lesson_id, attendance.c.code, attendance.c.minutes_late
).where(
    among(attendance.c.student_id, "students"),
    among(attendance.c.lesson_id, "lessons"),
    attendance.c.code.is_not(None),
)
_WORDS = (
    select(
        remark.c.id, remark.c.date, remark.c.kind, remark.c.text, remark.c.written_at,
        person.c.family_name, person.c.given_name, person.c.middle_name,
    )
    .join(person, person.c.id == remark.c.written_by)
    .where(
        remark.c.student_id == bindparam("student"),
        ~remark.c.is_removed,
        remark.c.date.between(_FIRST, _LAST),
    )
    .order_by(remark.c.id)
)  # fmt: skip
_DAYS_OFF = (
    select(holiday.c.name, holiday.c.starts_on, holiday.c.ends_on)
    .where(
        holiday.c.school_id == bindparam("school"),
        holiday.c.starts_on <= _LAST,
        holiday.c.ends_on >= _FIRST,
        holiday.c.level_from <= bindparam("at_most"),
        holiday.c.level_to >= bindparam("at_least"),
    )
    .order_by(holiday.c.starts_on, holiday.c.id)
)


def lessons(ctx: Context, students: Sequence[int], first: date, last: date) -> list[AnyRow]:
    """Lessons of these pupils between two days, in order."""
    which = {"students": students, "first": first, "last": last}
    return ctx.rows(_LESSONS, which)


def marks(ctx: Context, student_id: int, lesson_ids: Sequence[int]) -> dict[int, list[AnyRow]]:
    """A pupil's marks of these lessons, by lesson."""
    found: dict[int, list[AnyRow]] = defaultdict(list)
    which = {"student": student_id, "lessons": lesson_ids}
    for row in ctx.rows(_MARKS, which):
        found[row.lesson_id].append(row)
    return found


def absences(
    ctx: Context, students: Sequence[int], lesson_ids: Sequence[int]
) -> dict[tuple[int, int], AnyRow]:
    """Attendance codes of these pupils in these lessons, by pupil and lesson."""
    which = {"students": students, "lessons": lesson_ids}
    rows = ctx.rows(_ABSENCES, which)
    return {(row.student_id, row.lesson_id): row for row in rows}


def words(ctx: Context, student_id: int, first: date, last: date) -> dict[date, list[AnyRow]]:
    """Praise, remarks and recommendations to a pupil, by day."""
    found: dict[date, list[AnyRow]] = defaultdict(list)
    which = {"student": student_id, "first": first, "last": last}
    for row in ctx.rows(_WORDS, which):
        found[row.date].append(row)
    return found


def days_off(ctx: Context, child: Child, first: date, last: date) -> dict[date, str]:
    """The names of holidays and closed days of the child's level, by day."""
    level = {"at_most": child.level or 11, "at_least": child.level or 1}
    which = {"school": child.school_id, "first": first, "last": last, **level}
    found: dict[date, str] = {}
    for name, start, end in ctx.rows(_DAYS_OFF, which):
        begin, finish = max(start, first), min(end, last)
        for n in range((finish - begin).days + 1):
            found[begin + timedelta(days=n)] = name
    return found


def last_lesson_day(ctx: Context, student_id: int, before: date) -> date | None:
    """The last day before a date on which the pupil had a lesson."""
    return ctx.session.scalar(
        select(func.max(lesson.c.date))
        .select_from(member)
        .join(lesson, IN_GROUP_THAT_DAY)
        .where(member.c.student_id == student_id, lesson.c.date < before)
    )


def next_lesson_day(ctx: Context, student_id: int, after: date) -> date | None:
    """The first day after a date on which the pupil has a lesson that is not cancelled."""
    return ctx.session.scalar(
        select(func.min(lesson.c.date))
        .select_from(member)
        .join(lesson, IN_GROUP_THAT_DAY)
        .where(
            member.c.student_id == student_id,
            lesson.c.date > after,
            lesson.c.state != LessonState.CANCELLED,
        )
    )
