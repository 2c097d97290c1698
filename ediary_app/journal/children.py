"""Whose diaries one may open (чьи дневники открыты): one's own children, or oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, or_, select

from ediary_app.access.context import Context
from ediary_app.access.prepared import prepared
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import policy
from ediary_app.school.models import Enrolment, Person, School, SchoolClass

person, school = Person.__table__, School.__table__  # type: ignore[attr-defined]
enrolment, school_class = Enrolment.__table__, SchoolClass.__table__  # type: ignore[attr-defined]
MOST_CHILDREN = 20


@dataclass(frozen=True)
class Child:
    """A pupil whose diary the reader may open (ребёнок), and the class they are in now."""

    id: int
    name: str
    initials: str
    class_name: str
    level: int
    school: str = ""
    school_id: int = 0
    year_id: int = 0


@dataclass(frozen=True)
class Family:
    """The children a reader may open, and the one that is open; 0 when there is none."""

    children: tuple[Child, ...] = ()
    child_id: int = 0

    @property
    def child(self) -> Child:
        """The child that is open; `NotFound` when there is none."""
        for child in self.children:
            if child.id == self.child_id:
                return child
        raise errors.NotFound(_("There is no such pupil, or this pupil is not yours to see."))


NOBODY = Family()
"""A reader to whom no diary is open."""


def children_of(ctx: Context) -> tuple[Child, ...]:
    """The readable pupils, the eldest class first, in one statement."""
    return tuple({row.id: _child(row) for row in ctx.rows(*_readable(ctx))}.values())


@prepared
def _readable(ctx: Context) -> Select[Any]:
    in_class_now = and_(
        enrolment.c.student_id == person.c.id,
        enrolment.c.starts_on <= ctx.today,
        or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today),
    )
    return (
        select(
            person.c.id, person.c.family_name, person.c.given_name, person.c.school_id,
            school.c.short_name, school_class.c.level, school_class.c.letter,
            school_class.c.year_id,
        )
        .select_from(person)
        .join(school, school.c.id == person.c.school_id)
        .join(enrolment, in_class_now, isouter=True)
        .join(school_class, school_class.c.id == enrolment.c.class_id, isouter=True)
        .where(person.c.id.in_(policy.readable_students(ctx)))
        .order_by(school_class.c.level.desc().nulls_last(), person.c.sort_key,
                  enrolment.c.starts_on)
        .limit(MOST_CHILDREN)
    )  # fmt: skip


def _child(row: AnyRow) -> Child:
    return Child(
        id=row.id,
        name=f"{row.given_name} {row.family_name}",
        initials=f"{row.given_name[:1]}{row.family_name[:1]}",
        class_name=f"{row.level}{row.letter}" if row.level else "",
        level=row.level or 0,
        school=row.short_name,
        school_id=row.school_id,
        year_id=row.year_id or 0,
    )


def opened(ctx: Context, child_id: int) -> Family:
    """The family with the wanted child open, or the first one where that one is not readable."""
    children = children_of(ctx)
    ids = [child.id for child in children]
    return Family(children, child_id if child_id in ids else (ids[0] if ids else 0))


@use_case(requires=Permission.DIARY_READ, writes=False)
def my_children(ctx: Context) -> tuple[Child, ...]:
    """The pupils whose diaries the reader may open: own children, or oneself."""
    return children_of(ctx)


def readable_child(ctx: Context, student_id: int) -> Child:
    """The child if the reader may open their diary, else `NotFound`."""
    return Family(children_of(ctx), student_id).child
