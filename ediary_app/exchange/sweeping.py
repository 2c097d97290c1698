"""Tables that nobody imported are forgotten (уборка загруженных файлов), by the clock."""

from __future__ import annotations

from datetime import timedelta

from ediary_app.access.context import Context
from ediary_app.exchange import list_exports, service, uploads
from ediary_app.jobs import schedules
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.kernel.i18n import _

KIND = "exchange.sweep"
EVERY = timedelta(hours=1)


@job_kind(KIND, title=_("Forgetting tables that were not imported"))
def sweep(ctx: Context, work: Work) -> None:
    """Discard what has waited for a day, with its file."""
    service.discard_old(ctx)
    uploads.sweep(ctx.now)
    list_exports.sweep(ctx.now)


schedules.every(KIND, KIND, EVERY)
