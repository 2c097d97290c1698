"""Opening a session (открытие сеанса), and the second step that some must take first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from ediary_app.access import throttle, totp
from ediary_app.access.context import Context
from ediary_app.access.credentials import new_token, token_digest
from ediary_app.access.models import Account, AccountRole, SignInSession
from ediary_app.access.throttle import Refusal
from ediary_app.access.totp import Enrolment
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, Permission, Role
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

ABSOLUTE = timedelta(days=90)
"""How long a device stays signed in at the very most."""
HALF_OPEN = timedelta(minutes=15)
"""How long one may take over the second step."""


class Owes(StrEnum):
    """What is still owed before the session opens (чего не хватает для входа)."""

    NOTHING = ""
    CODE = "code"
    ENROLMENT = "enrolment"


@dataclass(frozen=True)
class SignedIn:
    """What a successful step gives: the cookie's token, what is owed, how the account looks."""

    token: str = field(repr=False)
    owes: Owes = Owes.NOTHING
    language: str = "ru"
    theme: str = "auto"
    recovery: tuple[str, ...] = field(default=(), repr=False)


def open_session(ctx: Context, account: Account, device: str, address: str) -> SignedIn:
    """Open a session in the role used last; half open when a second step is owed."""
    if account.totp_confirmed_at is not None:
        owes = Owes.CODE
    else:
        owes = Owes.ENROLMENT if totp.is_required(ctx, account.id or 0) else Owes.NOTHING
    token, role = new_token(), role_used_last(ctx, account.id or 0)
    opened = SignInSession(
        token_digest=token_digest(token),
        account_id=account.id or 0,
        account_role_id=role.id if role else None,
        device=device[:120],
        address=address[:45],
        needs_totp=owes is not Owes.NOTHING,
        created_at=ctx.now,
        seen_at=ctx.now,
        expires_at=ctx.now + (ABSOLUTE if owes is Owes.NOTHING else HALF_OPEN),
    )
    ctx.session.add(opened)
    ctx.session.flush()
    event = AccessEvent.SIGNED_IN if owes is Owes.NOTHING else AccessEvent.FIRST_STEP
    ctx.record(event, opened, values={"address": address}, **about(role))
    return SignedIn(token, owes, account.language, account.theme)


def about(role: AccountRole | None) -> dict[str, Any]:
    """Whom a sign-in concerns and where, so that its address can be erased with the person."""
    return {"about": role.person_id, "school_id": role.school_id} if role else {}


def role_used_last(ctx: Context, account_id: int) -> AccountRole | None:
    """The role the account acted in last, or its usual one; None when it has none in force."""
    roles = ctx.session.scalars(
        select(AccountRole)
        .where(col(AccountRole.account_id) == account_id, col(AccountRole.is_active))
        .order_by(col(AccountRole.id))
    ).all()
    last = ctx.session.scalar(
        select(col(SignInSession.account_role_id))
        .where(col(SignInSession.account_id) == account_id)
        .order_by(col(SignInSession.id).desc())
        .limit(1)
    )
    usual = sorted(roles, key=lambda r: r.role in (Role.PARENT, Role.STUDENT))
    return next((r for r in roles if r.id == last), next(iter(usual), None))


@use_case(requires=Permission.SIGN_IN_FINISH)
def give_code(ctx: Context, *, code: str) -> SignedIn | Refusal:
    """The second step: six digits of the authenticator app, or a spare code."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    if account.totp_confirmed_at is None:
        raise errors.Conflict(_("The second step is not turned on."))
    budget = [throttle.of_account(account.id or 0)]
    if throttle.wait(ctx, budget) is None and totp.use_recovery_code(ctx, account, code):
        return _finish(ctx, account)
    return totp.code_refusal(ctx, account, code) or _finish(ctx, account)


@use_case(requires=Permission.SIGN_IN_FINISH)
def begin_enrolment(ctx: Context) -> Enrolment:
    """What to put into the authenticator app, for somebody whose role demands it."""
    return totp.offer(ctx, ctx.session.get_one(Account, ctx.actor.account_id))


@use_case(requires=Permission.SIGN_IN_FINISH)
def finish_enrolment(ctx: Context, *, code: str) -> SignedIn | Refusal:
    """The first code of the new app: the second factor is on and the session open."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    if account.totp_confirmed_at is not None:
        raise errors.Conflict(_("The second step is already turned on."))
    refusal = totp.code_refusal(ctx, account, code)
    return refusal or _finish(ctx, account, totp.turn_on(ctx, account).codes)


def _finish(ctx: Context, account: Account, recovery: tuple[str, ...] = ()) -> SignedIn:
    """Open the session whole, under a new token."""
    session = ctx.session.get_one(SignInSession, ctx.actor.session_id)
    token = new_token()
    session.token_digest = token_digest(token)
    session.needs_totp = False
    session.seen_at, session.expires_at = ctx.now, ctx.now + ABSOLUTE
    throttle.forget(ctx, throttle.of_account(account.id or 0))
    ctx.record(AccessEvent.SIGNED_IN, session, why="second_step")
    return SignedIn(token, Owes.NOTHING, account.language, account.theme, recovery)
