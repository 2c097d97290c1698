"""Where a school demands the second step (для каких ролей обязателен второй шаг)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlmodel import col

from ediary_app.access.context import Context
from ediary_app.access.models import TotpPolicy
from ediary_app.access.usecase import use_case
from ediary_app.access.values import ROLE_NAMES, STAFF_ROLES, AccessEvent, Permission, Role
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _


@dataclass(frozen=True)
class Demand:
    """A staff role and whether the second step is demanded of it."""

    role: str
    title: str
    is_required: bool


@use_case(requires=Permission.ACCOUNT_MANAGE, writes=False)
def demands(ctx: Context) -> tuple[Demand, ...]:
    """All staff roles, and of which the school demands the second step."""
    chosen = set(
        ctx.session.scalars(
            select(col(TotpPolicy.role)).where(col(TotpPolicy.school_id) == ctx.school_id)
        )
    )
    return tuple(
        Demand(role.value, str(ROLE_NAMES[role]), role in chosen)
        for role in Role
        if role in STAFF_ROLES
    )


@use_case(requires=Permission.ACCOUNT_MANAGE)
def demand(ctx: Context, *, role: Role, is_required: bool) -> None:
    """Demand the second step of a staff role from the next sign-in on, or no longer."""
    if role not in STAFF_ROLES:
        raise errors.Invalid(_("The second step can be demanded of the school's staff only."))
    ctx.session.execute(
        delete(TotpPolicy).where(
            col(TotpPolicy.school_id) == ctx.school_id, col(TotpPolicy.role) == role
        )
    )
    if is_required:
        ctx.session.add(TotpPolicy(school_id=ctx.school_id, role=role))
    ctx.record(
        AccessEvent.TOTP_DEMANDED,
        ("school", ctx.school_id),
        facts={"role": role.value, "is_required": is_required},
    )
