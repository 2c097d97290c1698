"""What waits about work that runs by itself (загрузки и задания): not imported, not finished."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.exchange.models import ImportBatch
from ediary_app.exchange.values import BatchState
from ediary_app.jobs import kinds
from ediary_app.jobs.models import Job
from ediary_app.jobs.values import JobState
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.queues import Queue, declare

batch, job = ImportBatch.__table__, Job.__table__  # type: ignore[attr-defined]
A_MONTH = timedelta(days=30)


def _not_imported(ctx: Context) -> Select[Any]:
    """Tables that were brought and neither imported nor discarded: mostly for their errors."""
    return (
        select(batch.c.id, batch.c.file_name.label("title"), batch.c.uploaded_at.label("note"))
        .where(batch.c.school_id == ctx.school_id, batch.c.state == BatchState.UPLOADED)
        .order_by(batch.c.id.desc())
    )


def _failed(ctx: Context) -> Select[Any]:
    """Work of the last month that did not succeed."""
    number = job.c.error_number
    return (
        select(job.c.id, job.c.kind.label("title"), number.label("note"))
        .where(job.c.school_id == ctx.school_id, job.c.state == JobState.FAILED,
               job.c.created_at > ctx.now - A_MONTH)
        .order_by(job.c.id.desc())
    )  # fmt: skip


NOT_IMPORTED = declare(Queue(
    "not_imported", _("Tables that were not imported"),
    _("They were brought, and neither imported nor discarded: perhaps they have errors."),
    Permission.LISTS_IMPORT, _not_imported, "/admin/import", _("Open the import"),
))  # fmt: skip
FAILED = declare(Queue(
    "failed_work", _("Work that was not finished"),
    _("Something went wrong on the way. It can be tried again from where it stopped."),
    Permission.JOB_MANAGE, _failed, "/admin/jobs", _("Open the background work"),
    titled=kinds.title_of,
))  # fmt: skip
