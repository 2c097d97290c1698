"""What waits about contacts (контакты): representatives whom the school cannot reach."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, literal, or_, select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.consent.models import Contact
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.queues import Queue, declare
from ediary_app.school.models import Enrolment, Guardianship, Person

contact, person = Contact.__table__, Person.__table__  # type: ignore[attr-defined]
guardianship, enrolment = Guardianship.__table__, Enrolment.__table__  # type: ignore[attr-defined]


def _without_contact(ctx: Context) -> Select[Any]:
    """Representatives of pupils of today without a telephone and an address."""
    present = select(enrolment.c.student_id).where(
        enrolment.c.school_id == ctx.school_id,
        or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today),
    )
    guardians = select(guardianship.c.guardian_id).where(guardianship.c.student_id.in_(present))
    reached = select(contact.c.person_id).where(contact.c.school_id == ctx.school_id)
    name = person.c.family_name + " " + person.c.given_name
    return (
        select(person.c.id, name.label("title"), literal("").label("note"))
        .where(person.c.id.in_(guardians), person.c.id.not_in(reached))
        .order_by(person.c.sort_key, person.c.id)
    )


WITHOUT_CONTACT = declare(Queue(
    "without_contact", _("Representatives without a contact"),
    _("The school has neither a telephone nor an address of theirs."),
    Permission.PEOPLE_MANAGE, _without_contact, "/people/{id}", _("Open the card"),
))  # fmt: skip
