"""One's own devices, role, language and password (мои устройства, роль, язык, пароль)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlmodel import col

from ediary_app.access import passwords, signin, totp
from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole, SignInSession
from ediary_app.access.throttle import Refusal
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LANGUAGES, _

TOUCH_EVERY = timedelta(minutes=5)
THEMES = ("auto", "light", "dark", "contrast")


@dataclass(frozen=True)
class Device:
    """A signed-in device (устройство) as its owner sees it."""

    id: int
    device: str
    address: str
    seen_at: datetime
    is_this: bool


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def my_devices(ctx: Context) -> tuple[Device, ...]:
    """The devices signed in to the account, the newest first."""
    found = ctx.session.scalars(
        select(SignInSession)
        .where(
            col(SignInSession.account_id) == ctx.actor.account_id,
            col(SignInSession.ended_at).is_(None),
            col(SignInSession.expires_at) > ctx.now,
            ~col(SignInSession.needs_totp),
        )
        .order_by(col(SignInSession.seen_at).desc())
        .limit(50)
    )
    mine = ctx.actor.session_id
    return tuple(
        Device(d.id or 0, d.device, d.address, d.seen_at, is_this=d.id == mine) for d in found
    )


@use_case(requires=Permission.OWN_ACCOUNT)
def end_device(ctx: Context, *, device_id: int) -> None:
    """Sign one of one's own devices out."""
    signin.end_session(ctx, device_id, AccessEvent.SESSION_ENDED)


@use_case(requires=Permission.OWN_ACCOUNT)
def end_other_devices(ctx: Context) -> None:
    """Sign every other device of the account out."""
    signin.end_sessions(ctx, ctx.actor.account_id or 0, keep=ctx.actor.session_id)
    ctx.record(AccessEvent.SESSION_ENDED, ("account", ctx.actor.account_id or 0), why="others")


@use_case(requires=Permission.OWN_ACCOUNT)
def touch(ctx: Context) -> None:
    """Remember that the device was used just now, at most every five minutes.

    Leaves no event: it says nothing but that the session lives, which the session itself says.
    """
    ctx.session.execute(
        update(SignInSession)
        .where(
            col(SignInSession.id) == ctx.actor.session_id,
            col(SignInSession.seen_at) < ctx.now - TOUCH_EVERY,
        )
        .values(seen_at=ctx.now)
    )


@use_case(requires=Permission.OWN_ACCOUNT)
def choose_role(ctx: Context, *, role_id: int) -> str:
    """Act in another of one's own roles on this device; returns the role."""
    found = ctx.session.get(AccountRole, role_id)
    if found is None or found.account_id != ctx.actor.account_id or not found.is_active:
        raise errors.NotFound(_("There is no such role, or it is not yours."))
    ctx.session.execute(
        update(SignInSession)
        .where(col(SignInSession.id) == ctx.actor.session_id)
        .values(account_role_id=found.id)
    )
    ctx.record(AccessEvent.ROLE_CHOSEN, found, school_id=found.school_id)
    return str(found.role)


@use_case(requires=Permission.OWN_ACCOUNT)
def set_preferences(ctx: Context, *, language: str = "", theme: str = "") -> None:
    """Remember the language and the look of the account."""
    check_preferences(language=language, theme=theme)
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    account.language = language or account.language
    account.theme = theme or account.theme
    ctx.record(AccessEvent.PREFERENCE_SET, account, facts={"language": language, "theme": theme})


def check_preferences(*, language: str = "", theme: str = "") -> None:
    """Refuse a language or a look that the product does not have."""
    if (language and language not in LANGUAGES) or (theme and theme not in THEMES):
        raise errors.Invalid(_("There is no such choice."))


@use_case(requires=Permission.OWN_ACCOUNT)
def change_password(ctx: Context, *, password: str, new: str) -> Refusal | None:
    """Set a new password, knowing the present one; every other device is signed out."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    refusal = totp.password_refusal(ctx, account, password)
    if refusal:
        return refusal
    passwords.check_new(new, account.login, field="new")
    account.password_hash = passwords.hash_password(new)
    signin.end_sessions(ctx, account.id or 0, keep=ctx.actor.session_id)
    ctx.record(AccessEvent.PASSWORD_SET, account, why="own")
    return None
