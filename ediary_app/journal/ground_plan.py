"""What a reason would change (что изменит основание): the lessons of its span, looked at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row, Select, and_, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import ground_rules, policy
from ediary_app.journal.models import Attendance
from ediary_app.journal.rules import ABSENCES
from ediary_app.journal.values import AttendanceCode, DocumentKind
from ediary_app.school import names
from ediary_app.school.models import Group, GroupMember, Subject
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState

attendance = Attendance.__table__  # type: ignore[attr-defined]
lesson = Lesson.__table__  # type: ignore[attr-defined]
group = Group.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]
subject = Subject.__table__  # type: ignore[attr-defined]
LAST_SLOT = 14


class Ground(BaseModel):
    """A reason as the class teacher writes it (основание): whose, why, for when, by which paper."""

    student_id: int
    code: AttendanceCode
    first_day: date
    last_day: date
    first_slot: int = 0
    last_slot: int = LAST_SLOT
    subject_id: int | None = None
    document: DocumentKind = DocumentKind.WORD
    document_number: str = ""
    document_date: date | None = None


@dataclass(frozen=True)
class LessonChange:
    """A lesson whose code becomes another."""

    on: date
    slot: int
    subject: str
    before: str
    after: str


@dataclass(frozen=True)
class GroundPreview:
    """What a reason changes at once, and in how many lessons ahead it will be suggested."""

    name: str = ""
    changes: tuple[LessonChange, ...] = ()
    ahead: int = 0


@use_case(requires=Permission.ATTENDANCE_KEEP, writes=False)
def ground_preview(ctx: Context, *, ground: Ground) -> GroundPreview:
    """What setting this reason would change; nothing is changed yet."""
    pupil = checked(ctx, ground)
    ahead = ctx.session.scalar(_ahead(ctx, ground)) or 0
    changes = tuple(
        LessonChange(row.date, row.slot, row.subject, row.code, ground.code)
        for row in ctx.session.execute(touched(ctx, ground))
    )
    return GroundPreview(names.list_name(pupil.family_name, pupil.given_name), changes, ahead)


def checked(ctx: Context, ground: Ground) -> Row[Any]:
    """The pupil of one's own class, when the reason says all that it must."""
    pupil = policy.pupil_led(ctx, ground.student_id, ground.first_day, ground.last_day)
    ground_rules.check_code(ground.code, ground.subject_id)
    ground_rules.check_span(
        (ground.first_day, ground.first_slot), (ground.last_day, ground.last_slot)
    )
    paper = ground_rules.Paper(ground.document, ground.document_number, ground.document_date)
    ground_rules.check_paper(paper, ctx.today)
    return pupil


def touched(ctx: Context, ground: Any) -> Select[Any]:
    """Absences within the reason whose code is another one, in the order of the lessons."""
    codes = [code for code in ABSENCES if code is not AttendanceCode(ground.code)]
    if AttendanceCode(ground.code) is AttendanceCode.FREED:
        codes = []
    found = (
        select(
            attendance.c.id, attendance.c.code, attendance.c.version, attendance.c.lesson_id,
            attendance.c.group_id, lesson.c.date, lesson.c.slot, subject.c.name.label("subject"),
        )
        .select_from(attendance)
        .join(lesson, lesson.c.id == attendance.c.lesson_id)
        .join(group, group.c.id == attendance.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(attendance.c.student_id == ground.student_id, attendance.c.code.in_(codes),
               attendance.c.school_id == ctx.school_id, within(ground))
        .order_by(lesson.c.date, lesson.c.slot)
    )  # fmt: skip
    return found if ground.subject_id is None else found.where(_of_subject(ground))


def _of_subject(ground: Any) -> Any:
    return group.c.subject_id == ground.subject_id


def within(ground: Any) -> Any:
    """A lesson of the span: the first day from a lesson on, the last one up to a lesson."""
    return and_(
        lesson.c.date.between(ground.first_day, ground.last_day),
        or_(lesson.c.date > ground.first_day, lesson.c.slot >= ground.first_slot),
        or_(lesson.c.date < ground.last_day, lesson.c.slot <= ground.last_slot),
    )


def _ahead(ctx: Context, ground: Ground) -> Select[Any]:
    """Lessons of the pupil within the span whose roll is still to be called."""
    found = (
        select(func.count(lesson.c.id))
        .join(group, group.c.id == lesson.c.group_id)
        .join(member, and_(
            member.c.group_id == lesson.c.group_id, member.c.student_id == ground.student_id,
            member.c.starts_on <= lesson.c.date,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= lesson.c.date)))
        .where(lesson.c.school_id == ctx.school_id, within(ground), lesson.c.date >= ctx.today,
               lesson.c.roll_called_at.is_(None), lesson.c.state != LessonState.CANCELLED)
    )  # fmt: skip
    return found if ground.subject_id is None else found.where(_of_subject(ground))
