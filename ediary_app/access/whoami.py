"""Who is signed in, and as what (кто вошёл): what every page's frame shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole, SignInSession
from ediary_app.access.sessions import TOUCH_EVERY
from ediary_app.access.usecase import use_case
from ediary_app.access.values import ROLE_NAMES, Permission, Role
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

account_table = Account.__table__  # type: ignore[attr-defined]
role_table = AccountRole.__table__  # type: ignore[attr-defined]
session_table = SignInSession.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class RoleChoice:
    """A role the account may act in (роль на выбор)."""

    id: int
    role: str
    title: str
    is_chosen: bool


@dataclass(frozen=True)
class Me:
    """The person signed in, as the frame of a page shows them."""

    account_id: int = 0
    name: str = ""
    login: str = ""
    role: str = ""
    role_title: str = ""
    language: str = "ru"
    theme: str = "auto"
    roles: tuple[RoleChoice, ...] = ()
    is_due_touch: bool = False
    """The session was last seen a while ago: time to remember that it lives."""


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def whoami(ctx: Context) -> Me:
    """The account behind the session, its chosen role and the roles it may change to."""
    account = ctx.session.execute(
        select(
            account_table.c.login,
            account_table.c.display_name,
            account_table.c.language,
            account_table.c.theme,
            session_table.c.seen_at,
        )
        .join(
            session_table,
            (session_table.c.account_id == account_table.c.id)
            & (session_table.c.id == ctx.actor.session_id),
            isouter=True,
        )
        .where(account_table.c.id == ctx.actor.account_id)
    ).first()
    if account is None:
        raise errors.NotFound(_("There is no such account."))
    rows = ctx.session.execute(
        select(role_table.c.id, role_table.c.role, role_table.c.person_id, role_table.c.school_id)
        .where(role_table.c.account_id == ctx.actor.account_id, role_table.c.is_active)
        .order_by(role_table.c.id)
    ).all()
    chosen = ctx.actor
    roles = tuple(
        RoleChoice(
            id=row.id,
            role=row.role,
            title=str(ROLE_NAMES[Role(row.role)]),
            is_chosen=(row.role, row.school_id, row.person_id)
            == (chosen.role, chosen.school_id, chosen.person_id),
        )
        for row in rows
    )
    return Me(
        account_id=chosen.account_id or 0,
        name=account.display_name or account.login,
        login=account.login,
        role=chosen.role or "",
        role_title=str(ROLE_NAMES[chosen.role]) if chosen.role else "",
        language=account.language,
        theme=account.theme,
        roles=roles,
        is_due_touch=account.seen_at is not None and account.seen_at < ctx.now - TOUCH_EVERY,
    )
