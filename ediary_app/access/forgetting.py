"""What access need not remember for long (что забывает доступ), told by the clock."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from ediary_app.access import throttle
from ediary_app.access.context import Context
from ediary_app.access.models import AccountRole, MailLink, Performed, SignInAttempt, SignInSession

performed, attempt = Performed.__table__, SignInAttempt.__table__  # type: ignore[attr-defined]
link, role = MailLink.__table__, AccountRole.__table__  # type: ignore[attr-defined]
signed = SignInSession.__table__  # type: ignore[attr-defined]
ANSWERS_KEPT = timedelta(days=30)
"""A tablet may bring its acts, each under its key, so long after they were done."""
LINKS_KEPT = timedelta(days=30)
PLACES_KEPT = timedelta(days=90)


def forget_old(ctx: Context) -> None:
    """Forget answers under keys, failed attempts, letters' links, places of ended sessions."""
    ctx.session.execute(delete(performed).where(performed.c.at < ctx.now - ANSWERS_KEPT))
    ctx.session.execute(delete(attempt).where(attempt.c.at <= ctx.now - throttle.WINDOW))
    ctx.session.execute(delete(link).where(link.c.created_at < ctx.now - LINKS_KEPT))
    long_ago = ctx.now - PLACES_KEPT
    ctx.session.execute(
        update(signed)
        .where(
            or_(signed.c.ended_at < long_ago, signed.c.expires_at < long_ago),
            or_(signed.c.address != "", signed.c.device != ""),
        )
        .values(address="", device="")
    )


def forget_links(ctx: Context, person_id: int) -> tuple[str, ...]:
    """Forget the links sent to a person; returns the addresses they named."""
    accounts = select(role.c.account_id).where(
        role.c.person_id == person_id, role.c.school_id == ctx.school_id
    )
    gone = delete(link).where(link.c.account_id.in_(accounts))
    rows = ctx.session.execute(gone.returning(link.c.email, link.c.former_email)).all()
    return tuple({address for row in rows for address in row if address})
