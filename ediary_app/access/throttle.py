"""Slowing guesses down (ограничение попыток): per account, per address, per deployment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlmodel import col

from ediary_app.access.context import Context
from ediary_app.access.credentials import token_digest
from ediary_app.access.models import SignInAttempt
from ediary_app.kernel.i18n import LazyText, _

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS, PER_DEPLOYMENT = 8, 60, 600
"""Failures in fifteen minutes before an account, an address, or everybody with a code waits."""
LETTERS, ASKED_FROM_ADDRESS = 3, 30
"""Letters in fifteen minutes to one address or about one name, and asked for from one network."""


@dataclass(frozen=True)
class Refusal:
    """Why an attempt did not succeed: a counted failure is answered, not raised.

    `field` names the field of the form it belongs to.
    """

    text: LazyText
    field: str = ""
    wait_seconds: int = 0


@dataclass(frozen=True)
class Budget:
    """One thing that may fail a number of times in fifteen minutes."""

    key: str
    limit: int


def of_name(name: str) -> Budget:
    """Attempts under one name, whether there is such an account or not."""
    return Budget(f"name:{token_digest(name.strip().casefold()).hex()[:40]}", PER_ACCOUNT)


def of_address(address: str) -> Budget:
    """Attempts from one network address."""
    return Budget(f"address:{address[:45]}", PER_ADDRESS)


def of_account(account_id: int) -> Budget:
    """Second steps and passwords asked again of somebody who has begun to sign in."""
    return Budget(f"account:{account_id}", PER_ACCOUNT)


def of_letters(what: str, whom: str) -> Budget:
    """Letters that somebody makes us write: under one name, to one address, from one network."""
    limit = ASKED_FROM_ADDRESS if what == "from" else LETTERS
    return Budget(f"{what}:{token_digest(whom.strip().casefold()).hex()[:40]}", limit)


CODES = Budget("codes", PER_DEPLOYMENT)
"""Attempts with one-time codes in the whole deployment: a code does not say whose it is."""


def wait(ctx: Context, budgets: Sequence[Budget]) -> Refusal | None:
    """The refusal of somebody who must wait, or None."""
    limits = {b.key: b.limit for b in budgets}
    rows = ctx.session.execute(
        select(col(SignInAttempt.throttle_key), func.count(), func.min(col(SignInAttempt.at)))
        .where(
            col(SignInAttempt.throttle_key).in_(limits), col(SignInAttempt.at) > ctx.now - WINDOW
        )
        .group_by(col(SignInAttempt.throttle_key))
    ).all()
    ends = [first + WINDOW for key, count, first in rows if count >= limits[key]]
    if not ends:
        return None
    return until(ctx, max(ends))


def until(ctx: Context, end: datetime) -> Refusal:
    """The refusal of somebody who must wait until then."""
    seconds = max(60, int((end - ctx.now).total_seconds()))
    text = _("Too many attempts. Please try again in {minutes} min.", minutes=-(-seconds // 60))
    return Refusal(text, wait_seconds=seconds)


def count(ctx: Context, budgets: Sequence[Budget]) -> None:
    """Remember a failure; what is older than the window is forgotten."""
    for budget in budgets:
        ctx.session.execute(
            delete(SignInAttempt).where(
                col(SignInAttempt.throttle_key) == budget.key,
                col(SignInAttempt.at) <= ctx.now - WINDOW,
            )
        )
        ctx.session.add(SignInAttempt(throttle_key=budget.key, at=ctx.now))


def forget(ctx: Context, budget: Budget) -> None:
    """Forget the failures of somebody who has succeeded."""
    ctx.session.execute(delete(SignInAttempt).where(col(SignInAttempt.throttle_key) == budget.key))
