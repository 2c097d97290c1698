"""Words of long work: the states of jobs and batches, and what happens to them."""

from __future__ import annotations

from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class JobState(StrEnum):
    """Where a job stands (состояние задания)."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIVE = (JobState.WAITING, JobState.RUNNING)
"""The states in which batches are still given to workers."""

STATE_NAMES: dict[JobState, LazyText] = {
    JobState.WAITING: _("Waiting"),
    JobState.RUNNING: _("Running"),
    JobState.DONE: _("Done"),
    JobState.FAILED: _("Not finished"),
    JobState.CANCELLED: _("Cancelled"),
}


class BatchState(StrEnum):
    """Where a batch of items stands (состояние порции)."""

    WAITING = "waiting"
    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobEvent(StrEnum):
    """What happens to a job (события задания)."""

    STARTED = "jobs.started"
    FINISHED = "jobs.finished"
    CANCELLED = "jobs.cancelled"
    RETRIED = "jobs.retried"
    TOLD = "jobs.told"
    REACTION_RETRIED = "jobs.reaction_retried"
