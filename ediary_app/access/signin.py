"""Signing in and out (вход и выход): password or one-time code, throttled, one cookie a device."""

from __future__ import annotations

import phonenumbers
from sqlalchemy import or_, select, update
from sqlmodel import col

from ediary_app.access import passwords, throttle
from ediary_app.access.context import Context
from ediary_app.access.models import Account, OneTimeCode, SignInSession
from ediary_app.access.opening import SignedIn, about, open_session, role_used_last
from ediary_app.access.throttle import Budget, Refusal
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _

WRONG = _("The login or the password is not right. Check the keyboard layout and try again.")
WRONG_CODE = _("This code is not right or was already used. Ask the school office for a new one.")


@use_case(requires=None, public=True)
def sign_in(
    ctx: Context, *, name: str, password: str, device: str = "", address: str = ""
) -> SignedIn | Refusal:
    """Sign in by login, e-mail or phone and a password; a failure is counted, not raised."""
    budgets = [throttle.of_name(name), throttle.of_address(address)]
    waiting = throttle.wait(ctx, budgets)
    if waiting:
        return waiting
    account = account_named(ctx, name)
    known = account is not None and account.is_active
    if not passwords.is_right(account.password_hash if account and known else None, password):
        return _failed(ctx, budgets, address, WRONG, account)
    assert account is not None
    if passwords.needs_rehash(account.password_hash or ""):
        account.password_hash = passwords.hash_password(password)
    throttle.forget(ctx, budgets[0])
    return open_session(ctx, account, device, address)


@use_case(requires=None, public=True)
def sign_in_by_code(
    ctx: Context, *, code: str, password: str, device: str = "", address: str = ""
) -> SignedIn | Refusal:
    """First sign-in or a forgotten password: the office's one-time code and a new password."""
    budgets = [throttle.CODES, throttle.of_address(address)]
    waiting = throttle.wait(ctx, budgets)
    if waiting:
        return waiting
    account = _account_of_code(ctx, code)
    if account is None or not account.is_active:
        return _failed(ctx, budgets, address, WRONG_CODE, field="code")
    passwords.check_new(password, account.login)
    if not _spend(ctx, code):
        return _failed(ctx, budgets, address, WRONG_CODE, account, field="code")
    account.password_hash = passwords.hash_password(password)
    end_sessions(ctx, account.id or 0)
    ctx.record(AccessEvent.PASSWORD_SET, account, why="code")
    return open_session(ctx, account, device, address)


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


def phone_number(text: str) -> str | None:
    """A phone in any Russian spelling as E.164 (+79…); None when it is not a phone."""
    try:
        parsed = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def account_named(ctx: Context, name: str) -> Account | None:
    """The account under a login, a confirmed e-mail address or a phone."""
    bare = name.strip().casefold()
    by_email = (col(Account.email) == bare) & col(Account.email_confirmed_at).is_not(None)
    spellings = [col(Account.login) == bare, by_email]
    phone = phone_number(name)
    if phone:
        spellings.append(col(Account.phone) == phone)
    return ctx.session.scalars(select(Account).where(or_(*spellings)).limit(1)).first()


def _account_of_code(ctx: Context, code: str) -> Account | None:
    return ctx.session.scalars(
        select(Account)
        .join(OneTimeCode, col(OneTimeCode.account_id) == col(Account.id))
        .where(
            col(OneTimeCode.code_digest) == passwords.code_digest(code),
            col(OneTimeCode.used_at).is_(None),
            col(OneTimeCode.expires_at) > ctx.now,
        )
    ).first()


def _spend(ctx: Context, code: str) -> bool:
    """Use the code up; False when somebody else has just done so."""
    spent = ctx.session.execute(
        update(OneTimeCode)
        .where(
            col(OneTimeCode.code_digest) == passwords.code_digest(code),
            col(OneTimeCode.used_at).is_(None),
        )
        .values(used_at=ctx.now)
    )
    return spent.rowcount == 1  # type: ignore[attr-defined,no-any-return]


def _failed(
    ctx: Context,
    budgets: list[Budget],
    address: str,
    text: LazyText,
    account: Account | None = None,
    field: str = "",
) -> Refusal:
    throttle.count(ctx, budgets)
    subject = ("account", account.id or 0) if account else ("account", 0)
    whose = about(role_used_last(ctx, subject[1]))
    ctx.record(AccessEvent.SIGN_IN_FAILED, subject, values={"address": address}, **whose)
    return Refusal(text, field)
