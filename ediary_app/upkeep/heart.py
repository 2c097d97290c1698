"""The heart of a process (пульс): tells each minute that it lives, and failures within seconds."""

from __future__ import annotations

import os
import socket
import threading

import structlog

from ediary_app.access.context import system_actor
from ediary_app.access.performing import Runtime, perform
from ediary_app.kernel import logs
from ediary_app.kernel.timing import TIMINGS
from ediary_app.upkeep import machine, noting

log = structlog.get_logger(__name__)
BEAT_SECONDS = 5.0
TELL_EVERY = 12
"""Every so many beats the process tells of itself."""
SYSTEM = system_actor("heart")


def process_name() -> str:
    """The name a process is known by on the server's page."""
    return f"{socket.gethostname()}-{os.getpid()}"[:80]


class Heart:
    """A thread that beats as long as the process lives."""

    def __init__(self, runtime: Runtime, kind: str) -> None:
        self._name, self._kind = process_name(), kind
        self._started_at = runtime.clock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        self._thread.start()

    def stop(self) -> None:
        """Stop."""
        self._stop.set()
        self._thread.join(timeout=10)

    def beat(self, *, tells: bool) -> None:
        """Hand over the failures that wait; tell of the process when it is time."""
        failures = logs.waiting_failures()
        if failures:
            try:
                perform(noting.note_failures, actor=SYSTEM, process=self._name, failures=failures)
            except Exception:
                logs.give_back(failures)
                raise
        if tells:
            perform(
                noting.note_process, actor=SYSTEM, name=self._name, kind=self._kind,
                started_at=self._started_at, memory=machine.own_memory(),
                timings=TIMINGS.last_hour(),
            )  # fmt: skip

    def _run(self) -> None:
        number = 0
        while True:
            try:
                self.beat(tells=number % TELL_EVERY == 0)
                number += 1
            except Exception as error:  # the database is away: try again at the next beat
                log.warning("heart.delayed", error=type(error).__name__)
            if self._stop.wait(BEAT_SECONDS):
                return
