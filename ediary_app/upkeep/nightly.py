"""The nightly back-up (ночная копия): by the school's clock, and at a press of a button."""

from __future__ import annotations

from ediary_app.access.context import Context
from ediary_app.jobs import schedules
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import settings
from ediary_app.upkeep import copying, runs
from ediary_app.upkeep.values import PASSING, BackupOrigin

KIND = runs.KIND
TRIES = 9
"""The tries of one night: the last comes some forty minutes after the first."""


class TryLater(Exception):
    """The back-up failed for a reason that may pass; the work is tried again."""


def copy(work: Work) -> None:
    """Make the copy, with no transaction open: people go on working."""
    origin = BackupOrigin.NIGHT if work.account_id is None else BackupOrigin.BUTTON
    try:
        copying.make(settings(), origin)
    except copying.NotMade as failure:
        if failure.trouble in PASSING and origin is BackupOrigin.NIGHT:
            raise TryLater from failure
        raise


@job_kind(KIND, title=_("Back-up"), attempts=TRIES, outside=copy)
def note(ctx: Context, work: Work) -> None:
    """The copy is made before this transaction; its outcome stands in the book of back-ups."""


schedules.nightly(KIND, KIND, lambda: settings().backup_hour)
