"""What waits in journals (незаполненные уроки): past lessons without a roll-call or a topic."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_, select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.queues import Queue, declare
from ediary_app.school import policy as school_policy
from ediary_app.school.models import Assignment, Group, Person, Subject
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState

lesson, group = Lesson.__table__, Group.__table__  # type: ignore[attr-defined]
subject, assignment = Subject.__table__, Assignment.__table__  # type: ignore[attr-defined]
person = Person.__table__  # type: ignore[attr-defined]
TITLE = subject.c.name + ", " + group.c.name


def _unfilled(ctx: Context) -> Select[Any]:
    """Own lessons of past days of the year without a roll-call or without a topic."""
    return (
        select(lesson.c.id, TITLE.label("title"), lesson.c.date.label("note"))
        .join(group, group.c.id == lesson.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(
            lesson.c.teacher_id == ctx.actor.person_id, lesson.c.date < ctx.today,
            lesson.c.school_id == ctx.school_id, group.c.year_id == school_policy.present_year(ctx),
            lesson.c.state != LessonState.CANCELLED,
            or_(lesson.c.roll_called_at.is_(None), lesson.c.topic == ""),
        )
        .order_by(lesson.c.date.desc(), lesson.c.slot.desc(), lesson.c.id)
    )  # fmt: skip


def _without_lessons(ctx: Context) -> Select[Any]:
    """Assignments in force to groups of the present year that have no lesson at all."""
    held = select(lesson.c.group_id).where(lesson.c.school_id == ctx.school_id)
    name = person.c.family_name + " " + person.c.given_name
    return (
        select(assignment.c.id, TITLE.label("title"), name.label("note"))
        .join(group, group.c.id == assignment.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .join(person, person.c.id == assignment.c.teacher_id)
        .where(
            assignment.c.school_id == ctx.school_id, assignment.c.starts_on <= ctx.today,
            or_(assignment.c.ends_on.is_(None), assignment.c.ends_on >= ctx.today),
            group.c.year_id == school_policy.present_year(ctx), group.c.id.not_in(held),
        )
        .order_by(group.c.level, group.c.name, assignment.c.id)
    )  # fmt: skip


UNFILLED = declare(Queue(
    "unfilled", _("Lessons that are not filled"),
    _("Lessons of past days without a roll-call or without a topic."),
    Permission.LESSON_TEACH, _unfilled, "/lesson/{id}", _("Fill the lesson"),
))  # fmt: skip
WITHOUT_LESSONS = declare(Queue(
    "without_lessons", _("Assignments without lessons"),
    _("A teacher is assigned, the timetable has no lesson of the group."),
    Permission.CLASSES_MANAGE, _without_lessons, "/admin/data/assignments?row={id}",
    _("Open the assignment"),
))  # fmt: skip
