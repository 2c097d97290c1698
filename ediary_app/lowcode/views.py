"""Saved views (сохранённые виды): a narrowed list under a name of one's own, shown to all or not.

A view holds an address's query: filters, order, columns; never a search, which may be a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from pydantic import Field as Limit
from sqlalchemy import delete, func, insert, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.models import SavedView
from ediary_app.lowcode.resources import Resource
from ediary_app.lowcode.values import DataEvent

MOST_VIEWS = 30
views = SavedView.__table__  # type: ignore[attr-defined]
Title = Annotated[str, Limit(min_length=1, max_length=60)]


@dataclass(frozen=True)
class View:
    """A saved view as it is offered."""

    id: int
    title: str
    address: str
    is_mine: bool
    is_shared: bool


@pattern(writes=False)
def kept_views(ctx: Context, resource: Resource) -> tuple[View, ...]:
    """One's own views of a list and those that colleagues share (сохранённые виды)."""
    mine = views.c.account_id == ctx.actor.account_id
    rows = ctx.session.execute(
        select(views.c.id, views.c.title, views.c.address, mine, views.c.is_shared)
        .where(views.c.school_id == ctx.school_id, views.c.resource == resource.name)
        .where(or_(mine, views.c.is_shared))
        .order_by(views.c.id)
    )
    return tuple(View(i, title, address, bool(m), bool(s)) for i, title, address, m, s in rows)


@pattern()
def keep_view(
    ctx: Context,
    resource: Resource,
    *,
    title: Title,
    address: Annotated[str, Limit(max_length=500)] = "",
    is_shared: bool = False,
) -> int:
    """Keep the list as it is narrowed now (сохранить вид)."""
    own = select(func.count()).select_from(views).where(views.c.account_id == ctx.actor.account_id)
    if (ctx.session.scalar(own) or 0) >= MOST_VIEWS:
        raise errors.Conflict(_("At most {n} views. Delete one first.", n=MOST_VIEWS))
    made = insert(views).values(
        school_id=ctx.school_id, account_id=ctx.actor.account_id, resource=resource.name,
        title=title, address=_known(resource, address), is_shared=is_shared,
    ).returning(views.c.id)  # fmt: skip
    view_id = int(ctx.session.execute(made).scalar_one())
    facts = {"list": resource.name, "is_shared": is_shared}
    ctx.record(DataEvent.VIEW_KEPT, ("saved_view", view_id), facts=facts)
    return view_id


@pattern()
def drop_view(ctx: Context, resource: Resource, *, view_id: int) -> None:
    """Delete a view of one's own (удалить вид)."""
    own = (views.c.id == view_id) & (views.c.account_id == ctx.actor.account_id)
    of_list = views.c.resource == resource.name
    gone = ctx.session.execute(delete(views).where(own, of_list).returning(views.c.id)).first()
    if gone is None:
        raise errors.NotFound(_("There is no such view, or it is not yours."))
    ctx.record(DataEvent.VIEW_DROPPED, ("saved_view", view_id), facts={"list": resource.name})


def _known(resource: Resource, address: str) -> str:
    """Only what a list understands: filters by name, order, columns, the archive."""
    known = {"sort", "hidden", "archived", *resource.filters}
    said = [(k, v) for k, v in parse_qsl(address.removeprefix("?")) if k in known]
    return urlencode(said, safe=",")
