"""Sealing in the background (опечатывание): the chain follows the events within seconds."""

from __future__ import annotations

import threading

import structlog

from ediary_app.access.newswire import MISSED
from ediary_app.access.performing import Runtime
from ediary_app.kernel import eventlog
from ediary_app.kernel.clock import JumpSense

log = structlog.get_logger(__name__)
EVERY_SECONDS = 2.0


def seal_all(runtime: Runtime) -> int:
    """Seal everything that waits, one school and one batch a transaction; returns how many."""
    sealed = 0
    with runtime.database.session(writes=False) as session:
        schools = eventlog.schools_to_seal(session)
    for school_id in schools:
        while True:
            with runtime.database.session() as session:
                count = eventlog.seal_pending(session, school_id, runtime.clock())
            sealed += count
            if count < eventlog.SEAL_BATCH:
                break
    return sealed


class Sealer:
    """A thread that seals every two seconds; several processes may run one each.

    When the machine's clock was set meanwhile it says so, and the open pages look anew.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._stop = threading.Event()
        self._jumped = JumpSense(runtime.clock)
        self._thread = threading.Thread(target=self._run, name="sealer", daemon=True)

    def start(self) -> None:
        """Begin to seal."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the batch at hand."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            if by := self._jumped():
                log.warning("clock.jumped", seconds=round(by.total_seconds()))
                for listener in self._runtime.listeners:
                    listener([MISSED])
            try:
                seal_all(self._runtime)
            except Exception as error:  # the database is away: try again at the next beat
                log.warning("sealing.delayed", error=type(error).__name__)
