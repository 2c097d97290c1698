"""The second factor (второй шаг входа): six digits of an authenticator app, and spare codes.

These use cases are never performed with a request key: their answers are secrets, and an answer
under a key is remembered.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime

import pyotp
import segno
from sqlalchemy import delete, func, select, update
from sqlmodel import col

from ediary_app.access import passwords, throttle, vault
from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole, RecoveryCode, TotpPolicy
from ediary_app.access.throttle import Refusal
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

STEP_SECONDS = 30
NEAR_STEPS = (0, -1, 1)
"""A telephone's clock may be half a minute off."""
RECOVERY_CODES = 10
ISSUER = "Дневник"

WRONG_STEP = _("This code does not fit or was already used. Wait for the next one and try again.")
WRONG_PASSWORD = _("The present password is not right.")


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app needs: a picture to scan and the same as letters."""

    picture: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True)
class RecoveryCodes:
    """Spare codes, shown once."""

    codes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class SecondStep:
    """How the account stands with the second factor."""

    is_on: bool = False
    is_required: bool = False
    codes_left: int = 0


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def my_second_step(ctx: Context) -> SecondStep:
    """Whether one's own second factor is on, whether the school demands it, spare codes left."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    left = ctx.session.scalar(
        select(func.count()).where(
            col(RecoveryCode.account_id) == account.id, col(RecoveryCode.used_at).is_(None)
        )
    )
    return SecondStep(
        account.totp_confirmed_at is not None, is_required(ctx, account.id or 0), left or 0
    )


@use_case(requires=Permission.OWN_ACCOUNT)
def begin(ctx: Context, *, password: str) -> Enrolment | Refusal:
    """Begin to turn the second factor on; it is in force once a code was given."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    return password_refusal(ctx, account, password) or offer(ctx, account)


@use_case(requires=Permission.OWN_ACCOUNT)
def confirm(ctx: Context, *, code: str) -> RecoveryCodes | Refusal:
    """Turn the second factor on by its first code; returns the spare codes."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    return code_refusal(ctx, account, code) or turn_on(ctx, account)


@use_case(requires=Permission.OWN_ACCOUNT)
def disable(ctx: Context, *, password: str) -> Refusal | None:
    """Turn the second factor off, unless the school demands it of one's role."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    refusal = password_refusal(ctx, account, password)
    if refusal is None:
        if is_required(ctx, account.id or 0):
            raise errors.Conflict(_("Your school asks for the second step in your role."))
        turn_off(ctx, account, why="own")
    return refusal


@use_case(requires=Permission.OWN_ACCOUNT)
def renew_codes(ctx: Context, *, password: str) -> RecoveryCodes | Refusal:
    """New spare codes; the former ones are void."""
    account = ctx.session.get_one(Account, ctx.actor.account_id)
    refusal = password_refusal(ctx, account, password)
    if refusal is None and account.totp_confirmed_at is None:
        raise errors.Conflict(_("The second step is not turned on."))
    return refusal or _new_codes(ctx, account)


def is_required(ctx: Context, account_id: int) -> bool:
    """Whether a school demands the second factor of any role the account holds there."""
    found = ctx.session.scalar(
        select(col(AccountRole.id))
        .join(
            TotpPolicy,
            (col(TotpPolicy.school_id) == col(AccountRole.school_id))
            & (col(TotpPolicy.role) == col(AccountRole.role)),
        )
        .where(col(AccountRole.account_id) == account_id, col(AccountRole.is_active))
        .limit(1)
    )
    return found is not None


def password_refusal(ctx: Context, account: Account, password: str) -> Refusal | None:
    """Ask for the password again; a wrong one is counted."""
    budget = [throttle.of_account(account.id or 0)]
    waiting = throttle.wait(ctx, budget)
    if waiting or passwords.is_right(account.password_hash, password):
        return waiting
    throttle.count(ctx, budget)
    ctx.record(AccessEvent.SIGN_IN_FAILED, account, why="password_asked")
    return Refusal(WRONG_PASSWORD, field="password")


def code_refusal(ctx: Context, account: Account, code: str) -> Refusal | None:
    """Check six digits: within half a minute, counted when wrong, and each of them only once."""
    budget = [throttle.of_account(account.id or 0)]
    waiting = throttle.wait(ctx, budget)
    if waiting:
        return waiting
    step = _step_of(vault.opened(account.totp_secret), code, ctx.now)
    if step is not None and _use_step(ctx, account, step):
        return None
    throttle.count(ctx, budget)
    ctx.record(AccessEvent.SIGN_IN_FAILED, account, why="second_step")
    return Refusal(WRONG_STEP, field="code")


def use_recovery_code(ctx: Context, account: Account, code: str) -> bool:
    """Spend a spare code; False when it is not one of the account's."""
    spent = ctx.session.execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account.id,
            col(RecoveryCode.code_digest) == passwords.code_digest(code),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=ctx.now)
    )
    if spent.rowcount != 1:  # type: ignore[attr-defined]
        return False
    ctx.record(AccessEvent.RECOVERY_USED, account)
    return True


def offer(ctx: Context, account: Account) -> Enrolment:
    """A new secret for an account whose second factor is not on yet."""
    if account.totp_confirmed_at is not None:
        raise errors.Conflict(_("The second step is already turned on."))
    secret = pyotp.random_base32()
    account.totp_secret = vault.seal(secret)
    account.totp_last_step = 0
    address = pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name=ISSUER)
    ctx.record(AccessEvent.TOTP_OFFERED, account)
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    return Enrolment(picture, secret)


def turn_on(ctx: Context, account: Account) -> RecoveryCodes:
    """The second factor is in force from now on."""
    if account.totp_confirmed_at is not None:
        raise errors.Conflict(_("The second step is already turned on."))
    account.totp_confirmed_at = ctx.now
    ctx.record(AccessEvent.TOTP_ENABLED, account)
    return _new_codes(ctx, account)


def turn_off(ctx: Context, account: Account, *, why: str) -> None:
    """Forget the secret and the spare codes."""
    account.totp_secret, account.totp_confirmed_at = None, None
    ctx.session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    ctx.record(AccessEvent.TOTP_DISABLED, account, why=why)


def _new_codes(ctx: Context, account: Account) -> RecoveryCodes:
    ctx.session.execute(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    codes = tuple(passwords.new_code() for _number in range(RECOVERY_CODES))
    ctx.session.add_all(
        RecoveryCode(account_id=account.id or 0, code_digest=passwords.code_digest(code))
        for code in codes
    )
    ctx.record(AccessEvent.RECOVERY_MADE, account)
    return RecoveryCodes(codes)


def _step_of(secret: str | None, code: str, now: datetime) -> int | None:
    bare = "".join(sign for sign in code if sign.isdigit())
    if secret is None or len(bare) != 6:
        return None
    clock = pyotp.TOTP(secret)
    present = int(now.timestamp()) // STEP_SECONDS
    steps = [present + near for near in NEAR_STEPS]
    return next((s for s in steps if hmac.compare_digest(clock.generate_otp(s), bare)), None)


def _use_step(ctx: Context, account: Account, step: int) -> bool:
    used = ctx.session.execute(
        update(Account)
        .where(col(Account.id) == account.id, col(Account.totp_last_step) < step)
        .values(totp_last_step=step)
        .execution_options(synchronize_session=False)
    )
    return used.rowcount == 1  # type: ignore[attr-defined,no-any-return]
