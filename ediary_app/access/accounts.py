"""Accounts as the administrator keeps them (учётные записи): roles, blocking, lost telephones."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert, select
from sqlmodel import col

from ediary_app.access import codes, signin, totp
from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, Permission, Role
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

GIVEN_BY_HAND = frozenset(Role) - {Role.EXTERNAL_SYSTEM, Role.PARENT, Role.STUDENT}
"""Roles an administrator gives; families have theirs from the school's lists."""
OF_A_PERSON = frozenset({Role.TEACHER, Role.CLASS_TEACHER})
"""Roles that mean nothing without a person of the school's lists."""


@use_case(requires=Permission.ACCOUNT_MANAGE)
def block(ctx: Context, *, account_id: int) -> None:
    """Let nobody sign in with the account; its devices are signed out."""
    account = _of_another(ctx, account_id)
    _keep_an_administrator(ctx, account)
    account.is_active = False
    signin.end_sessions(ctx, account_id)
    ctx.record(AccessEvent.ACCOUNT_BLOCKED, account)


@use_case(requires=Permission.ACCOUNT_MANAGE)
def unblock(ctx: Context, *, account_id: int) -> None:
    """Let the account sign in again."""
    account = _of_another(ctx, account_id)
    account.is_active = True
    ctx.record(AccessEvent.ACCOUNT_UNBLOCKED, account)


@use_case(requires=Permission.ACCOUNT_MANAGE)
def sign_out_everywhere(ctx: Context, *, account_id: int) -> None:
    """Sign every device of the account out."""
    account = codes.in_hand(ctx, account_id)
    signin.end_sessions(ctx, account_id)
    ctx.record(AccessEvent.SESSION_ENDED, account, why="administrator")


@use_case(requires=Permission.ACCOUNT_MANAGE)
def reset_second_step(ctx: Context, *, account_id: int) -> None:
    """Turn the second step off for somebody who lost the telephone and the spare codes."""
    account = _of_another(ctx, account_id)
    signin.end_sessions(ctx, account_id)
    totp.turn_off(ctx, account, why="administrator")


@use_case(requires=Permission.ACCOUNT_MANAGE)
def give_role(ctx: Context, *, account_id: int, role: Role, reason: str = "") -> None:
    """Give the account a role in the school, as the person it already is there."""
    account = _of_another(ctx, account_id)
    person_id = ctx.session.scalar(
        select(col(AccountRole.person_id))
        .where(
            col(AccountRole.account_id) == account_id,
            col(AccountRole.school_id) == ctx.school_id,
            col(AccountRole.person_id).is_not(None),
        )
        .limit(1)
    )
    check_role(role, person_id)
    add_roles(ctx, account, person_id, [role], reason=reason)


@use_case(requires=Permission.ACCOUNT_MANAGE)
def take_role(ctx: Context, *, role_id: int, reason: str = "") -> None:
    """Take a role of the school away; an account without roles shows nothing any more."""
    found = ctx.session.get(AccountRole, role_id)
    if found is None or found.school_id != ctx.school_id or not found.is_active:
        raise errors.NotFound(_("There is no such role, or it is not yours."))
    account = _of_another(ctx, found.account_id)
    if found.role == Role.ADMINISTRATOR:
        _keep_an_administrator(ctx, account)
    found.is_active = False
    ctx.record(AccessEvent.ROLE_TAKEN, account, about=found.person_id,
               facts={"role": found.role}, values={"reason": reason} if reason else {})  # fmt: skip


def check_role(role: Role, person_id: int | None) -> None:
    """Refuse a role that is not given by hand, or needs a person and has none."""
    if role not in GIVEN_BY_HAND:
        reason = _("Families have this role from the school's lists.")
        raise errors.Invalid(reason, fields={"role": reason})
    if role in OF_A_PERSON and person_id is None:
        reason = _("For this role, choose a person from the school's lists.")
        raise errors.Invalid(reason, fields={"role": reason})


def make(ctx: Context, *, login: str, display_name: str) -> Account:
    """A new account, without a password until its code is used."""
    account = Account(login=login, display_name=display_name, created_at=ctx.now)
    ctx.session.add(account)
    ctx.session.flush()
    ctx.record(AccessEvent.ACCOUNT_MADE, account)
    return account


def add_roles(
    ctx: Context,
    account: Account,
    person_id: int | None,
    roles: Iterable[Role],
    school_id: int | None = None,
    reason: str = "",
) -> None:
    """Give roles as a person; a role that was taken away before is in force again."""
    school = school_id or ctx.school_id
    present = ctx.session.scalars(
        select(AccountRole).where(
            col(AccountRole.account_id) == account.id,
            col(AccountRole.school_id) == school,
            col(AccountRole.person_id) == person_id
            if person_id
            else col(AccountRole.person_id).is_(None),
        )
    )
    known = {Role(row.role): row for row in present}
    for role in roles:
        if role in known:
            known[role].is_active = True
        else:
            row = {"account_id": account.id, "school_id": school, "person_id": person_id}
            ctx.session.execute(insert(AccountRole).values(role=role, is_active=True, **row))
        ctx.record(
            AccessEvent.ROLE_GIVEN, account, about=person_id, school_id=school,
            facts={"role": role.value}, values={"reason": reason} if reason else {},
        )  # fmt: skip


def _of_another(ctx: Context, account_id: int) -> Account:
    """An account in hand that is not one's own: nobody raises or locks out themselves."""
    if account_id == ctx.actor.account_id:
        raise errors.Conflict(_("For your own account, ask another administrator."))
    return codes.in_hand(ctx, account_id)


def _keep_an_administrator(ctx: Context, account: Account) -> None:
    """Refuse to leave the school without an administrator who can sign in."""
    others = ctx.session.scalars(
        select(col(AccountRole.id))
        .join(Account, col(Account.id) == col(AccountRole.account_id))
        .where(
            col(AccountRole.school_id) == ctx.school_id,
            col(AccountRole.role) == Role.ADMINISTRATOR,
            col(AccountRole.is_active),
            col(Account.is_active),
        )
        .with_for_update(of=AccountRole)
    ).all()
    holds = ctx.session.scalars(
        select(col(AccountRole.id)).where(
            col(AccountRole.account_id) == account.id, col(AccountRole.id).in_(others)
        )
    ).all()
    if holds and len(others) == len(holds):
        raise errors.Conflict(_("This is the school's last administrator. Name another one first."))
