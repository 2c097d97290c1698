"""Starting, cancelling and retrying long work (запустить, отменить, повторить задание)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import kinds, policy, rules
from ediary_app.jobs.policy import batch_table, job_table
from ediary_app.jobs.values import LIVE, BatchState, JobEvent, JobState
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _


def start(
    ctx: Context,
    kind: str,
    *,
    items: Iterable[int] = (),
    arguments: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> int:
    """Start a job in this same transaction: workers see it when the act is committed.

    `items` are ids; `arguments` are ids, numbers, flags and codes, the same for all items.
    """
    listed, told = list(items), dict(arguments or {})
    if not rules.is_impersonal(told):
        raise ValueError(f"{kind}: a job's arguments are ids and codes only")
    parts = rules.batches(listed, kinds.KINDS[kind].batch)
    job_id: int = ctx.session.execute(
        insert(job_table)
        .values(
            school_id=ctx.actor.school_id, account_id=ctx.actor.account_id, kind=kind,
            state=JobState.WAITING, arguments=told, total=sum(map(rules.weight, parts)),
            done=0, failed=0, error_code="", error_number="", created_at=ctx.now,
        )
        .returning(job_table.c.id)
    ).scalar_one()  # fmt: skip
    common = {"job_id": job_id, "state": BatchState.WAITING, "due_at": due_at or ctx.now}
    rows = [
        {**common, "number": number, "items": part, "size": rules.weight(part), "attempts": 0}
        for number, part in enumerate(parts)
    ]
    ctx.session.execute(insert(batch_table), rows)
    ctx.record(JobEvent.STARTED, ("job", job_id), facts={"kind": kind, "items": len(listed)})
    return job_id


@use_case(requires=Permission.OWN_ACCOUNT)
def cancel_job(ctx: Context, *, job_id: int) -> None:
    """Cancel a job (отменить задание): what is done stays done, nothing more is begun."""
    job = policy.governed_job(ctx, job_id)
    if job.state not in LIVE:
        raise errors.Conflict(_("This work is already over."))
    ctx.session.execute(
        update(job_table)
        .where(job_table.c.id == job_id)
        .values(state=JobState.CANCELLED, finished_at=ctx.now)
    )
    ctx.record(JobEvent.CANCELLED, ("job", job_id), facts={"kind": job.kind, "done": job.done})


@use_case(requires=Permission.OWN_ACCOUNT)
def retry_job(ctx: Context, *, job_id: int) -> None:
    """Do again what failed or was cancelled (повторить задание); what is done is not repeated."""
    job = policy.governed_job(ctx, job_id)
    if job.state not in (JobState.FAILED, JobState.CANCELLED):
        raise errors.Conflict(_("Only work that was not finished can be repeated."))
    left = ctx.session.execute(
        update(batch_table)
        .where(batch_table.c.job_id == job_id, batch_table.c.state != BatchState.DONE)
        .values(
            state=BatchState.WAITING, due_at=ctx.now, bundle=None, queued_at=None, attempts=0
        )
    )  # fmt: skip
    again: dict[str, object] = {"state": JobState.WAITING, "finished_at": None}
    if not left.rowcount:  # type: ignore[attr-defined]
        again = {"state": JobState.DONE, "finished_at": ctx.now}  # cancelled at its last batch
    ctx.session.execute(
        update(job_table)
        .where(job_table.c.id == job_id)
        .values(failed=0, error_code="", error_number="", told_at=None, **again)
    )
    ctx.record(JobEvent.RETRIED, ("job", job_id), facts={"kind": job.kind, "done": job.done})
