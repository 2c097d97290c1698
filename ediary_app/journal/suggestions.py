"""What a roll-call may begin with (подсказки переклички): suggested, never written by itself.

`SOURCES` are asked in the order of their weight; the first that knows something of a pupil is
heard. A new source (a family's note of absence, an excursion) is one more function in that row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, or_, select

from ediary_app.access.context import Context
from ediary_app.journal import policy
from ediary_app.journal.models import AbsenceGround, Attendance
from ediary_app.journal.values import AttendanceCode
from ediary_app.school.models import GroupMember
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState

ground = AbsenceGround.__table__  # type: ignore[attr-defined]
attendance = Attendance.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]
lesson = Lesson.__table__  # type: ignore[attr-defined]


class Why(StrEnum):
    """From where a suggestion comes (откуда подсказка)."""

    REASON = "reason"
    EXEMPTION = "exemption"
    LESSON = "lesson"


@dataclass(frozen=True)
class Suggestion:
    """A code for a pupil and why; `slot` is the lesson in which the pupil was last absent."""

    code: AttendanceCode
    why: Why
    slot: int = 0


Source = Callable[[Context, Row[Any]], dict[int, Suggestion]]


def suggested(ctx: Context, found: Row[Any]) -> tuple[tuple[int, str, str, int], ...]:
    """(pupil, code, why, lesson number) for a lesson whose roll is to be called."""
    if found.roll_called_at is not None or found.date > ctx.today:
        return ()
    heard: dict[int, Suggestion] = {}
    for source in SOURCES:
        heard = {**source(ctx, found), **heard}
    return tuple((student, s.code.value, s.why.value, s.slot) for student, s in heard.items())


def _known_reasons(ctx: Context, found: Row[Any]) -> dict[int, Suggestion]:
    """Reasons and exemptions that the class teacher wrote down for this lesson.

    Illness is nobody's business but the class teacher's: to others it is an absence.
    """
    first = and_(ground.c.first_day == found.date, ground.c.first_slot > found.slot)
    last = and_(ground.c.last_day == found.date, ground.c.last_slot < found.slot)
    rows = ctx.session.execute(
        select(ground.c.student_id, ground.c.code, policy.leads(ctx, found.class_id).label("own"))
        .where(
            ground.c.student_id.in_(_members(found)), ground.c.undone_at.is_(None),
            ground.c.first_day <= found.date, ground.c.last_day >= found.date, ~first, ~last,
            or_(ground.c.subject_id.is_(None), ground.c.subject_id == found.subject_id),
        )
        .order_by(ground.c.id)
    )  # fmt: skip
    said: dict[int, Suggestion] = {}
    for row in rows:
        code = AttendanceCode(row.code)
        is_freed = code is AttendanceCode.FREED
        shown = AttendanceCode.ABSENT if code is AttendanceCode.ILL and not row.own else code
        said[row.student_id] = Suggestion(shown, Why.EXEMPTION if is_freed else Why.REASON)
    return said


def _last_lesson(ctx: Context, found: Row[Any]) -> dict[int, Suggestion]:
    """Absent in the last lesson of this day in which the pupil was looked for, whoever held it."""
    rows = ctx.session.execute(
        select(member.c.student_id, lesson.c.slot, attendance.c.code)
        .select_from(lesson)
        .join(member, and_(
            member.c.group_id == lesson.c.group_id, member.c.starts_on <= found.date,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= found.date)))
        .join(attendance, and_(
            attendance.c.lesson_id == lesson.c.id,
            attendance.c.student_id == member.c.student_id), isouter=True)
        .where(
            lesson.c.school_id == found.school_id, lesson.c.date == found.date,
            lesson.c.slot < found.slot, lesson.c.state != LessonState.CANCELLED,
            member.c.student_id.in_(_members(found)),
            or_(lesson.c.roll_called_at.is_not(None), attendance.c.code.is_not(None)),
        )
        .order_by(lesson.c.slot)
    )  # fmt: skip
    last = {row.student_id: row for row in rows}
    return {
        student: Suggestion(AttendanceCode.ABSENT, Why.LESSON, row.slot)
        for student, row in last.items()
        if row.code and AttendanceCode(row.code).is_absence
    }


def _members(found: Row[Any]) -> Any:
    """Pupils of the lesson's group on its day."""
    return select(member.c.student_id).where(
        member.c.group_id == found.group_id,
        member.c.starts_on <= found.date,
        or_(member.c.ends_on.is_(None), member.c.ends_on >= found.date),
    )


SOURCES: tuple[Source, ...] = (_known_reasons, _last_lesson)
