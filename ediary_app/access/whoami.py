"""Who is signed in, and as what (кто вошёл): what every page's frame shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.models import Account, SignInSession
from ediary_app.access.sessions import TOUCH_EVERY
from ediary_app.access.usecase import use_case
from ediary_app.access.values import ROLE_NAMES, Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

account_table = Account.__table__  # type: ignore[attr-defined]
session_table = SignInSession.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Me:
    """The person signed in, as the frame of a page shows them."""

    account_id: int = 0
    name: str = ""
    login: str = ""
    role: str = ""
    role_title: str = ""
    school_id: int = 0
    language: str = "ru"
    theme: str = "auto"
    is_due_touch: bool = False
    """The session was last seen a while ago: time to remember that it lives."""


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def whoami(ctx: Context) -> Me:
    """The account behind the session and the role it acts in."""
    columns = account_table.c
    account = ctx.session.execute(
        select(
            columns.login, columns.display_name, columns.language, columns.theme,
            session_table.c.seen_at,
        )
        .outerjoin(session_table, (session_table.c.account_id == columns.id)
                   & (session_table.c.id == ctx.actor.session_id))
        .where(columns.id == ctx.actor.account_id)
    ).first()  # fmt: skip
    if account is None:
        raise errors.NotFound(_("There is no such account."))
    chosen = ctx.actor
    return Me(
        account_id=chosen.account_id or 0,
        name=account.display_name or account.login,
        login=account.login,
        role=chosen.role or "",
        role_title=str(ROLE_NAMES[chosen.role]) if chosen.role else "",
        school_id=chosen.school_id or 0,
        language=account.language,
        theme=account.theme,
        is_due_touch=account.seen_at is not None and account.seen_at < ctx.now - TOUCH_EVERY,
    )
