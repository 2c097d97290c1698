"""One-time codes (одноразовые коды): who may be given one, and giving many at once.

Never performed with a request key: the answer is secret, and an answer under a key is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlmodel import col

from ediary_app.access import passwords
from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole, OneTimeCode
from ediary_app.access.values import AccessEvent, Permission, Role
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _

CODE_LASTS = timedelta(days=14)
"""How long an office's one-time code is good."""
FAMILY = frozenset({Role.PARENT, Role.STUDENT})
OFFICE_GIVES = FAMILY | {Role.TEACHER, Role.CLASS_TEACHER, Role.COUNSELLOR}
"""Whose codes the office (канцелярия) gives out. A code takes an account over, so an account with
any other role gets its code from an administrator alone."""


@dataclass(frozen=True)
class Holder:
    """An account as far as it matters for giving it a code: the roles it holds, and where."""

    account_id: int
    roles: frozenset[tuple[int, Role]]


def holders(ctx: Context, account_ids: Sequence[int]) -> dict[int, Holder]:
    """The accounts with all their roles in every school."""
    rows = ctx.session.execute(
        select(
            col(AccountRole.account_id), col(AccountRole.school_id), col(AccountRole.role)
        ).where(col(AccountRole.account_id).in_(account_ids), col(AccountRole.is_active))
    ).all()
    found: dict[int, set[tuple[int, Role]]] = {}
    for account_id, school_id, role in rows:
        found.setdefault(account_id, set()).add((school_id, Role(role)))
    return {i: Holder(i, frozenset(found.get(i, ()))) for i in account_ids}


def refusal(ctx: Context, holder: Holder) -> LazyText | None:
    """Why the actor may not take this account in hand; None when they may."""
    if ctx.actor.is_system:
        return None
    elsewhere = {role for school, role in holder.roles if school != ctx.school_id}
    if not elsewhere <= FAMILY:
        return _("This person also works in another school: the system's administrator does this.")
    here = {role for _school, role in holder.roles}
    if not here <= OFFICE_GIVES and not ctx.actor.may(Permission.ACCOUNT_MANAGE):
        return _("Only an administrator may do this for a person in this role.")
    return None


def in_hand(ctx: Context, account_id: int) -> Account:
    """The account, if it belongs to the actor's school and the actor may take it in hand."""
    holder = holders(ctx, [account_id])[account_id]
    mine = ctx.actor.is_system or any(school == ctx.school_id for school, _r in holder.roles)
    account = ctx.session.get(Account, account_id) if mine else None
    if account is None:
        raise errors.NotFound(_("There is no such account."))
    reason = refusal(ctx, holder)
    if reason is not None:
        raise errors.Denied(reason)
    return account


def give(ctx: Context, persons: Mapping[int, int | None]) -> dict[int, str]:
    """A new code for each account (account → its person); the former codes are void."""
    ctx.session.execute(
        update(OneTimeCode)
        .where(
            col(OneTimeCode.account_id).in_(persons),
            col(OneTimeCode.used_at).is_(None),
            col(OneTimeCode.expires_at) > ctx.now,
        )
        .values(expires_at=ctx.now)
    )
    codes = {account_id: passwords.new_code() for account_id in persons}
    common = {
        "purpose": "password", "issued_by": ctx.actor.account_id, "created_at": ctx.now,
        "expires_at": ctx.now + CODE_LASTS,
    }  # fmt: skip
    if codes:
        ctx.session.execute(
            insert(OneTimeCode),
            [
                {"account_id": account_id, "code_digest": passwords.code_digest(code), **common}
                for account_id, code in codes.items()
            ],
        )
    for account_id, person_id in persons.items():
        ctx.record(AccessEvent.CODE_ISSUED, ("account", account_id), about=person_id)
    return codes
