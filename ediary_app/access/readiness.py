"""Whether work may be sent to this process (готовность)."""

from __future__ import annotations

from sqlalchemy import text

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case


@use_case(requires=None, writes=False, public=True)
def database_answers(ctx: Context) -> bool:
    """Whether the database answers; tells nothing else to anybody."""
    return ctx.session.execute(text("SELECT 1")).scalar() == 1
