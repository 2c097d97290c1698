"""Whoever represents a child acts as a parent (роль родителя): also a teacher with an account."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from ediary_app.access import accounts
from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole
from ediary_app.access.values import Role


def give_parent_role(ctx: Context, person_id: int) -> None:
    """Let the account of a person act as a parent too; without an account the code makes one."""
    held = ctx.session.execute(
        select(col(AccountRole.account_id), col(AccountRole.role)).where(
            col(AccountRole.person_id) == person_id,
            col(AccountRole.school_id) == ctx.school_id,
            col(AccountRole.is_active),
        )
    ).all()
    if not held or any(row.role == Role.PARENT for row in held):
        return
    account = ctx.session.get(Account, min(row.account_id for row in held))
    assert account is not None
    accounts.add_roles(ctx, account, person_id, [Role.PARENT])
