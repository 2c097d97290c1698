"""One's own e-mail address (мой адрес почты): it counts once a link sent to it was followed.

Until then nothing else goes there and it does not sign in; a former address stays in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select, update
from sqlmodel import col

from ediary_app.access import links, throttle, totp
from ediary_app.access.context import Context
from ediary_app.access.models import Account, MailLink
from ediary_app.access.throttle import Refusal
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, LinkPurpose, Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.kernel.mailaddress import is_address

TAKEN = _("This address already belongs to another account. Please ask the school office.")


class Pending(StrEnum):
    """Where an address stands that is not confirmed yet (состояние адреса)."""

    NONE = ""
    LINK_SENT = "link_sent"
    LINK_OVER = "link_over"


@dataclass(frozen=True)
class MyEmail:
    """One's own address: the confirmed one, and the one that waits for its link."""

    confirmed: str = ""
    asked: str = ""
    pending: Pending = Pending.NONE


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def my_email(ctx: Context) -> MyEmail:
    """The address of one's own account, and where it stands."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    confirmed = (account.email or "") if account.email_confirmed_at else ""
    link = _asked_last(ctx)
    if link is None:
        return MyEmail(confirmed)
    is_living = link.expires_at > ctx.now
    return MyEmail(confirmed, link.email, Pending.LINK_SENT if is_living else Pending.LINK_OVER)


@use_case(requires=Permission.OWN_ACCOUNT)
def ask_email(ctx: Context, *, email: str, password: str) -> Refusal | None:
    """Set or change one's own address, knowing the password: a link goes to the new one."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    new = email.strip().casefold()
    if not is_address(new):
        raise _not_so(_("This is not an e-mail address."))
    if account.email_confirmed_at and account.email == new:
        raise _not_so(_("This address is confirmed already."))
    return totp.password_refusal(ctx, account, password) or _send(ctx, account, new)


@use_case(requires=Permission.OWN_ACCOUNT)
def send_again(ctx: Context) -> Refusal | None:
    """Send the link again; the former letter's link is void."""
    link = _asked_last(ctx)
    if link is None:
        raise errors.NotFound(_("There is no address to confirm."))
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    return _send(ctx, account, link.email, is_again=True)


@use_case(requires=Permission.OWN_ACCOUNT)
def remove_email(ctx: Context, *, password: str) -> Refusal | None:
    """Take one's own address away (убрать адрес), knowing the password; it is told so.

    It opens nothing any more: neither a sign-in nor a new password. What waited for a link is
    forgotten with it.
    """
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    former = account.email if account.email_confirmed_at else None
    if former is None and _asked_last(ctx) is None:
        raise errors.NotFound(_("There is no address to remove."))
    refusal = totp.password_refusal(ctx, account, password)
    if refusal is not None:
        return refusal
    for purpose in LinkPurpose:
        links.void(ctx, account.id or 0, purpose)
    _forget_asked(ctx)
    account.email = account.email_confirmed_at = None
    told = links.note_removal(ctx, account, former)
    ctx.record(AccessEvent.EMAIL_REMOVED, told)
    return None


def _forget_asked(ctx: Context) -> None:
    """Forget the addresses that were asked for; how often one asked stays known."""
    ctx.session.execute(
        update(MailLink)
        .where(
            col(MailLink.account_id) == ctx.actor.account_id,
            col(MailLink.purpose) == LinkPurpose.EMAIL,
            col(MailLink.used_at).is_(None),
        )
        .values(email="", used_at=ctx.now)
    )


@use_case(requires=None, public=True)
def confirm_email(ctx: Context, *, token: str, address: str = "") -> Refusal | None:
    """Follow the link: the address is confirmed, and takes the place of the former one."""
    budget = throttle.of_address(address)
    waiting = throttle.wait(ctx, [budget])
    if waiting:
        return waiting
    found = links.followed(ctx, token, LinkPurpose.EMAIL)
    if found is None or not links.spend(ctx, found[0]):
        return links.failed(ctx, budget, address)
    link, account = found
    _free(ctx, link.email, account)
    link.former_email = account.email if account.email_confirmed_at else None
    account.email, account.email_confirmed_at = link.email, ctx.now
    links.void(ctx, account.id or 0, LinkPurpose.PASSWORD)
    ctx.record(AccessEvent.EMAIL_CONFIRMED, link, school_id=links.school_of(ctx, link.account_id))
    return None


def _send(ctx: Context, account: Account, email: str, *, is_again: bool = False) -> Refusal | None:
    budget = throttle.of_letters("to", email)
    account_id = account.id or 0
    waiting = links.wait(ctx, account_id, LinkPurpose.EMAIL) or throttle.wait(ctx, [budget])
    if waiting:
        return waiting
    throttle.count(ctx, [budget])
    link = links.ask(ctx, account, LinkPurpose.EMAIL, email)
    ctx.record(AccessEvent.EMAIL_ASKED, link, facts={"is_again": is_again})
    return None


def _asked_last(ctx: Context) -> MailLink | None:
    """The link asked for last, unless it was followed."""
    link = ctx.session.scalars(
        select(MailLink)
        .where(
            col(MailLink.account_id) == ctx.actor.account_id,
            col(MailLink.purpose) == LinkPurpose.EMAIL,
        )
        .order_by(col(MailLink.id).desc())
        .limit(1)
    ).first()
    return None if link is None or link.used_at is not None else link


def _free(ctx: Context, email: str, account: Account) -> None:
    """Refuse an address that another account has confirmed; one merely written down gives way."""
    others = (col(Account.email) == email) & (col(Account.id) != account.id)
    ctx.session.execute(
        update(Account).where(others, col(Account.email_confirmed_at).is_(None)).values(email=None)
    )
    if ctx.session.scalar(select(col(Account.id)).where(others)) is not None:
        raise errors.Conflict(TAKEN)


def _not_so(reason: LazyText) -> errors.Invalid:
    return errors.Invalid(reason, fields={"email": reason})
