"""What access need not remember for long (что забывает доступ), told by the clock."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, update

from ediary_app.access import throttle
from ediary_app.access.context import Context
from ediary_app.access.models import Performed, SignInAttempt, SignInSession

performed, attempt = Performed.__table__, SignInAttempt.__table__  # type: ignore[attr-defined]
signed = SignInSession.__table__  # type: ignore[attr-defined]
ANSWERS_KEPT = timedelta(days=30)
"""A tablet may bring its acts, each under its key, so long after they were done."""
PLACES_KEPT = timedelta(days=90)


def forget_old(ctx: Context) -> None:
    """Forget answers under keys, failed attempts, and where devices of ended sessions were."""
    ctx.session.execute(delete(performed).where(performed.c.at < ctx.now - ANSWERS_KEPT))
    ctx.session.execute(delete(attempt).where(attempt.c.at <= ctx.now - throttle.WINDOW))
    long_ago = ctx.now - PLACES_KEPT
    ctx.session.execute(
        update(signed)
        .where(
            or_(signed.c.ended_at < long_ago, signed.c.expires_at < long_ago),
            or_(signed.c.address != "", signed.c.device != ""),
        )
        .values(address="", device="")
    )
