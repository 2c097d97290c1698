"""The book of back-ups (журнал резервных копий): begun, written, read back, good or failed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import queries as jobs
from ediary_app.jobs import service
from ediary_app.kernel import errors
from ediary_app.upkeep.models import BackupRun
from ediary_app.upkeep.values import (
    TROUBLES,
    UNDER_WAY,
    BackupOrigin,
    BackupState,
    BackupTrouble,
    UpkeepEvent,
)

run_table = BackupRun.__table__  # type: ignore[attr-defined]
KIND = "upkeep.backup"
LONGEST = timedelta(hours=6)
"""A back-up begun longer ago was interrupted."""


@use_case(requires=Permission.BACKUP_MAKE)
def start_backup(ctx: Context) -> int:
    """Start a back-up in the background (сделать копию сейчас)."""
    if jobs.is_under_way(ctx, KIND) or _runs(ctx):
        raise errors.Conflict(TROUBLES[BackupTrouble.RUNS], code="backup_runs")
    job_id = service.start(ctx, KIND)
    ctx.record(UpkeepEvent.BACKUP_ASKED, ("job", job_id))
    return job_id


def _runs(ctx: Context) -> bool:
    running = select(run_table.c.id).where(run_table.c.state.in_(UNDER_WAY)).limit(1)
    recent = running.where(run_table.c.started_at > ctx.now - LONGEST)
    return ctx.session.scalar(recent) is not None


@use_case(requires=Permission.JOB_RUN)
def begin(ctx: Context, *, origin: BackupOrigin) -> int:
    """Note that a back-up is begun; one that never came to its end was interrupted."""
    ctx.session.execute(
        update(run_table)
        .where(run_table.c.state.in_(UNDER_WAY))
        .values(
            state=BackupState.FAILED, trouble=BackupTrouble.INTERRUPTED, finished_at=ctx.now
        )
    )  # fmt: skip
    run_id = _insert(ctx, origin, BackupState.WRITING)
    ctx.record(UpkeepEvent.BACKUP_BEGUN, ("backup_run", run_id), facts={"origin": origin.value})
    return run_id


@use_case(requires=Permission.JOB_RUN)
def note_written(ctx: Context, *, run_id: int) -> None:
    """Note that the file is written and is now read back."""
    mine = update(run_table).where(run_table.c.id == run_id)
    ctx.session.execute(mine.values(state=BackupState.CHECKING))


@use_case(requires=Permission.JOB_RUN)
def note_good(ctx: Context, *, run_id: int, file: str, size: int) -> None:
    """Note that a back-up is good."""
    mine = update(run_table).where(run_table.c.id == run_id)
    ctx.session.execute(
        mine.values(state=BackupState.GOOD, file=file[:80], size=size, finished_at=ctx.now)
    )
    ctx.record(UpkeepEvent.BACKUP_MADE, ("backup_run", run_id), facts={"size": size})


@use_case(requires=Permission.JOB_RUN)
def note_failed(ctx: Context, *, run_id: int, origin: BackupOrigin, trouble: BackupTrouble) -> None:
    """Note why a back-up failed, also one that could not even be begun."""
    if not run_id:
        run_id = _insert(ctx, origin, BackupState.WRITING)
    mine = update(run_table).where(run_table.c.id == run_id)
    ctx.session.execute(mine.values(state=BackupState.FAILED, trouble=trouble, finished_at=ctx.now))
    facts = {"trouble": trouble.value}
    ctx.record(UpkeepEvent.BACKUP_FAILED, ("backup_run", run_id), facts=facts)


def _insert(ctx: Context, origin: BackupOrigin, state: BackupState) -> int:
    made: int = ctx.session.execute(
        insert(run_table)
        .values(
            origin=origin, state=state, trouble=BackupTrouble.NONE, file="", size=0,
            started_at=ctx.now,
        )
        .returning(run_table.c.id)
    ).scalar_one()  # fmt: skip
    return made
