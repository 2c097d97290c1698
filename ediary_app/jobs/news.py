"""What a job tells its owner when it ends (весть о задании): once, wherever they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import kinds, policy
from ediary_app.jobs.policy import job_table
from ediary_app.jobs.values import STATE_NAMES, JobEvent, JobState
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

FRESH_FOR = timedelta(hours=24)
"""What ended longer ago is found in the list of work, and is news no more."""
MOST = 3


@dataclass(frozen=True)
class JobNews:
    """A job of one's own that has ended, and where to find what it made."""

    id: int
    title: str
    state_name: str
    is_done: bool
    result: str


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def my_news(ctx: Context) -> tuple[JobNews, ...]:
    """The jobs of one's own that ended lately and were not put away yet, the newest first."""
    columns = job_table.c
    rows = ctx.session.execute(
        select(columns.id, columns.kind, columns.state)
        .where(
            policy.own_jobs(ctx), columns.told_at.is_(None),
            columns.state.in_((JobState.DONE, JobState.FAILED)),
            columns.finished_at > ctx.now - FRESH_FOR,
        )
        .order_by(columns.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return tuple(
        JobNews(
            row.id,
            kinds.title_of(row.kind),
            str(STATE_NAMES[JobState(row.state)]),
            row.state == JobState.DONE,
            kinds.result_of(row.kind, row.id) if row.state == JobState.DONE else "",
        )
        for row in rows
    )


@use_case(requires=Permission.OWN_ACCOUNT)
def put_news_away(ctx: Context, *, job_id: int) -> None:
    """Hear no more of a job that has ended (убрать весть)."""
    mine = policy.own_jobs(ctx) & (job_table.c.id == job_id)
    told = ctx.session.execute(update(job_table).where(mine).values(told_at=ctx.now))
    if not told.rowcount:  # type: ignore[attr-defined]
        raise errors.NotFound(_("There is no such work, or it is not yours."))
    ctx.record(JobEvent.TOLD, ("job", job_id))
