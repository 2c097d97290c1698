"""Reactions to events (реакции на события): in order per school, each with its effect once.

An outbox row and the reaction's effect go away together, in one transaction. A reaction that fails
stops its school's queue, is tried again later, and is set aside after many tries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, text, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import rules
from ediary_app.jobs.models import ReactionTrouble
from ediary_app.kernel import eventlog
from ediary_app.kernel.db import AnyRow

outbox, event = eventlog.outbox_table, eventlog.event_table
trouble = ReactionTrouble.__table__  # type: ignore[attr-defined]

AT_ONCE = 50
TRIES = 12


@dataclass(frozen=True)
class Happened:
    """An event as reactions see it; personal values stay where they are."""

    id: int
    school_id: int | None
    kind: str
    at: datetime
    account_id: int | None
    subject: str
    subject_id: int
    about_id: int | None
    group_id: int | None
    lesson_id: int | None
    facts: Mapping[str, Any]


Reaction = Callable[[Context, Happened], None]
REACTIONS: dict[str, Reaction] = {}
"""Consumer of the outbox → what it does; wiring fills this in."""


@use_case(requires=Permission.JOB_RUN)
def react(ctx: Context, *, consumer: str, limit: int = AT_ONCE) -> int:
    """React to the next events of the actor's school; returns how many there were.

    One worker at a time per queue: an advisory lock on PostgreSQL, the writer's lock on SQLite.
    """
    school_id = ctx.actor.school_id or eventlog.NO_SCHOOL
    if ctx.session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_try_advisory_xact_lock(5006, hashtext(:q))")
        if not ctx.session.scalar(lock, {"q": f"{consumer}:{school_id}"}):
            return 0
    waiting = _waiting(ctx, consumer, school_id, limit)
    for row in waiting:
        REACTIONS[consumer](ctx, Happened(*row[1:]))
    ctx.session.flush()
    done = [row.outbox_id for row in waiting]
    ctx.session.execute(delete(outbox).where(outbox.c.id.in_(done)))
    ctx.session.execute(
        delete(trouble).where(
            trouble.c.consumer == consumer, trouble.c.event_id.in_([r.id for r in waiting])
        )
    )
    return len(waiting)


def _waiting(ctx: Context, consumer: str, school_id: int, limit: int) -> list[AnyRow]:
    """The next events in order; none while the first of them waits for its next try."""
    e = event.c
    rows = ctx.session.execute(
        select(
            outbox.c.id.label("outbox_id"), e.id, e.school_id, e.kind, e.at, e.account_id,
            e.subject, e.subject_id, e.about_id, e.group_id, e.lesson_id, e.facts,
        )
        .join(event, e.id == outbox.c.event_id)
        .where(outbox.c.consumer == consumer, outbox.c.school_id == school_id)
        .order_by(outbox.c.id)
        .limit(limit)
    ).all()  # fmt: skip
    if not rows:
        return []
    later = ctx.session.scalar(
        select(trouble.c.id).where(
            trouble.c.consumer == consumer, trouble.c.event_id == rows[0].id,
            trouble.c.next_at > ctx.now,
        )
    )  # fmt: skip
    return [] if later is not None else list(rows)


@use_case(requires=Permission.JOB_RUN)
def put_off(ctx: Context, *, consumer: str, code: str, number: str) -> None:
    """Note that the reaction to the first waiting event failed; after many tries set it aside."""
    school_id = ctx.actor.school_id or eventlog.NO_SCHOOL
    first = ctx.session.execute(
        select(outbox.c.id, outbox.c.event_id)
        .where(outbox.c.consumer == consumer, outbox.c.school_id == school_id)
        .order_by(outbox.c.id)
        .limit(1)
    ).first()
    if first is None:
        return
    mine = (trouble.c.consumer == consumer) & (trouble.c.event_id == first.event_id)
    attempts = (ctx.session.scalar(select(trouble.c.attempts).where(mine)) or 0) + 1
    found = {
        "attempts": attempts, "error_code": code[:64], "error_number": number,
        "next_at": rules.next_try(ctx.now, attempts), "is_set_aside": attempts >= TRIES,
    }  # fmt: skip
    key = {"consumer": consumer, "school_id": school_id, "event_id": first.event_id}
    ctx.session.execute(
        insert(trouble).values(**key, **found)
        if attempts == 1
        else update(trouble).where(mine).values(**found)
    )
    if attempts >= TRIES:
        ctx.session.execute(delete(outbox).where(outbox.c.id == first.id))
