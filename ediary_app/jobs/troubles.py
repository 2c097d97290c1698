"""Reactions in trouble (сбои реакций): not yet succeeded, or set aside; trying them anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs.reactions import event, outbox, trouble
from ediary_app.jobs.values import JobEvent
from ediary_app.kernel import errors, eventlog
from ediary_app.kernel.i18n import _

SHOWN = 50


@dataclass(frozen=True)
class TroubleLine:
    """A reaction in trouble: whose it is, to what, how often it was tried, what went wrong."""

    id: int
    consumer: str
    kind: str
    at: datetime
    attempts: int
    error_code: str
    error_number: str
    next_at: datetime
    is_set_aside: bool


def of_school(ctx: Context) -> tuple[TroubleLine, ...]:
    """The troubles of the actor's school and of the whole deployment, the newest first."""
    columns = trouble.c
    rows = ctx.session.execute(
        select(
            columns.id, columns.consumer, event.c.kind, event.c.at, columns.attempts,
            columns.error_code, columns.error_number, columns.next_at, columns.is_set_aside,
        )
        .join(event, event.c.id == columns.event_id)
        .where(columns.school_id.in_((ctx.school_id, eventlog.NO_SCHOOL)))
        .order_by(columns.id.desc())
        .limit(SHOWN)
    )  # fmt: skip
    return tuple(TroubleLine(*row) for row in rows)


@use_case(requires=Permission.JOB_MANAGE)
def retry_reaction(ctx: Context, *, trouble_id: int) -> None:
    """Try a reaction anew at once (повторить); one that was set aside goes to the queue's end."""
    columns = trouble.c
    found = ctx.session.execute(
        select(columns.consumer, columns.school_id, columns.event_id, columns.is_set_aside)
        .where(
            columns.id == trouble_id, columns.school_id.in_((ctx.school_id, eventlog.NO_SCHOOL))
        )
        .with_for_update()
    ).first()  # fmt: skip
    if found is None:
        raise errors.NotFound(_("This has succeeded meanwhile, or it is not of your school."))
    if found.is_set_aside:
        again = {"consumer": found.consumer, "school_id": found.school_id}
        ctx.session.execute(insert(outbox).values(event_id=found.event_id, **again))
    fresh = update(trouble).where(columns.id == trouble_id)
    ctx.session.execute(fresh.values(attempts=1, next_at=ctx.now, is_set_aside=False))
    facts = {"consumer": found.consumer}
    ctx.record(JobEvent.REACTION_RETRIED, ("reaction_trouble", trouble_id), facts=facts)
