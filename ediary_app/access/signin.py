"""Signing in and out (вход и выход): password or one-time code, throttled, one cookie a device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import phonenumbers
from sqlalchemy import func, or_, select, update
from sqlmodel import col

from ediary_app.access import passwords
from ediary_app.access.context import Context
from ediary_app.access.credentials import new_token, token_digest
from ediary_app.access.models import (
    Account,
    AccountRole,
    OneTimeCode,
    SignInAttempt,
    SignInSession,
)
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, Permission, Role
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _

ABSOLUTE = timedelta(days=90)
WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS = 8, 60
"""Failed attempts in fifteen minutes before an account or an address has to wait."""

WRONG = _("The login or the password is not right. Check the keyboard layout and try again.")
WRONG_CODE = _("This code is not right or was already used. Ask the school office for a new one.")


@dataclass(frozen=True)
class SignedIn:
    """What a successful sign-in gives: the cookie's token and where to go."""

    token: str
    role: str
    needs_password: bool = False


@dataclass(frozen=True)
class Attempt:
    """The outcome of an attempt: a session, or the sentence that says why not."""

    signed_in: SignedIn | None = None
    refusal: LazyText | None = None
    wait_seconds: int = 0


@use_case(requires=None, public=True)
def sign_in(
    ctx: Context, *, name: str, password: str, device: str = "", address: str = ""
) -> Attempt:
    """Sign in by login, e-mail or phone and a password; a failure is counted, not raised."""
    account = _account_named(ctx, name)
    wait = _seconds_to_wait(ctx, name, address)
    if wait:
        return _wait(wait)
    if account is None or not account.is_active:
        passwords.is_right(None, password)
        return _failed(ctx, name, address, WRONG)
    if not passwords.is_right(account.password_hash, password):
        return _failed(ctx, name, address, WRONG, account)
    if passwords.needs_rehash(account.password_hash or ""):
        account.password_hash = passwords.hash_password(password)
    return Attempt(_open_session(ctx, account, device, address))


@use_case(requires=None, public=True)
def sign_in_by_code(
    ctx: Context, *, code: str, password: str, device: str = "", address: str = ""
) -> Attempt:
    """First sign-in or a forgotten password: the office's one-time code and a new password."""
    wait = _seconds_to_wait(ctx, "code", address)
    if wait:
        return _wait(wait)
    found = ctx.session.scalars(
        select(OneTimeCode).where(
            col(OneTimeCode.code_digest) == passwords.code_digest(code),
            col(OneTimeCode.used_at).is_(None),
            col(OneTimeCode.expires_at) > ctx.now,
        )
    ).first()
    account = ctx.session.get(Account, found.account_id) if found else None
    if found is None or account is None or not account.is_active:
        return _failed(ctx, "code", address, WRONG_CODE)
    passwords.check_new(password, account.login)
    found.used_at = ctx.now
    account.password_hash = passwords.hash_password(password)
    account.must_change_password = False
    end_sessions(ctx, account.id or 0)
    ctx.record(AccessEvent.PASSWORD_SET, account, why="code")
    return Attempt(_open_session(ctx, account, device, address))


@use_case(requires=Permission.OWN_ACCOUNT)
def sign_out(ctx: Context) -> None:
    """End the session of this device."""
    end_session(ctx, ctx.actor.session_id or 0, AccessEvent.SIGNED_OUT)


def end_session(ctx: Context, session_id: int, event: AccessEvent) -> None:
    """End one session of the actor's own account; `NotFound` for another's."""
    found = ctx.session.get(SignInSession, session_id)
    if found is None or found.account_id != ctx.actor.account_id:
        raise errors.NotFound(_("There is no such device."))
    found.ended_at = ctx.now
    ctx.session.flush()
    ctx.record(event, found)


def end_sessions(ctx: Context, account_id: int, keep: int | None = None) -> None:
    """End every living session of an account, except one if it is named."""
    ctx.session.execute(
        update(SignInSession)
        .where(
            col(SignInSession.account_id) == account_id,
            col(SignInSession.ended_at).is_(None),
            col(SignInSession.id) != (keep or 0),
        )
        .values(ended_at=ctx.now)
    )


def _account_named(ctx: Context, name: str) -> Account | None:
    bare = name.strip().casefold()
    spellings = [col(Account.login) == bare, col(Account.email) == bare]
    phone = phone_number(name)
    if phone:
        spellings.append(col(Account.phone) == phone)
    return ctx.session.scalars(select(Account).where(or_(*spellings)).limit(1)).first()


def phone_number(text: str) -> str | None:
    """A phone in any Russian spelling as E.164 (+79…); None when it is not a phone."""
    try:
        parsed = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _throttle_keys(name: str, address: str) -> list[tuple[str, int]]:
    named = token_digest(name.strip().casefold()).hex()[:40]
    return [(f"name:{named}", PER_ACCOUNT), (f"address:{address[:45]}", PER_ADDRESS)]


def _seconds_to_wait(ctx: Context, name: str, address: str) -> int:
    since = ctx.now - WINDOW
    for key, limit in _throttle_keys(name, address):
        count, first = ctx.session.execute(
            select(func.count(), func.min(SignInAttempt.at)).where(
                col(SignInAttempt.throttle_key) == key, col(SignInAttempt.at) > since
            )
        ).one()
        if count >= limit:
            return max(60, int((_aware(first, ctx.now) + WINDOW - ctx.now).total_seconds()))
    return 0


def _aware(moment: datetime, like: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=like.tzinfo)


def _wait(seconds: int) -> Attempt:
    minutes = -(-seconds // 60)
    text = _("Too many attempts. Please try again in {minutes} min.", minutes=minutes)
    return Attempt(refusal=text, wait_seconds=seconds)


def _failed(
    ctx: Context, name: str, address: str, text: LazyText, account: Account | None = None
) -> Attempt:
    for key, _limit in _throttle_keys(name, address):
        ctx.session.add(SignInAttempt(throttle_key=key, at=ctx.now))
    subject = ("account", account.id or 0) if account else ("account", 0)
    ctx.record(AccessEvent.SIGN_IN_FAILED, subject, values={"address": address})
    return Attempt(refusal=text)


def _open_session(ctx: Context, account: Account, device: str, address: str) -> SignedIn:
    roles = ctx.session.scalars(
        select(AccountRole)
        .where(col(AccountRole.account_id) == account.id, col(AccountRole.is_active))
        .order_by(col(AccountRole.id))
    ).all()
    last = ctx.session.scalar(
        select(col(SignInSession.account_role_id))
        .where(col(SignInSession.account_id) == account.id)
        .order_by(col(SignInSession.id).desc())
        .limit(1)
    )
    role = next((r for r in roles if r.id == last), roles[0] if roles else None)
    token = new_token()
    opened = SignInSession(
        token_digest=token_digest(token),
        account_id=account.id or 0,
        account_role_id=role.id if role else None,
        device=device[:120],
        address=address[:45],
        created_at=ctx.now,
        seen_at=ctx.now,
        expires_at=ctx.now + ABSOLUTE,
    )
    ctx.session.add(opened)
    ctx.session.flush()
    school_id = role.school_id if role else None
    ctx.record(AccessEvent.SIGNED_IN, opened, school_id=school_id, values={"address": address})
    return SignedIn(token, Role(role.role).value if role else "", account.must_change_password)
