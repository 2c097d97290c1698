"""The history of a mark (история отметки): who, when, why, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission, Role
from ediary_app.journal.models import Mark
from ediary_app.journal.page import readable_groups
from ediary_app.kernel import errors
from ediary_app.kernel.events import Event, EventPersonal
from ediary_app.kernel.i18n import _
from ediary_app.school import names, policy
from ediary_app.school.models import Person

mark, person = Mark.__table__, Person.__table__  # type: ignore[attr-defined]
event, personal = Event.__table__, EventPersonal.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Change:
    """One line of a history; `value` is empty where it was taken away."""

    at: datetime
    who: str
    value: str
    before: str
    comment: str
    reason: str
    is_erased: bool = False


@use_case(requires=Permission.SCHOOL_READ, writes=False)
def mark_history(ctx: Context, *, mark_id: int) -> tuple[Change, ...]:
    """Every change of a mark, the oldest first: for its teachers, its class teacher, its family."""
    _check_readable(ctx, mark_id)
    rows = ctx.session.execute(
        select(
            event.c.at, personal.c.personal_values, event.c.personal_digest,
            person.c.family_name, person.c.given_name, person.c.middle_name,
        )
        .select_from(event)
        .join(personal, personal.c.event_id == event.c.id, isouter=True)
        .join(person, person.c.id == event.c.person_id, isouter=True)
        .where(event.c.subject == "mark", event.c.subject_id == mark_id)
        .order_by(event.c.id)
    )  # fmt: skip
    changes = []
    for row in rows:
        values = row.personal_values or {}
        who = names.short_name(row.family_name or "", row.given_name or "", row.middle_name or "")
        changes.append(
            Change(
                at=row.at,
                who=who or str(_("the system")),
                value=values.get("value", ""),
                before=values.get("before", ""),
                comment=values.get("comment", ""),
                reason=values.get("reason", ""),
                is_erased=row.personal_digest is not None and not values,
            )
        )
    return tuple(changes)


def _check_readable(ctx: Context, mark_id: int) -> None:
    found = select(mark.c.id).where(mark.c.id == mark_id)
    if ctx.actor.role in (Role.PARENT, Role.STUDENT):
        found = found.where(mark.c.student_id.in_(policy.readable_students(ctx)))
    elif not ctx.actor.may(Permission.JOURNAL_READ):
        found = found.where(mark.c.id.is_(None))
    else:
        found = found.where(
            or_(mark.c.group_id.in_(readable_groups(ctx))), mark.c.school_id == ctx.school_id
        )
    if ctx.session.scalar(found) is None:
        raise errors.NotFound(_("There is no such mark, or it is not yours to see."))
