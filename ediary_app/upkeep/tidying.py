"""What the upkeep need not remember is forgotten each night (уборка журнала обслуживания)."""

from __future__ import annotations

from datetime import time

from ediary_app.access.context import Context
from ediary_app.jobs import schedules
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.kernel.i18n import _
from ediary_app.upkeep import noting

KIND = "upkeep.forget"
AT = time(3, 45)


@job_kind(KIND, title=_("Forgetting old failures"))
def forget(ctx: Context, work: Work) -> None:
    """Forget failures of more than a month ago."""
    noting.forget_old(ctx)


schedules.daily(KIND, KIND, AT)
