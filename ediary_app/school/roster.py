"""People of a school as the office looks for them (поиск людей): by name, class, what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, or_, select

from ediary_app.access.context import Context
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.models import (
    Enrolment,
    Guardianship,
    Person,
    SchoolClass,
    SchoolYear,
    StaffMember,
    Student,
)

person: FromClause = Person.__table__  # type: ignore[attr-defined]
student: FromClause = Student.__table__  # type: ignore[attr-defined]
staff: FromClause = StaffMember.__table__  # type: ignore[attr-defined]
guardianship: FromClause = Guardianship.__table__  # type: ignore[attr-defined]
enrolment: FromClause = Enrolment.__table__  # type: ignore[attr-defined]
school_class: FromClause = SchoolClass.__table__  # type: ignore[attr-defined]
year: FromClause = SchoolYear.__table__  # type: ignore[attr-defined]


class PersonKind(StrEnum):
    """What a person is to the school (кто это): one may be several of these."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    STAFF = "staff"


@dataclass(frozen=True)
class ClassChoice:
    """A class to choose from."""

    id: int
    title: str


def matching(query: str, key: Any) -> list[ColumnElement[bool]]:
    """Each word of the query is somewhere in the search key."""
    return [key.contains(word, autoescape=True) for word in names.search_key(query).split()]


def in_force(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    """Whether a dated row (`starts_on`, `ends_on`) is in force today."""
    columns = table.c
    return (columns.starts_on <= ctx.today) & or_(
        columns.ends_on.is_(None), columns.ends_on >= ctx.today
    )


def people(ctx: Context, query: str, class_id: int, kind: PersonKind | None) -> Select[Any]:
    """The people of the actor's school that fit, before paging: a select of their ids."""
    found = select(person.c.id).where(person.c.school_id == ctx.school_id)
    found = found.where(*matching(query, person.c.search_key))
    pupils, guardians = _pupils(ctx, class_id), _guardians(ctx, class_id)
    is_staff = person.c.id.in_(
        select(staff.c.person_id).where(
            staff.c.school_id == ctx.school_id,
            or_(staff.c.left_on.is_(None), staff.c.left_on > ctx.today),
        )
    )
    fits = {
        PersonKind.STUDENT: person.c.id.in_(pupils),
        PersonKind.GUARDIAN: person.c.id.in_(guardians),
        PersonKind.STAFF: is_staff if not class_id else _leads(class_id),
    }
    return found.where(fits[kind] if kind else or_(*fits.values()))


def _pupils(ctx: Context, class_id: int) -> Select[Any]:
    found = select(enrolment.c.student_id).where(
        enrolment.c.school_id == ctx.school_id, in_force(ctx, enrolment)
    )
    return found.where(enrolment.c.class_id == class_id) if class_id else found


def _guardians(ctx: Context, class_id: int) -> Select[Any]:
    g = guardianship.c
    return select(g.guardian_id).where(
        g.school_id == ctx.school_id, ~g.court_limit, g.student_id.in_(_pupils(ctx, class_id))
    )


def _leads(class_id: int) -> ColumnElement[bool]:
    return person.c.id.in_(
        select(school_class.c.class_teacher_id).where(school_class.c.id == class_id)
    )


def classes(ctx: Context) -> tuple[ClassChoice, ...]:
    """The classes of the present school year, 1А … 11Б."""
    present = (
        select(year.c.id)
        .where(year.c.school_id == ctx.school_id, year.c.starts_on <= ctx.today)
        .order_by(year.c.starts_on.desc())
        .limit(1)
    )
    rows = ctx.session.execute(
        select(school_class.c.id, school_class.c.level, school_class.c.letter)
        .where(school_class.c.year_id.in_(present.scalar_subquery()))
        .order_by(school_class.c.level, school_class.c.letter)
    )
    return tuple(ClassChoice(row.id, f"{row.level}{row.letter}") for row in rows)


def who(ctx: Context, ids: Collection[int]) -> dict[int, str]:
    """What each person is, in words: 7А; Петров Иван, 7А; учитель физики."""
    words: dict[int, list[str]] = defaultdict(list)
    class_of = _class_of(ctx, ids)
    for pupil_id, title in class_of.items():
        if pupil_id in ids:
            words[pupil_id].append(str(_("pupil of {title}", title=title)))
    for row in _children(ctx, ids):
        child = names.list_name(row.family_name, row.given_name)
        title = f", {row.level}{row.letter}" if row.level else ""
        words[row.guardian_id].append(child + title)
    posts = select(staff.c.person_id, staff.c.post).where(staff.c.person_id.in_(ids))
    for person_id, post in ctx.session.execute(posts):
        words[person_id].append(post or str(_("member of staff")))
    return {person_id: "; ".join(said) for person_id, said in words.items()}


def _class_of(ctx: Context, ids: Collection[int]) -> dict[int, str]:
    rows = ctx.session.execute(
        select(enrolment.c.student_id, school_class.c.level, school_class.c.letter)
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .where(enrolment.c.student_id.in_(ids), in_force(ctx, enrolment))
    )
    return {row.student_id: f"{row.level}{row.letter}" for row in rows}


def _children(ctx: Context, ids: Collection[int]) -> Any:
    g = guardianship.c
    present = (enrolment.c.student_id == g.student_id) & in_force(ctx, enrolment)
    return ctx.session.execute(
        select(
            g.guardian_id, person.c.family_name, person.c.given_name, school_class.c.level,
            school_class.c.letter,
        )
        .select_from(guardianship)
        .join(person, person.c.id == g.student_id)
        .outerjoin(enrolment, present)
        .outerjoin(school_class, school_class.c.id == enrolment.c.class_id)
        .where(g.guardian_id.in_(ids), ~g.court_limit)
        .order_by(person.c.sort_key)
    )  # fmt: skip
