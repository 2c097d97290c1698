"""One's own roles with the schools they are in (мои роли)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from ediary_app.access.context import Context
from ediary_app.access.models import AccountRole
from ediary_app.access.usecase import use_case
from ediary_app.access.values import ROLE_NAMES, Permission, Role
from ediary_app.school.models import School


@dataclass(frozen=True)
class MyRole:
    """A role one may act in (роль на выбор), in words, and the school it is in."""

    id: int
    title: str
    school: str
    is_chosen: bool


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def my_roles(ctx: Context) -> tuple[MyRole, ...]:
    """The roles of one's own account; the one acted in now is marked."""
    me = ctx.actor
    rows = ctx.session.execute(
        select(
            col(AccountRole.id), col(AccountRole.role), col(AccountRole.school_id),
            col(AccountRole.person_id), col(School.short_name),
        )
        .join(School, col(School.id) == col(AccountRole.school_id))
        .where(col(AccountRole.account_id) == me.account_id, col(AccountRole.is_active))
        .order_by(col(AccountRole.id))
    ).all()  # fmt: skip
    return tuple(
        MyRole(
            id=row.id,
            title=str(ROLE_NAMES[Role(row.role)]),
            school=row.short_name,
            is_chosen=(row.role, row.school_id, row.person_id)
            == (me.role, me.school_id, me.person_id),
        )
        for row in rows
    )
