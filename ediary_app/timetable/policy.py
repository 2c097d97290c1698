"""Whose lesson it is (чей это урок)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, or_, select

from ediary_app.access.context import Context
from ediary_app.access.prepared import prepared
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school.models import Assignment, Group, Subject
from ediary_app.timetable.models import Lesson

lesson = Lesson.__table__  # type: ignore[attr-defined]
group = Group.__table__  # type: ignore[attr-defined]
subject = Subject.__table__  # type: ignore[attr-defined]
assignment = Assignment.__table__  # type: ignore[attr-defined]

_LESSON = select(
    lesson.c.id, lesson.c.school_id, lesson.c.group_id, lesson.c.teacher_id, lesson.c.date,
    lesson.c.slot, lesson.c.starts_at, lesson.c.ends_at, lesson.c.state, lesson.c.topic,
    lesson.c.kind, lesson.c.room_id, lesson.c.roll_called_at, lesson.c.no_homework,
    lesson.c.version, group.c.subject_id, group.c.class_id, group.c.level, group.c.year_id,
    group.c.marking, group.c.name.label("group_name"), subject.c.name.label("subject_name"),
).join(group, group.c.id == lesson.c.group_id).join(
    subject, subject.c.id == group.c.subject_id
)  # fmt: skip


def lesson_taught(ctx: Context, lesson_id: int) -> AnyRow:
    """The lesson, if the actor teaches it or its group on that day; the system has any."""
    row = ctx.session.execute(*_taught(ctx, lesson_id=lesson_id)).first()
    if row is None:
        raise errors.NotFound(_("There is no such lesson, or it is not yours."))
    return row


def lessons_taught(ctx: Context, lesson_ids: Iterable[int]) -> dict[int, AnyRow]:
    """Those of the lessons that the actor may fill, by their ids; the others are left out."""
    statement, values = _all_taught(ctx)
    rows = ctx.session.execute(statement, {**values, "lessons": sorted(set(lesson_ids))})
    return {row.id: row for row in rows}


@prepared
def _taught(ctx: Context, *, lesson_id: int) -> Select[Any]:
    return _own(ctx, _LESSON.where(lesson.c.id == lesson_id))


@prepared
def _all_taught(ctx: Context) -> Select[Any]:
    return _own(ctx, _LESSON.where(among(lesson.c.id, "lessons")))


def _own(ctx: Context, lessons: Select[Any]) -> Select[Any]:
    found = lessons.where(lesson.c.school_id == ctx.school_id)
    if ctx.actor.is_system:
        return found
    me = ctx.actor.person_id
    mine = (
        select(assignment.c.id)
        .where(
            assignment.c.group_id == lesson.c.group_id,
            assignment.c.teacher_id == me,
            assignment.c.starts_on <= lesson.c.date,
            or_(assignment.c.ends_on.is_(None), assignment.c.ends_on >= lesson.c.date),
        )
        .exists()
    )
    return found.where(or_(lesson.c.teacher_id == me, mine))
