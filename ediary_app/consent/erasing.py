"""Letters to a person's addresses (письма человеку) go when the person's history is erased."""

from __future__ import annotations

from sqlalchemy import select, union

from ediary_app.access import forgetting
from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole
from ediary_app.audit.erasing import erases
from ediary_app.consent.models import Contact
from ediary_app.consent.values import ContactKind
from ediary_app.post import service as post

contact = Contact.__table__  # type: ignore[attr-defined]
account, role = Account.__table__, AccountRole.__table__  # type: ignore[attr-defined]
WHAT = "letter"


@erases(WHAT)
def erase_letters(ctx: Context, person_id: int) -> int:
    """Erase the letters of this school to the addresses the person has or was sent links to."""
    given = select(contact.c.value).where(
        contact.c.person_id == person_id,
        contact.c.school_id == ctx.school_id,
        contact.c.kind == ContactKind.EMAIL,
    )
    own = (
        select(account.c.email)
        .join(role, role.c.account_id == account.c.id)
        .where(role.c.person_id == person_id, role.c.school_id == ctx.school_id)
    )
    addresses = [address for address in ctx.session.scalars(union(given, own)) if address]
    addresses += forgetting.forget_links(ctx, person_id)
    return post.erase_letters_to(ctx, addresses)
