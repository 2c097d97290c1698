"""What a worker does with batches (ход задания): claim, run with its done mark, or put off.

Our rows are the truth; the engine only carries bundles of batches to workers. Whatever it does
twice, or loses, a batch takes effect once: its row is locked, its state is checked, and the effect
and the mark are one transaction.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import case, literal, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import kinds, rules
from ediary_app.jobs.policy import batch_table, job_table
from ediary_app.jobs.values import LIVE, BatchState, JobEvent, JobState
from ediary_app.kernel.db import AnyRow, UtcDateTime

CLAIMED_AT_ONCE = 1000


@dataclass(frozen=True)
class Step:
    """Batches to be run in one transaction, and the school they are run for."""

    batch_ids: tuple[int, ...]
    school_id: int | None
    outside: str = ""
    """The kind of its one batch, when that has something to do before the transaction."""

    def apart(self) -> tuple[Step, ...]:
        """The same, each batch in a transaction of its own."""
        return tuple(Step((batch_id,), self.school_id) for batch_id in self.batch_ids)


@use_case(requires=Permission.JOB_RUN)
def claim(ctx: Context) -> tuple[str, ...]:
    """Bundle the batches that are due, mark them as queued; returns the bundles to carry.

    Work of a kind this release does not know waits for one that does.
    """
    rows = ctx.session.execute(
        select(batch_table.c.id, batch_table.c.size, batch_table.c.job_id)
        .join(job_table, job_table.c.id == batch_table.c.job_id)
        .where(
            batch_table.c.state == BatchState.WAITING,
            batch_table.c.due_at <= ctx.now,
            job_table.c.state.in_(LIVE),
            job_table.c.kind.in_(kinds.KINDS),
        )
        .order_by(batch_table.c.id)
        .limit(CLAIMED_AT_ONCE)
        .with_for_update(of=batch_table, skip_locked=True)
    ).all()
    made = tuple(_queue(ctx, part) for part in rules.bundles((r.id, r.size) for r in rows))
    ctx.session.execute(
        update(job_table)
        .where(job_table.c.id.in_({r.job_id for r in rows}), job_table.c.state == JobState.WAITING)
        .values(state=JobState.RUNNING, started_at=ctx.now)
    )
    return made


def _queue(ctx: Context, batch_ids: list[int]) -> str:
    bundle = secrets.token_hex(16)
    columns = batch_table.c
    ctx.session.execute(
        update(batch_table)
        .where(columns.id.in_(batch_ids))
        .values(
            state=BatchState.QUEUED, bundle=bundle, queued_at=ctx.now,
            attempts=columns.attempts + 1,
        )
    )  # fmt: skip
    return bundle


@use_case(requires=Permission.JOB_RUN, writes=False)
def steps_of(ctx: Context, *, bundle: str) -> tuple[Step, ...]:
    """What is left to do of a bundle, in order; small batches of one school go together."""
    rows = ctx.session.execute(
        select(batch_table.c.id, batch_table.c.size, job_table.c.school_id, job_table.c.kind)
        .join(job_table, job_table.c.id == batch_table.c.job_id)
        .where(batch_table.c.bundle == bundle, batch_table.c.state == BatchState.QUEUED)
        .order_by(batch_table.c.id)
    )
    parts: list[Step] = []
    room, step = 0.0, Step((), None)
    for row in rows:
        kind = kinds.KINDS.get(row.kind)
        share = row.size / kind.batch if kind else 1.0
        if kind and kind.outside:
            parts.append(Step((row.id,), row.school_id, kind.name))
            room = 0.0
        elif parts and row.school_id == step.school_id and share <= room:
            room, step = room - share, Step((*step.batch_ids, row.id), row.school_id)
            parts[-1] = step
        else:
            room, step = 1 - share, Step((row.id,), row.school_id)
            parts.append(step)
    return tuple(parts)


@use_case(requires=Permission.JOB_RUN, writes=False)
def work_of(ctx: Context, *, batch_id: int) -> kinds.Work | None:
    """What a batch is about, for what is done before its transaction; none when it is over."""
    job = job_table.c
    row = ctx.session.execute(
        select(job.id, job.school_id, job.account_id, job.arguments, batch_table.c["items"])
        .join(job_table, job.id == batch_table.c.job_id)
        .where(
            batch_table.c.id == batch_id, batch_table.c.state == BatchState.QUEUED,
            job.state.in_(LIVE),
        )
    ).first()  # fmt: skip
    return kinds.Work(*row[:4], tuple(row[4])) if row else None


@use_case(requires=Permission.JOB_RUN)
def run_batches(ctx: Context, *, batch_ids: tuple[int, ...]) -> None:
    """Do the items of batches and mark them as done, in one transaction; what is over is left."""
    found = _queued(ctx, batch_ids)
    alive = [batch for batch in found if batch.job_state in LIVE]
    _set_batches(ctx, {b.id for b in found} - {b.id for b in alive}, state=BatchState.CANCELLED)
    done: Counter[int] = Counter()
    for batch in alive:
        work = kinds.Work(
            batch.job_id, batch.school_id, batch.account_id, batch.arguments, tuple(batch.items)
        )
        kinds.KINDS[batch.kind].function(ctx, work)
        done[batch.job_id] += batch.size
    ctx.session.flush()
    _set_batches(ctx, {b.id for b in alive}, state=BatchState.DONE)
    for size in sorted(set(done.values())):
        _count(ctx, [job_id for job_id in done if done[job_id] == size], done=size)


@use_case(requires=Permission.JOB_RUN)
def put_off_batch(ctx: Context, *, batch_id: int, code: str, number: str, is_final: bool) -> None:
    """Note that a batch did not succeed: it is tried again later, unless that is final."""
    batch = next(iter(_queued(ctx, (batch_id,))), None)
    if batch is None:
        return
    kind = kinds.KINDS.get(batch.kind)
    if not is_final and kind is not None and batch.attempts < kind.attempts:
        due_at = rules.next_try(ctx.now, batch.attempts)
        _set_batches(ctx, {batch_id}, state=BatchState.WAITING, due_at=due_at, bundle=None)
        return
    _set_batches(ctx, {batch_id}, state=BatchState.FAILED)
    _count(ctx, [batch.job_id], failed=batch.size, error_code=code[:64], error_number=number)


def _queued(ctx: Context, batch_ids: Collection[int]) -> Sequence[AnyRow]:
    """Those of the batches that are still to be run, locked against other workers."""
    job = job_table.c
    return ctx.session.execute(
        select(
            batch_table, job.kind, job.school_id, job.account_id, job.arguments,
            job.state.label("job_state"),
        )
        .join(job_table, job.id == batch_table.c.job_id)
        .where(batch_table.c.id.in_(batch_ids), batch_table.c.state == BatchState.QUEUED)
        .order_by(batch_table.c.id)
        .with_for_update(of=batch_table)
    ).all()  # fmt: skip


def _set_batches(ctx: Context, batch_ids: Collection[int], **values: object) -> None:
    if batch_ids:
        changed = update(batch_table).where(batch_table.c.id.in_(batch_ids))
        ctx.session.execute(changed.values(**values))


def _count(
    ctx: Context, job_ids: Sequence[int], *, done: int = 0, failed: int = 0, **values: object
) -> None:
    """Count what was done of each job, or failed, in one statement; those completed are told of."""
    job = job_table.c
    is_over = job.state.in_(LIVE) & (job.done + done + job.failed + failed >= job.total)
    now = literal(ctx.now, UtcDateTime())
    ended = case((job.failed + failed > 0, JobState.FAILED.value), else_=JobState.DONE.value)
    counted = ctx.session.execute(
        update(job_table)
        .where(job.id.in_(job_ids))
        .values(
            done=job.done + done, failed=job.failed + failed,
            state=case((is_over, ended), else_=job.state),
            finished_at=case((is_over, now), else_=job.finished_at), **values,
        )
        .returning(job.id, job.kind, job.state, job.done, job.failed, job.school_id)
    ).all()  # fmt: skip
    for one in sorted(counted):
        if one.state in (JobState.DONE, JobState.FAILED):  # it was not before: so it is now
            facts = {"kind": one.kind, "done": one.done, "failed": one.failed}
            told = {"facts": facts, "school_id": one.school_id}
            ctx.record(JobEvent.FINISHED, ("job", one.id), **told)
