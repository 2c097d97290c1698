"""What of the journal one may see (что видно в журнале): groups, marks, files, the letter «Б»."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select, true

from ediary_app.access.context import Context
from ediary_app.access.prepared import prepared
from ediary_app.access.values import Permission, Role
from ediary_app.journal.models import Mark, StoredFile
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school import policy as school_policy
from ediary_app.school.models import (
    Assignment,
    Enrolment,
    Group,
    GroupMember,
    Person,
    SchoolClass,
    SchoolYear,
)
from ediary_app.school.policy import WHOLE_SCHOOL
from ediary_app.timetable.models import Lesson

group, lesson = Group.__table__, Lesson.__table__  # type: ignore[attr-defined]
assignment, member = Assignment.__table__, GroupMember.__table__  # type: ignore[attr-defined]
school_class, mark = SchoolClass.__table__, Mark.__table__  # type: ignore[attr-defined]
year, taught_group = SchoolYear.__table__, group.alias("taught_group")  # type: ignore[attr-defined]
file = StoredFile.__table__  # type: ignore[attr-defined]
person, enrolment = Person.__table__, Enrolment.__table__  # type: ignore[attr-defined]


def readable_groups(ctx: Context) -> Select[tuple[int]]:
    """Groups the actor may read: taught ones, those of the own class, all for the office."""
    ids = select(group.c.id).where(group.c.school_id == ctx.school_id)
    if ctx.actor.role in WHOLE_SCHOOL or ctx.actor.is_system:
        return ids
    return ids.where(_taught_or_led(ctx))


def _taught_or_led(ctx: Context) -> ColumnElement[bool]:
    """The actor teaches the group or leads its class."""
    me = ctx.actor.person_id
    taught = select(assignment.c.group_id).where(assignment.c.teacher_id == me, not_taken_off(ctx))
    led = select(school_class.c.id).where(school_class.c.class_teacher_id == me)
    return or_(group.c.id.in_(taught), group.c.class_id.in_(led))


def not_taken_off(ctx: Context) -> ColumnElement[bool]:
    """An assignment that is in force, will be, or lasted to the end of its group's year.

    Who was taken off a group in the middle of a year (снятие нагрузки) no longer reads its journal;
    who taught it to the end keeps reading the past year.
    """
    closed = (
        select(year.c.ends_on)
        .join(taught_group, taught_group.c.year_id == year.c.id)
        .where(taught_group.c.id == assignment.c.group_id)
        .scalar_subquery()
    )
    last = assignment.c.ends_on
    return or_(last.is_(None), last >= ctx.today, last >= closed)


def classes_attended(ctx: Context) -> Sequence[Row[Any]]:
    """Classes of the present year whose attendance one follows: the own, or all for the office."""
    found = select(
        school_class.c.id, school_class.c.level, school_class.c.letter,
        school_class.c.class_teacher_id,
    ).where(
        school_class.c.school_id == ctx.school_id,
        school_class.c.year_id == school_policy.present_year(ctx),
    )  # fmt: skip
    if ctx.actor.role not in WHOLE_SCHOOL:
        found = found.where(school_class.c.class_teacher_id == ctx.actor.person_id)
    return ctx.session.execute(found.order_by(school_class.c.level, school_class.c.letter)).all()


def leads(ctx: Context, class_id: int | None) -> ColumnElement[bool]:
    """Whether the actor is the class teacher of a class, as a column."""
    own = select(school_class.c.id).where(
        school_class.c.id == class_id, school_class.c.class_teacher_id == ctx.actor.person_id
    )
    return own.exists()


def pupil_led(ctx: Context, student_id: int, first: date, last: date) -> Row[Any]:
    """The pupil, if the actor leads their class of the present year within these days."""
    found = (
        select(person.c.id, person.c.family_name, person.c.given_name)
        .join(enrolment, enrolment.c.student_id == person.c.id)
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .where(
            person.c.id == student_id,
            school_class.c.class_teacher_id == ctx.actor.person_id,
            school_class.c.year_id == school_policy.present_year(ctx),
            enrolment.c.starts_on <= last,
            or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= first),
        )
        .limit(1)
    )
    row = ctx.session.execute(found).first()
    if row is None:
        raise errors.NotFound(_("There is no such pupil in your class on these days."))
    return row


def may_see_illness(ctx: Context, group_id: int, lesson_id: int = 0) -> bool:
    """Whether «Б» may be shown as it is: to the class teacher and to who teaches the group.

    `domain.md` A10.5: illness is a special category of data. Who records it in the lesson sees
    it, a substitute in that one lesson too; the rest of the staff see an absence.
    """
    if ctx.actor.is_system:
        return True
    return bool(ctx.session.scalar(*_own(ctx, group_id=group_id, lesson_id=lesson_id)))


def sees_illness(ctx: Context) -> ColumnElement[bool]:
    """The same as a column beside a group: whether its «Б» may be shown as they are."""
    return true() if ctx.actor.is_system else _taught_or_led(ctx)


@prepared
def _own(ctx: Context, *, group_id: int, lesson_id: int) -> Select[bool]:
    mine = select(group.c.id).where(group.c.id == group_id, _taught_or_led(ctx))
    held = select(lesson.c.id).where(
        lesson.c.id == lesson_id, lesson.c.teacher_id == ctx.actor.person_id
    )
    return select(or_(mine.exists(), held.exists()))


def mark_readable(ctx: Context, mark_id: int) -> Row[Any]:
    """The mark, for its family and for those who may read its group or held its lesson."""
    found = select(mark.c.id, mark.c.group_id, mark.c.lesson_id).where(mark.c.id == mark_id)
    if ctx.actor.role in (Role.PARENT, Role.STUDENT):
        found = found.where(mark.c.student_id.in_(school_policy.readable_students(ctx)))
    elif ctx.actor.may(Permission.JOURNAL_READ):
        found = found.where(mark.c.school_id == ctx.school_id, _seen(ctx, mark))
    else:
        found = found.where(mark.c.id.is_(None))
    row = ctx.session.execute(found).first()
    if row is None:
        raise errors.NotFound(_("There is no such mark, or it is not yours to see."))
    return row


def lesson_readable(ctx: Context, lesson_id: int) -> Row[Any]:
    """The lesson, for those who may read its group or held it."""
    row = ctx.session.execute(
        select(lesson.c.id, lesson.c.group_id, lesson.c.date).where(
            lesson.c.id == lesson_id, lesson.c.school_id == ctx.school_id, _held_or_read(ctx)
        )
    ).first()
    if row is None:
        raise errors.NotFound(_("There is no such lesson, or it is not yours."))
    return row


def file_readable(ctx: Context, file_id: int) -> Row[Any]:
    """The file, for the group's teachers, the families of its members, and the deputy head."""
    found = (
        select(file)
        .join(lesson, lesson.c.id == file.c.lesson_id)
        .where(file.c.id == file_id, ~file.c.is_removed)
    )
    if ctx.actor.role in (Role.PARENT, Role.STUDENT):
        members = select(member.c.group_id).where(
            member.c.student_id.in_(school_policy.readable_students(ctx)),
            member.c.starts_on <= lesson.c.date,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= lesson.c.date),
        )
        found = found.where(lesson.c.group_id.in_(members))
    else:
        found = found.where(file.c.school_id == ctx.school_id, _held_or_read(ctx))
    row = ctx.session.execute(found).first()
    if row is None:
        raise errors.NotFound(_("There is no such file, or it is not yours to see."))
    return row


def _held_or_read(ctx: Context) -> ColumnElement[bool]:
    return or_(
        lesson.c.group_id.in_(readable_groups(ctx)), lesson.c.teacher_id == ctx.actor.person_id
    )


def _seen(ctx: Context, table: Any) -> ColumnElement[bool]:
    held = select(lesson.c.id).where(
        lesson.c.id == table.c.lesson_id, lesson.c.teacher_id == ctx.actor.person_id
    )
    return or_(table.c.group_id.in_(readable_groups(ctx)), held.exists())
