"""The class whose attendance one follows (свой класс): who is in it, on which days it learns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.journal import policy
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school.models import Enrolment, Group, Person
from ediary_app.school.roster import ClassChoice
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState

enrolment = Enrolment.__table__  # type: ignore[attr-defined]
person = Person.__table__  # type: ignore[attr-defined]
lesson = Lesson.__table__  # type: ignore[attr-defined]
group = Group.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Following:
    """The class that is open, those to choose from, and whether the actor leads it.

    Only who leads the class sees illness, the families' phones, and may set reasons.
    """

    id: int = 0
    title: str = ""
    leads: bool = False
    choices: tuple[ClassChoice, ...] = ()


NO_CLASS = Following()
"""For who follows no class."""


def following(ctx: Context, class_id: int) -> Following:
    """The class asked for, or the first of those one follows (0); none: an empty one."""
    rows = policy.classes_attended(ctx)
    choices = tuple(ClassChoice(row.id, f"{row.level}{row.letter}") for row in rows)
    chosen = next((row for row in rows if class_id in (0, row.id)), None)
    if chosen is None and class_id:
        raise errors.NotFound(_("There is no such class, or it is not yours."))
    if chosen is None:
        return NO_CLASS
    leads = chosen.class_teacher_id == ctx.actor.person_id
    keeps = leads and ctx.actor.may(Permission.ATTENDANCE_KEEP)
    return Following(chosen.id, f"{chosen.level}{chosen.letter}", keeps, choices)


def was_in(class_id: int, on: Any) -> ColumnElement[bool]:
    """An enrolment in the class that holds on a day (a date, or a column of dates)."""
    lasts = or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= on)
    return and_(enrolment.c.class_id == class_id, enrolment.c.starts_on <= on, lasts)


def pupils(ctx: Context, class_id: int, first: date, last: date) -> list[Row[Any]]:
    """Who was in the class within these days: id and name, by the alphabet."""
    found = (
        select(person.c.id, person.c.family_name, person.c.given_name, person.c.sort_key)
        .join(enrolment, enrolment.c.student_id == person.c.id)
        .where(
            enrolment.c.class_id == class_id,
            enrolment.c.starts_on <= last,
            or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= first),
        )
        .distinct()
        .order_by(person.c.sort_key, person.c.id)
    )
    return list(ctx.session.execute(found))


def has_lessons(class_id: int) -> ColumnElement[bool]:
    """A lesson of the class itself that was not cancelled (joined with its group)."""
    return and_(group.c.class_id == class_id, lesson.c.state != LessonState.CANCELLED)


def days_between(ctx: Context, class_id: int, first: date, last: date) -> tuple[date, ...]:
    """The class's school days of a span, in order."""
    found = (
        select(lesson.c.date)
        .join(group, group.c.id == lesson.c.group_id)
        .where(has_lessons(class_id), lesson.c.date.between(first, last))
        .distinct()
        .order_by(lesson.c.date)
    )
    return tuple(ctx.session.scalars(found))


def neighbours(ctx: Context, class_id: int, day: date) -> tuple[date | None, date | None]:
    """The school days before and after a day."""
    of_class = select(lesson.c.date).join(group, group.c.id == lesson.c.group_id)
    of_class = of_class.where(has_lessons(class_id))
    before = of_class.where(lesson.c.date < day).with_only_columns(func.max(lesson.c.date))
    after = of_class.where(lesson.c.date > day).with_only_columns(func.min(lesson.c.date))
    found = ctx.session.execute(select(before.scalar_subquery(), after.scalar_subquery())).one()
    return found[0], found[1]
