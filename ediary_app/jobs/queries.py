"""Long work as people see it: what runs, how far it is, what went wrong (задания на экране)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from ediary_app.access.context import Context
from ediary_app.access.models import Account
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import kinds, policy
from ediary_app.jobs.policy import job_table
from ediary_app.jobs.values import LIVE, STATE_NAMES, JobState
from ediary_app.kernel.db import AnyRow

account_table = Account.__table__  # type: ignore[attr-defined]
PAGE = 25


@dataclass(frozen=True)
class JobLine:
    """One job in the list; `percent` never goes back."""

    id: int
    title: str
    state: str
    state_name: str
    owner: str
    total: int
    done: int
    failed: int
    percent: int
    error_number: str
    created_at: datetime
    finished_at: datetime | None
    is_live: bool
    """Whether there is still something to do."""
    result: str = ""
    """Where its owner finds what was made."""


@dataclass(frozen=True)
class JobList:
    """A page of jobs, the newest first."""

    lines: tuple[JobLine, ...] = ()
    is_busy: bool = False
    next_before: int = 0
    """Give it as `before_id` to see older ones; 0 when there are none."""


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def my_jobs(ctx: Context, *, before_id: int = 0) -> JobList:
    """The jobs I have started (мои задания)."""
    return _listed(ctx, policy.own_jobs(ctx), before_id)


@use_case(requires=Permission.JOB_MANAGE, writes=False)
def all_jobs(ctx: Context, *, state: JobState | None = None, before_id: int = 0) -> JobList:
    """The school's jobs (все задания школы), those of one state only when it is named."""
    scope: ColumnElement[bool] = job_table.c.school_id == ctx.school_id
    return _listed(ctx, scope if state is None else scope & (job_table.c.state == state), before_id)


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def shown_jobs(ctx: Context, *, state: JobState | None = None, before_id: int = 0) -> JobList:
    """The jobs one looks after: the school's for who manages work, else one's own (мои задания)."""
    if ctx.actor.may(Permission.JOB_MANAGE):
        return all_jobs(ctx, state=state, before_id=before_id)
    scope = policy.own_jobs(ctx)
    return _listed(ctx, scope if state is None else scope & (job_table.c.state == state), before_id)


def is_under_way(ctx: Context, kind: str) -> bool:
    """Whether work of a kind waits or runs anywhere in this deployment."""
    live = (job_table.c.kind == kind) & job_table.c.state.in_(LIVE)
    return ctx.session.scalar(select(job_table.c.id).where(live).limit(1)) is not None


def _listed(ctx: Context, scope: ColumnElement[bool], before_id: int) -> JobList:
    columns = job_table.c
    statement = (
        select(
            columns.id, columns.kind, columns.state, account_table.c.display_name, columns.total,
            columns.done, columns.failed, columns.error_number, columns.created_at,
            columns.finished_at, columns.account_id,
        )
        .join(account_table, account_table.c.id == columns.account_id, isouter=True)
        .where(scope)
        .order_by(columns.id.desc())
        .limit(PAGE + 1)
    )  # fmt: skip
    if before_id:
        statement = statement.where(columns.id < before_id)
    rows = ctx.session.execute(statement).all()
    me = ctx.actor.account_id
    lines = tuple(_line(row, row.account_id == me) for row in rows[:PAGE])
    older = lines[-1].id if len(rows) > PAGE else 0
    return JobList(lines, any(line.is_live for line in lines), older)


def _line(row: AnyRow, is_mine: bool) -> JobLine:
    return JobLine(
        id=row.id,
        title=kinds.title_of(row.kind),
        state=row.state,
        state_name=str(STATE_NAMES[JobState(row.state)]),
        owner=row.display_name or "",
        total=row.total,
        done=row.done,
        failed=row.failed,
        percent=row.done * 100 // row.total,
        error_number=row.error_number,
        created_at=row.created_at,
        finished_at=row.finished_at,
        is_live=row.state in LIVE,
        result=kinds.result_of(row.kind, row.id) if is_mine and row.state == JobState.DONE else "",
    )
