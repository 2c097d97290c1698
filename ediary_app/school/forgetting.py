"""What nobody needs any more is forgotten each night (ночная уборка доступа)."""

from __future__ import annotations

from datetime import time

from ediary_app.access import forgetting
from ediary_app.access.context import Context
from ediary_app.jobs import schedules
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.kernel.i18n import _

KIND = "access.forget"
AT = time(3, 30)


@job_kind(KIND, title=_("Forgetting old sign-in records"))
def forget(ctx: Context, work: Work) -> None:
    """Forget answers under keys, failed attempts and addresses of devices long gone."""
    forgetting.forget_old(ctx)


schedules.daily(KIND, KIND, AT)
