"""Who represents whom (представители и дети), with the ground and a court's limit, if any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.school import names, policy, standing
from ediary_app.school.roster import guardianship, person
from ediary_app.school.values import KINSHIP_NAMES, Kinship


@dataclass(frozen=True)
class Kin:
    """Somebody bound to the person of the card: a representative of theirs, or a child.

    `limit_document` is shown to those who may set a limit.
    """

    id: int
    name: str
    kinship: str
    class_name: str
    document: str
    on_paper: bool
    until: date | None
    is_limited: bool
    limit_document: str


def guardians_of(ctx: Context, student_id: int) -> tuple[Kin, ...]:
    """Who represents a pupil whom the actor was found to look after."""
    g = guardianship.c
    rows = _rows(ctx, g.guardian_id, g.student_id == student_id)
    return tuple(_kin(ctx, row, "") for row in rows)


def children_of(ctx: Context, guardian_id: int) -> tuple[Kin, ...]:
    """The children a person represents, as far as the actor looks after them."""
    g = guardianship.c
    kept = g.student_id.in_(policy.kept_students(ctx))
    rows = _rows(ctx, g.student_id, kept, g.guardian_id == guardian_id)
    last = standing.last_stays(ctx, [row.id for row in rows])
    named = {i: f"{stay.level}{stay.letter}" for i, stay in last.items()}
    return tuple(_kin(ctx, row, named.get(row.id, "")) for row in rows)


def _rows(ctx: Context, who: ColumnElement[int], *which: ColumnElement[bool]) -> Any:
    g = guardianship.c
    return ctx.session.execute(
        select(
            person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name,
            g.kinship, g.document, g.on_paper, g.valid_to, g.court_limit, g.court_document,
        )
        .join(person, person.c.id == who)
        .where(g.school_id == ctx.school_id, *which)
        .order_by(person.c.sort_key, person.c.id)
    ).all()  # fmt: skip


def _kin(ctx: Context, row: Any, class_name: str) -> Kin:
    manages = ctx.actor.may(Permission.PEOPLE_MANAGE)
    return Kin(
        id=row.id,
        name=names.full_name(row.family_name, row.given_name, row.middle_name),
        kinship=str(KINSHIP_NAMES[Kinship(row.kinship)]),
        class_name=class_name,
        document=row.document,
        on_paper=row.on_paper,
        until=row.valid_to,
        is_limited=row.court_limit,
        limit_document=row.court_document if manages else "",
    )
