"""What processes tell of themselves (записи о работе): that they live, timings, failures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel.logs import Failure
from ediary_app.upkeep.models import BackupRun, FailureNote, ProcessNote

process_table = ProcessNote.__table__  # type: ignore[attr-defined]
failure_table = FailureNote.__table__  # type: ignore[attr-defined]
run_table = BackupRun.__table__  # type: ignore[attr-defined]

FORGOTTEN_AFTER = timedelta(minutes=65)
"""The timings of a process that is gone count until the hour they are of is over."""
FAILURES_KEPT = timedelta(days=30)
RUNS_KEPT = timedelta(days=400)


@use_case(requires=Permission.JOB_RUN)
def note_process(
    ctx: Context,
    *,
    name: str,
    kind: str,
    started_at: datetime,
    memory: int,
    timings: Mapping[str, Mapping[int, int]],
) -> None:
    """Note that a process lives, with its memory and its timings of the last hour."""
    told = {"seen_at": ctx.now, "memory": memory, "timings": {n: _plain(c) for n, c in
            timings.items()}}  # fmt: skip
    mine = update(process_table).where(process_table.c.name == name).values(**told)
    if not ctx.session.execute(mine).rowcount:  # type: ignore[attr-defined]
        new = {"name": name, "kind": kind, "started_at": started_at, **told}
        ctx.session.execute(insert(process_table).values(**new))
    silent = process_table.c.seen_at < ctx.now - FORGOTTEN_AFTER
    ctx.session.execute(delete(process_table).where(silent))


def _plain(counts: Mapping[int, int]) -> dict[str, int]:
    return {str(step): count for step, count in counts.items()}


@use_case(requires=Permission.JOB_RUN)
def note_failures(ctx: Context, *, process: str, failures: tuple[Failure, ...]) -> None:
    """Keep failures under their numbers: what kind, when and where in the code; no words."""
    known = set(
        ctx.session.scalars(
            select(failure_table.c.number).where(
                failure_table.c.number.in_([f.number for f in failures])
            )
        )
    )
    rows = [
        {"number": f.number, "at": f.at, "kind": f.kind[:80], "process": process[:80],
         "places": " → ".join(f.places)[:400]}
        for f in failures if f.number not in known
    ]  # fmt: skip
    if rows:
        ctx.session.execute(insert(failure_table), rows)


def forget_old(ctx: Context) -> None:
    """Forget failures after a month, and back-ups that are gone for long."""
    old = failure_table.c.at < ctx.now - FAILURES_KEPT
    ctx.session.execute(delete(failure_table).where(old))
    gone = run_table.c.started_at < ctx.now - RUNS_KEPT
    ctx.session.execute(delete(run_table).where(gone))
