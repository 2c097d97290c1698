"""Keeping the work moving (надзор за заданиями): heartbeats, lost bundles, old records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, exists, insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import schedules
from ediary_app.jobs.kinds import KINDS
from ediary_app.jobs.models import JobWorker
from ediary_app.jobs.policy import batch_table, job_table
from ediary_app.jobs.reactions import REACTIONS, outbox
from ediary_app.jobs.schedules import schedule_table
from ediary_app.jobs.values import LIVE, BatchState, JobState

worker_table = JobWorker.__table__  # type: ignore[attr-defined]

SILENT_FOR = timedelta(seconds=10)
"""A worker that was not seen for so long is taken for dead; others take its work over."""

DOUBTED_AFTER = timedelta(seconds=5)
DOUBTED_AT_ONCE = 200
KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Queue:
    """Events of one school that wait for one consumer."""

    consumer: str
    school_id: int


@dataclass(frozen=True)
class Waiting:
    """What there is to do just now."""

    has_batches: bool
    has_due: bool
    queues: tuple[Queue, ...]


@use_case(requires=Permission.JOB_RUN, writes=False)
def look(ctx: Context) -> Waiting:
    """Look whether there is anything to do, cheaply, without a lock."""
    batch = exists().where(
        batch_table.c.state == BatchState.WAITING,
        batch_table.c.due_at <= ctx.now,
        batch_table.c.job_id == job_table.c.id,
        job_table.c.state.in_(LIVE),
        job_table.c.kind.in_(KINDS),
    )
    due = exists().where(
        schedule_table.c.due_at <= ctx.now, schedule_table.c.name.in_(schedules.SCHEDULES)
    )
    found = ctx.session.execute(select(batch.label("batch"), due.label("due"))).one()
    rows = ctx.session.execute(
        select(outbox.c.consumer, outbox.c.school_id)
        .where(outbox.c.consumer.in_(REACTIONS))
        .distinct()
    )
    queues = tuple(Queue(row.consumer, row.school_id) for row in rows)
    return Waiting(bool(found.batch), bool(found.due), queues)


@use_case(requires=Permission.JOB_RUN)
def beat(ctx: Context, *, worker: str) -> tuple[str, ...]:
    """Note that a worker is alive; returns the workers that fell silent, and forgets them."""
    seen = update(worker_table).where(worker_table.c.name == worker).values(seen_at=ctx.now)
    if not ctx.session.execute(seen).rowcount:  # type: ignore[attr-defined]
        ctx.session.execute(insert(worker_table).values(name=worker, seen_at=ctx.now))
    gone = delete(worker_table).where(worker_table.c.seen_at < ctx.now - SILENT_FOR)
    return tuple(ctx.session.scalars(gone.returning(worker_table.c.name)))


def _doubted(ctx: Context) -> Select[tuple[str]]:
    return (
        select(batch_table.c.bundle)
        .where(
            batch_table.c.state == BatchState.QUEUED,
            batch_table.c.queued_at <= ctx.now - DOUBTED_AFTER,
        )
        .distinct()
        .limit(DOUBTED_AT_ONCE)
    )


@use_case(requires=Permission.JOB_RUN, writes=False)
def doubted_bundles(ctx: Context) -> tuple[str, ...]:
    """Bundles that should have been done by now: the engine is asked about them."""
    return tuple(ctx.session.scalars(_doubted(ctx)))


@use_case(requires=Permission.JOB_RUN)
def release_bundles(ctx: Context, *, bundles: tuple[str, ...]) -> int:
    """Give batches back whose bundle the engine has finished without doing them."""
    released = ctx.session.execute(
        update(batch_table)
        .where(batch_table.c.bundle.in_(bundles), batch_table.c.state == BatchState.QUEUED)
        .values(state=BatchState.WAITING, due_at=ctx.now, bundle=None)
    )
    return int(released.rowcount)  # type: ignore[attr-defined]


@use_case(requires=Permission.JOB_RUN)
def forget_batches(ctx: Context) -> int:
    """Delete the batches of work that was done a month ago; the work itself stays in the list."""
    over = select(job_table.c.id).where(
        job_table.c.state == JobState.DONE, job_table.c.finished_at < ctx.now - KEPT_FOR
    )
    gone = ctx.session.execute(delete(batch_table).where(batch_table.c.job_id.in_(over)))
    return int(gone.rowcount)  # type: ignore[attr-defined]
