"""Papers of the school (печатные списки): which class lists may be printed, and what is on them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, Select, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.paper import lists
from ediary_app.school import names, policy, roster
from ediary_app.school.models import School
from ediary_app.school.roster import ClassChoice, enrolment, person, school_class

school: FromClause = School.__table__  # type: ignore[attr-defined]

NAME_SHARE, EMPTY_SHARE, EMPTY_COLUMNS = 49, 15, 3


@use_case(requires=Permission.PEOPLE_READ, writes=False)
def printable_classes(ctx: Context) -> tuple[ClassChoice, ...]:
    """The classes of today in which the actor knows pupils, 1А … 11Б."""
    rows = ctx.session.execute(
        select(school_class.c.id, school_class.c.level, school_class.c.letter)
        .where(school_class.c.id.in_(_enrolled(ctx).with_only_columns(enrolment.c.class_id)))
        .order_by(school_class.c.level, school_class.c.letter)
    )
    return tuple(ClassChoice(row.id, f"{row.level}{row.letter}") for row in rows)


@use_case(requires=Permission.PEOPLE_READ, writes=False)
def class_list(ctx: Context, *, class_id: int) -> str:
    """A class list (список класса) to be drawn: names, and columns to write in by hand."""
    title = ctx.session.execute(
        select(school_class.c.level, school_class.c.letter, school.c.name)
        .join(school, school.c.id == school_class.c.school_id)
        .where(school_class.c.id == class_id, school_class.c.school_id == ctx.school_id)
    ).first()
    pupils = _pupils(ctx, class_id)
    if title is None or not pupils:
        raise errors.NotFound(_("There is no such class, or you know no pupil in it."))
    named = lists.Column(str(_("Family name, given name")), NAME_SHARE)
    paper = lists.ListPaper(
        head=title.name,
        title=str(_("Class list {title}", title=f"{title.level}{title.letter}")),
        subtitle=str(_("as of {day}", day=ctx.today.strftime("%d.%m.%Y"))),
        columns=(named, *[lists.Column("", EMPTY_SHARE)] * EMPTY_COLUMNS),
        rows=tuple((pupil, *[""] * EMPTY_COLUMNS) for pupil in pupils),
    )
    return lists.list_html(paper)


def _pupils(ctx: Context, class_id: int) -> list[str]:
    ids = _enrolled(ctx).with_only_columns(enrolment.c.student_id)
    rows = ctx.session.execute(
        select(person.c.family_name, person.c.given_name, person.c.middle_name)
        .where(person.c.id.in_(ids.where(enrolment.c.class_id == class_id)))
        .order_by(person.c.sort_key, person.c.id)
    )
    return [names.full_name(*row) for row in rows]


def _enrolled(ctx: Context) -> Select[Any]:
    """Enrolments in force today of the pupils the actor may read."""
    return select(enrolment).where(
        enrolment.c.school_id == ctx.school_id,
        roster.in_force(ctx, enrolment),
        enrolment.c.student_id.in_(policy.readable_students(ctx)),
    )
