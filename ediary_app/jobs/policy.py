"""Whose job it is: one's own, or any of the school for those who manage work (чьё задание)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.jobs.models import Job, JobBatch
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _

job_table = Job.__table__  # type: ignore[attr-defined]
batch_table = JobBatch.__table__  # type: ignore[attr-defined]


def own_jobs(ctx: Context) -> ColumnElement[bool]:
    """Jobs the account has started in this school."""
    own: ColumnElement[bool] = and_(
        job_table.c.school_id == ctx.actor.school_id,
        job_table.c.account_id == ctx.actor.account_id,
    )
    return own


def governed_job(ctx: Context, job_id: int) -> AnyRow:
    """A job the actor may cancel or repeat, locked; `NotFound` otherwise."""
    scope = own_jobs(ctx)
    if ctx.actor.may(Permission.JOB_MANAGE):
        scope = job_table.c.school_id == ctx.actor.school_id
    found = ctx.session.execute(
        select(job_table).where(job_table.c.id == job_id, scope).with_for_update()
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such work, or it is not yours."))
    return found
