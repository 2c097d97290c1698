"""The durable engine behind one door (DBOS Transact): it carries bundles to workers, no more.

On SQLite it keeps its state in a file beside the database, on PostgreSQL in a schema of the same
database, where several workers share one queue. Its rows hold random bundle names only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from dbos import DBOS, DBOSPortableJSONSerializer, SetWorkflowID

QUEUE = "bundles"
VERSION = "1"
"""Stays the same over upgrades, so that a new release finishes what the former has begun."""

POLL_SECONDS = 1.0
FORGOTTEN_AT_ONCE = 500
_runners: list[Callable[[str], None]] = []


@DBOS.workflow(name="ediary.bundle", max_recovery_attempts=1000)
def _carry(bundle: str) -> None:
    for run in _runners:
        run(bundle)


def engine_url(database_url: str) -> str:
    """Where the engine keeps its state, given the product's database."""
    if database_url.startswith("sqlite"):
        return database_url.removesuffix(".db") + "-work.db"
    return database_url


class Engine:
    """The engine of this process; there is one at a time."""

    def __init__(self, database_url: str, *, name: str, at_once: int) -> None:
        self._at_once = at_once
        DBOS(
            config={
                "name": "ediary",
                "system_database_url": engine_url(database_url),
                "application_version": VERSION,
                "executor_id": name,
                "serializer": DBOSPortableJSONSerializer(),
                "log_level": "ERROR",
                "sys_db_pool_size": 4,
                "notification_listener_polling_interval_sec": 2.0,
                "scheduler_polling_interval_sec": 3600.0,
                "max_executor_threads": 16,
            }
        )

    def start(self, run: Callable[[str], None]) -> None:
        """Begin to take bundles from the queue and give them to `run`."""
        _runners[:] = [run]
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._at_once,
            polling_interval_sec=POLL_SECONDS,
            on_conflict="always_update",
        )

    def stop(self) -> None:
        """Stop taking bundles; those at hand have been told to end by whoever runs them."""
        DBOS.destroy()
        _runners.clear()

    def carry(self, bundles: Iterable[str]) -> None:
        """Queue bundles; one that is queued already stays as it is."""
        for bundle in bundles:
            with SetWorkflowID(bundle):
                DBOS.enqueue_workflow(QUEUE, _carry, bundle)

    def under_way(self, bundles: Sequence[str]) -> dict[str, bool]:
        """Of bundles the engine knows: whether each is still queued or running."""
        found = DBOS.list_workflows(workflow_ids=list(bundles), load_input=False, load_output=False)
        active = {"PENDING", "ENQUEUED", "DELAYED"}
        return {status.workflow_id: status.status in active for status in found}

    def take_over(self, workers: Sequence[str]) -> int:
        """Queue again what dead workers had in their hands; returns how many bundles."""
        left = DBOS.list_workflows(
            executor_id=list(workers), status="PENDING", load_input=False, load_output=False
        )
        if left:
            DBOS.resume_workflows([status.workflow_id for status in left], queue_name=QUEUE)
        return len(left)

    def forget(self, before: datetime) -> int:
        """Drop the engine's notes on bundles that were over before a moment; returns how many."""
        over = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=before.isoformat(),
            limit=FORGOTTEN_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        if over:
            DBOS.delete_workflows([status.workflow_id for status in over])
        return len(over)
