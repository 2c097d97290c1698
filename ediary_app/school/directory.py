"""The list of people (список людей): pupils, representatives and staff whom the actor looks after.

The office knows the whole school; a class teacher knows the pupils of own class and who represents
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import answers
from ediary_app.school import custom, names, policy, roster, standing
from ediary_app.school.models import Assignment, Group
from ediary_app.school.roster import (
    ClassChoice,
    enrolment,
    guardianship,
    in_force,
    person,
    school_class,
    staff,
    student,
)
from ediary_app.school.values import SchoolEvent

assignment = Assignment.__table__  # type: ignore[attr-defined]
group = Group.__table__  # type: ignore[attr-defined]
PAGE_ROWS = 50


class PeopleKind(StrEnum):
    """What the list may be narrowed to (кого показать)."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    STAFF = "staff"
    LEFT = "left"


KIND_TITLES: dict[PeopleKind, LazyText] = {
    PeopleKind.STUDENT: _("Pupils"),
    PeopleKind.GUARDIAN: _("Representatives"),
    PeopleKind.STAFF: _("Staff"),
    PeopleKind.LEFT: _("Have left"),
}


@dataclass(frozen=True)
class PersonRow:
    """A person in the list: `who` says the class, the children or the post."""

    id: int
    name: str
    who: str
    is_limited: bool = False
    has_left: bool = False


@dataclass(frozen=True)
class KindCount:
    """How many of a kind fit the search and the class."""

    kind: str
    title: str
    count: int


@dataclass(frozen=True)
class PeopleSheet:
    """A page of the list, and what it may be narrowed to."""

    rows: tuple[PersonRow, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
    kinds: tuple[KindCount, ...] = ()
    classes: tuple[ClassChoice, ...] = ()


@dataclass(frozen=True)
class PeopleTable:
    """The narrowed list as a table to take away."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | date | None, ...], ...]


@use_case(requires=Permission.PEOPLE_READ, writes=False)
def listed(
    ctx: Context,
    *,
    query: str = "",
    class_id: int = 0,
    kind: PeopleKind | None = None,
    page: int = 1,
) -> PeopleSheet:
    """The people the actor looks after, narrowed and a page at a time."""
    scopes = _scopes(ctx, class_id)
    kinds = _counted(ctx, query, scopes)
    chosen = [k.count for k in kinds if k.kind == (kind or "")]
    total = chosen[0] if chosen else 0
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, page), pages)
    found = _found(ctx, query, scopes, kind).order_by(person.c.sort_key, person.c.id)
    shown = ctx.session.execute(found.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)).all()
    known = standing.of_people(ctx, [row.id for row in shown])
    rows = tuple(
        PersonRow(r.id, _name(r), known.words(r.id), r.id in known.limited, r.id in known.left)
        for r in shown
    )
    return PeopleSheet(rows, total, page, pages, kinds, classes(ctx))


@use_case(requires=Permission.PEOPLE_READ)
def exported(
    ctx: Context, *, query: str = "", class_id: int = 0, kind: PeopleKind | None = None
) -> PeopleTable:
    """The whole narrowed list as a table; that it was taken away is told."""
    found = _found(ctx, query, _scopes(ctx, class_id), kind)
    shown = ctx.session.execute(found.order_by(person.c.sort_key, person.c.id)).all()
    known = standing.of_people(ctx, [row.id for row in shown])
    added = [one for one in custom.fields(ctx) if one.in_list]
    kept = custom.values_of(ctx, [row.id for row in shown], added)
    titles = (_("Family name"), _("Given name"), _("Middle name"), _("Who this is"),
              _("Date of birth"))  # fmt: skip
    head = (*map(str, titles), *(one.asked.label for one in added))
    rows = tuple(
        (r.family_name, r.given_name, r.middle_name, known.words(r.id),
         r.birth_date if r.id in known.pupils else None,
         *(answers.told(one.asked, kept.get((r.id, one.key), "")) for one in added))
        for r in shown
    )  # fmt: skip
    ctx.record(SchoolEvent.PEOPLE_EXPORTED, ("school", ctx.school_id),
               facts={"class_id": class_id, "kind": kind or "", "rows": len(rows)})  # fmt: skip
    return PeopleTable(head, rows)


def classes(ctx: Context) -> tuple[ClassChoice, ...]:
    """The classes of the year the list may be narrowed to: all of them, or own class."""
    every = roster.classes(ctx)
    if policy.keeps_school(ctx):
        return every
    own = set(
        ctx.session.scalars(
            select(school_class.c.id).where(school_class.c.class_teacher_id == ctx.actor.person_id)
        )
    )
    return tuple(choice for choice in every if choice.id in own)


def _scopes(ctx: Context, class_id: int) -> dict[PeopleKind, ColumnElement[bool]]:
    """Which persons are of which kind, as far as the actor looks after them."""
    kept = student.c.person_id.in_(policy.kept_students(ctx))
    present = _present(ctx, class_id)
    guardians = select(guardianship.c.guardian_id).where(
        guardianship.c.school_id == ctx.school_id, guardianship.c.student_id.in_(present)
    )
    scopes: dict[PeopleKind, ColumnElement[bool]] = {
        PeopleKind.STUDENT: person.c.id.in_(present),
        PeopleKind.GUARDIAN: person.c.id.in_(guardians),
    }
    if policy.keeps_school(ctx):
        was = select(enrolment.c.student_id).where(enrolment.c.class_id == class_id)
        gone = select(student.c.person_id).where(
            kept, student.c.person_id.not_in(_present(ctx, 0)),
            student.c.person_id.in_(was) if class_id else ~false(),
        )  # fmt: skip
        scopes[PeopleKind.STAFF] = person.c.id.in_(_staff(ctx, class_id))
        scopes[PeopleKind.LEFT] = person.c.id.in_(gone)
    return scopes


def _present(ctx: Context, class_id: int) -> Select[Any]:
    """The pupils who are enrolled, or will be; of a class, those who are in it today."""
    found = select(enrolment.c.student_id).where(
        enrolment.c.school_id == ctx.school_id,
        or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today),
        enrolment.c.student_id.in_(policy.kept_students(ctx)),
    )
    if not class_id:
        return found
    return found.where(enrolment.c.class_id == class_id, in_force(ctx, enrolment))


def _staff(ctx: Context, class_id: int) -> Select[Any]:
    """Those who work here; of a class, those who teach or lead it."""
    found = select(staff.c.person_id).where(
        staff.c.school_id == ctx.school_id,
        or_(staff.c.left_on.is_(None), staff.c.left_on > ctx.today),
    )
    if not class_id:
        return found
    teaching = (
        select(assignment.c.teacher_id)
        .join(group, group.c.id == assignment.c.group_id)
        .where(group.c.class_id == class_id, in_force(ctx, assignment))
    )
    leading = select(school_class.c.class_teacher_id).where(school_class.c.id == class_id)
    return found.where(or_(staff.c.person_id.in_(teaching), staff.c.person_id.in_(leading)))


def _fits(ctx: Context, query: str) -> ColumnElement[bool]:
    fits: ColumnElement[bool] = person.c.school_id == ctx.school_id
    for word in names.search_key(query).split():
        named = person.c.search_key.contains(word, autoescape=True)
        fits = fits & or_(named, custom.found_by(ctx, word))
    return fits


def _found(
    ctx: Context,
    query: str,
    scopes: dict[PeopleKind, ColumnElement[bool]],
    kind: PeopleKind | None,
) -> Select[Any]:
    scope = scopes.get(kind, false()) if kind else or_(*scopes.values())
    return select(
        person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name,
        person.c.birth_date,
    ).where(_fits(ctx, query), scope)  # fmt: skip


def _counted(
    ctx: Context, query: str, scopes: dict[PeopleKind, ColumnElement[bool]]
) -> tuple[KindCount, ...]:
    """How many of each kind and of all together, in one statement."""
    wanted = [or_(*scopes.values()), *scopes.values()]
    fits = _fits(ctx, query)
    counts = ctx.session.execute(
        select(*[select(func.count(person.c.id)).where(fits, w).scalar_subquery() for w in wanted])
    ).one()
    titles = [("", str(_("All"))), *[(str(k), str(KIND_TITLES[k])) for k in scopes]]
    return tuple(KindCount(k, title, n) for (k, title), n in zip(titles, counts, strict=True))


def _name(row: Any) -> str:
    return names.full_name(row.family_name, row.given_name, row.middle_name)
