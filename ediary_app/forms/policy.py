"""Whose form it is (кому анкета): the person who answers, the child it is about, what holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select

from ediary_app.access.context import Context
from ediary_app.access.values import Role
from ediary_app.forms import kind
from ediary_app.forms.values import Audience
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import definition_reading
from ediary_app.lowcode.definition_values import Content, InForce
from ediary_app.school import policy
from ediary_app.school.roster import enrolment, guardianship, person, school_class

AUDIENCE_OF: dict[Role, Audience] = {
    Role.PARENT: Audience.PARENTS,
    Role.STUDENT: Audience.STUDENTS,
    Role.TEACHER: Audience.TEACHERS,
    Role.CLASS_TEACHER: Audience.TEACHERS,
}


@dataclass(frozen=True)
class Pair:
    """Somebody who may answer, and about whom: a child, or oneself."""

    person_id: int
    about_id: int
    school_id: int
    name: str
    level: int = 0
    letter: str = ""


def pairs(ctx: Context) -> tuple[Pair, ...]:
    """About whom the actor may answer now; a child limited by a court is not among them."""
    audience = AUDIENCE_OF.get(ctx.actor.role) if ctx.actor.role else None
    if audience is Audience.TEACHERS and ctx.actor.person_id:
        return (Pair(ctx.actor.person_id, ctx.actor.person_id, ctx.school_id, ""),)
    if audience is None:
        return ()
    rows = ctx.session.execute(_children(ctx, is_own=audience is Audience.STUDENTS))
    return tuple({(row.by, row.id): _pair(row) for row in rows}.values())


def _children(ctx: Context, *, is_own: bool) -> Select[Any]:
    answering = person.c.id if is_own else guardianship.c.guardian_id
    asked = (
        select(
            answering.label("by"), person.c.id, person.c.school_id, person.c.given_name,
            person.c.family_name, school_class.c.level, school_class.c.letter,
        )
        .select_from(person)
        .join(enrolment, (enrolment.c.student_id == person.c.id)
              & (enrolment.c.starts_on <= ctx.today)
              & or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today))
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .where(person.c.id.in_(policy.readable_students(ctx)))
        .order_by(person.c.sort_key, person.c.id)
    )  # fmt: skip
    if not is_own:
        mine = among(guardianship.c.guardian_id, ctx.actor.person_ids)
        free = mine & ~guardianship.c.court_limit
        asked = asked.join(guardianship, guardianship.c.student_id == person.c.id).where(free)
    return asked


def _pair(row: AnyRow) -> Pair:
    name = f"{row.given_name} {row.family_name}"
    return Pair(row.by, row.id, row.school_id, name, row.level, row.letter)


def is_for(content: Content, pair: Pair) -> bool:
    """Whether a form is for the class of the child; teachers have none."""
    wanted = kind.classes_of(content)
    name = f"{pair.level}{pair.letter}".upper()
    return not wanted or not pair.level or str(pair.level) in wanted or name in wanted


def is_open(ctx: Context, content: Content, *, is_sent: bool = False) -> bool:
    """Whether a form may be filled in today, or changed after it was sent."""
    opens, closes = kind.day_of(content, "opens"), kind.day_of(content, "closes")
    if is_sent:
        until = kind.day_of(content, "change_until")
        return until is not None and ctx.today <= until
    return (opens is None or opens <= ctx.today) and (closes is None or ctx.today <= closes)


def form_for(ctx: Context, key: str, about_id: int) -> tuple[InForce, Pair]:
    """A published form and for whom the actor fills it in; else `NotFound`."""
    for pair in pairs(ctx):
        if pair.about_id == about_id:
            found = definition_reading.in_force(ctx, kind.KIND, key, school_id=pair.school_id)
            if found is not None and _is_mine(ctx, found.content, pair):
                return found, pair
    raise errors.NotFound(_("There is no such form, or it is not for you."))


def _is_mine(ctx: Context, content: Content, pair: Pair) -> bool:
    role = ctx.actor.role
    return (
        role is not None and content["audience"] == AUDIENCE_OF.get(role) and is_for(content, pair)
    )


def forms_of(ctx: Context) -> list[tuple[str, InForce, Pair]]:
    """Every published form that is for the actor, with about whom."""
    return [
        (key, found, pair)
        for pair in pairs(ctx)
        for key, found in definition_reading.all_in_force(
            ctx, kind.KIND, school_id=pair.school_id
        ).items()
        if _is_mine(ctx, found.content, pair)
    ]
