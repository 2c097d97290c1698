"""Links in letters (ссылки из писем): whoever follows one reads the address it was sent to.

Nothing secret is made when a link is asked for: the token comes into being with the letter, so
that asking takes the same time for everybody. A link works once; a newer one voids the older.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import col

from ediary_app.access import throttle
from ediary_app.access.context import Context
from ediary_app.access.credentials import new_token, token_digest
from ediary_app.access.models import Account, AccountRole, MailLink
from ediary_app.access.throttle import Budget, Refusal
from ediary_app.access.values import STAFF_ROLES, AccessEvent, LinkPurpose, Role
from ediary_app.kernel.i18n import _

LASTS = {LinkPurpose.EMAIL: timedelta(hours=24), LinkPurpose.PASSWORD: timedelta(minutes=30)}
"""How long a link is good: `domain.md` A10.4 for addresses; a password's is followed at once."""
AGAIN_AFTER = timedelta(seconds=60)
PER_DAY = 10
"""Links of one kind for one account in a day, at least a minute apart."""
JUST_NOW = _("A letter went out just now. Another one can be sent in a minute.")
OVER = _("This link is over or was already used. Ask for a new one.")


def wait(ctx: Context, account_id: int, purpose: LinkPurpose) -> Refusal | None:
    """The refusal of somebody for whom links were asked too often, or None."""
    asked: Sequence[datetime] = ctx.session.scalars(
        select(col(MailLink.created_at))
        .where(
            col(MailLink.account_id) == account_id,
            col(MailLink.purpose) == purpose,
            col(MailLink.created_at) > ctx.now - timedelta(days=1),
        )
        .order_by(col(MailLink.created_at).desc())
    ).all()
    if len(asked) >= PER_DAY:
        return throttle.until(ctx, asked[PER_DAY - 1] + timedelta(days=1))
    if asked and asked[0] + AGAIN_AFTER > ctx.now:
        rest = asked[0] + AGAIN_AFTER - ctx.now
        return Refusal(JUST_NOW, wait_seconds=max(1, int(rest.total_seconds())))
    return None


def ask(ctx: Context, account: Account, purpose: LinkPurpose, email: str) -> MailLink:
    """A new link, still without its token; the former ones of its kind are void."""
    void(ctx, account.id or 0, purpose)
    link = MailLink(
        account_id=account.id or 0,
        purpose=purpose,
        email=email,
        created_at=ctx.now,
        expires_at=ctx.now + LASTS[purpose],
    )
    ctx.session.add(link)
    ctx.session.flush()
    return link


def note_removal(ctx: Context, account: Account, former: str | None) -> MailLink:
    """A note that an address was removed, for the letter that tells it so; it opens nothing."""
    note = MailLink(
        account_id=account.id or 0, purpose=LinkPurpose.EMAIL, email="", former_email=former,
        created_at=ctx.now, expires_at=ctx.now, used_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(note)
    ctx.session.flush()
    return note


def void(ctx: Context, account_id: int, purpose: LinkPurpose) -> None:
    """Let no link of a kind work any more."""
    ctx.session.execute(
        update(MailLink)
        .where(
            col(MailLink.account_id) == account_id,
            col(MailLink.purpose) == purpose,
            col(MailLink.used_at).is_(None),
            col(MailLink.expires_at) > ctx.now,
        )
        .values(expires_at=ctx.now)
    )


def give_token(ctx: Context, link: MailLink) -> str:
    """The secret of a link, for its letter alone; its time runs from now."""
    token = new_token()
    link.token_digest = token_digest(token)
    link.expires_at = ctx.now + LASTS[LinkPurpose(link.purpose)]
    ctx.session.flush()
    return token


def followed(ctx: Context, token: str, purpose: LinkPurpose) -> tuple[MailLink, Account] | None:
    """The living link behind a token, and its account; None when it is over."""
    row = ctx.session.execute(
        select(MailLink, Account)
        .join(Account, col(Account.id) == col(MailLink.account_id))
        .where(
            col(MailLink.token_digest) == token_digest(token),
            col(MailLink.purpose) == purpose,
            col(MailLink.used_at).is_(None),
            col(MailLink.expires_at) > ctx.now,
            col(Account.is_active),
        )
    ).first()
    return (row[0], row[1]) if row else None


def spend(ctx: Context, link: MailLink) -> bool:
    """Use a link up; False when somebody else has just done so."""
    spent = ctx.session.execute(
        update(MailLink)
        .where(col(MailLink.id) == link.id, col(MailLink.used_at).is_(None))
        .values(used_at=ctx.now)
    )
    return spent.rowcount == 1  # type: ignore[attr-defined,no-any-return]


def failed(ctx: Context, budget: Budget, address: str) -> Refusal:
    """Count a link that does not work, and say so."""
    throttle.count(ctx, [budget])
    ctx.record(AccessEvent.LINK_FAILED, ("account", 0), values={"address": address})
    return Refusal(OVER)


def school_of(ctx: Context, account_id: int) -> int | None:
    """The school whose office keeps this account's letters; None for staff of several schools.

    Where no mail server is set, the administrator reads them: a link to such an account would
    open another school's journal too.
    """
    rows = ctx.session.execute(
        select(col(AccountRole.school_id), col(AccountRole.role))
        .where(col(AccountRole.account_id) == account_id, col(AccountRole.is_active))
        .order_by(col(AccountRole.id))
    ).all()
    schools = [row.school_id for row in rows]
    is_staff = any(Role(row.role) in STAFF_ROLES for row in rows)
    return None if not schools or (is_staff and len(set(schools)) > 1) else schools[0]
