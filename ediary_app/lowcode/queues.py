"""Work queues (что требует внимания): what is missing or has gone wrong, and where it is put right.

A queue is one declaration in the package that owns the matter, named in `wiring.QUEUES`: its words,
the permission it takes, and a select of what is in it, within the actor's rights. Nothing is kept
of a queue: what has been put right is no longer in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Select, func, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _

PAGE = 20
PageNumber = Annotated[int, Field(ge=1, le=5000)]
Rows = Callable[[Context], Select[Any]]


@dataclass(frozen=True)
class Queue:
    """A kind of thing that waits for somebody (очередь).

    `rows` selects `id`, `title` and `note`, in order; `way` is the page of one row with `{id}` in
    it, `act` the words of the link that leads there.
    """

    name: str
    title: LazyText
    help: LazyText
    requires: Permission
    rows: Rows
    way: str
    act: LazyText
    titled: Callable[[Any], str] = str
    """Turns a title of the select into words, where it is a name of the code."""


QUEUES: dict[str, Queue] = {}


def declare(queue: Queue) -> Queue:
    """Let a queue be seen by those whom it concerns."""
    QUEUES[queue.name] = queue
    return queue


@dataclass(frozen=True)
class QueueCount:
    """A queue with something in it."""

    name: str
    title: str
    help: str
    count: int


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, and the page on which it is put right."""

    id: int
    title: str
    note: str
    route: str


@dataclass(frozen=True)
class Desk:
    """What needs the actor: the queues with something in them, and a page of the open one."""

    queues: tuple[QueueCount, ...] = ()
    opened: str = ""
    act: str = ""
    rows: tuple[Waiting, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1


@use_case(requires=Permission.SCHOOL_READ, writes=False)
def desk(ctx: Context, *, name: str = "", page: PageNumber = 1) -> Desk:
    """What needs me (что требует внимания): two statements, however many queues there are."""
    mine = [q for q in QUEUES.values() if ctx.actor.may(q.requires)]
    if name and name not in {q.name for q in mine}:
        raise errors.NotFound(_("There is no such queue, or it is not yours."))
    counts = _counts(ctx, mine)
    full = tuple(QueueCount(q.name, str(q.title), str(q.help), n) for q, n in counts if n)
    chosen = next((q for q, n in counts if n and name in ("", q.name)), None)
    if chosen is None:
        return Desk(full, name)
    total = next(n for q, n in counts if q is chosen)
    pages = -(-total // PAGE)
    page = min(page, pages)
    found = ctx.session.execute(chosen.rows(ctx).limit(PAGE).offset((page - 1) * PAGE))
    rows = tuple(
        Waiting(r.id, chosen.titled(r.title), _said(r.note), chosen.way.format(id=r.id))
        for r in found
    )
    return Desk(full, chosen.name, str(chosen.act), rows, total, page, pages)


def _said(note: Any) -> str:
    return note.strftime("%d.%m.%Y") if isinstance(note, date) else str(note or "")


def _counts(ctx: Context, mine: list[Queue]) -> list[tuple[Queue, int]]:
    """How much is in each queue, in one statement."""
    if not mine:
        return []
    bare = [q.rows(ctx).order_by(None).subquery() for q in mine]
    asked = select(*[select(func.count()).select_from(b).scalar_subquery() for b in bare])
    return list(zip(mine, ctx.session.execute(asked).one(), strict=True))
