"""Contacts in the search everywhere (поиск по телефону и почте): whose telephone it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.consent.models import Contact
from ediary_app.consent.values import ContactKind
from ediary_app.kernel.folding import folded
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.everywhere import LOOKED_AT, Candidate, Source, declare
from ediary_app.lowcode.tolerance import Asked, Near, Rank
from ediary_app.school import names
from ediary_app.school.models import Person

contact, person = Contact.__table__, Person.__table__  # type: ignore[attr-defined]


def _contacts(ctx: Context, asked: Asked) -> Iterable[tuple[Rank, Candidate]]:
    """People by a piece of a telephone number, or by the beginning of an address."""
    said = _said(asked)
    if said is None:
        return
    found = (
        select(contact.c.value, person.c.id, person.c.family_name, person.c.given_name,
               person.c.middle_name)
        .join(person, person.c.id == contact.c.person_id)
        .where(contact.c.school_id == ctx.school_id, said)
        .order_by(person.c.sort_key, contact.c.id)
        .limit(LOOKED_AT)
    )  # fmt: skip
    for row in ctx.session.execute(found):
        name = names.full_name(row.family_name, row.given_name, row.middle_name)
        rank = (Near.PREFIX, 0, 0)
        yield rank, Candidate("", name, row.value, f"/people/{row.id}")


def _said(asked: Asked) -> Any:
    """Which contacts a line may mean; None for a line that is neither number nor address."""
    if asked.digits:
        return (contact.c.kind == ContactKind.PHONE) & contact.c.value.contains(asked.digits)
    if "@" not in asked.line:
        return None
    start = folded(contact.c.value).startswith(asked.line.lower(), autoescape=True)
    return (contact.c.kind == ContactKind.EMAIL) & start


CONTACTS = declare(Source("contacts", _("Contacts"), Permission.PEOPLE_MANAGE, _contacts))
