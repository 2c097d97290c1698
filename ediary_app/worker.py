"""The worker (исполнитель): long work, reactions to events, work by the clock, letters."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from types import FrameType

import structlog

from ediary_app import wiring
from ediary_app.jobs.pump import Pump
from ediary_app.kernel import errors
from ediary_app.kernel.settings import Settings
from ediary_app.post import transport
from ediary_app.post.courier import Courier
from ediary_app.upkeep.heart import Heart

log = structlog.get_logger(__name__)

ON_SQLITE, ON_POSTGRES = 1, 2
"""Batches run at once: SQLite has one writer, PostgreSQL serves several."""

ONLY = "only"
"""The one worker of a SQLite database: under the same name it finds its own work again."""


def worker_name(chosen: Settings, given: str = "") -> str:
    """The name a worker is known by; on PostgreSQL each has its own."""
    if chosen.database_url.startswith("sqlite"):
        return ONLY
    return given or f"{socket.gethostname()}-{os.getpid()}"


def work(chosen: Settings, *, name: str = "", parent: int = 0) -> None:
    """Work until told to stop, or until the parent process is gone."""
    runtime = wiring.start(chosen)
    at_once = ON_SQLITE if runtime.database.is_sqlite else ON_POSTGRES
    pump = Pump(chosen.database_url, name=worker_name(chosen, name), at_once=at_once)
    stop = threading.Event()

    def tell(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    courier = Courier(transport.current_server())
    heart = Heart(runtime, "worker")
    if not begin(pump, stop):
        return
    for part in (courier, heart):
        part.start()
    while not stop.wait(1.0) and (not parent or os.getppid() == parent):
        pass
    heart.stop()
    courier.stop()
    pump.stop()
    runtime.database.dispose()


def begin(pump: Pump, stop: threading.Event) -> bool:
    """Start the work when the database is there: after a power cut it may come up later.

    Returns whether it was started: not if the worker was told to stop first.
    """
    while not stop.is_set():
        try:
            pump.start()
            return True
        except errors.Unavailable as error:
            log.warning("work.delayed", error=type(error).__name__)
            stop.wait(1.0)
    return False


class WorkerProcess:
    """A worker beside the server, in a process of its own; started again when it dies."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="worker", daemon=True)

    def start(self) -> None:
        """Start the worker and watch over it."""
        self._thread.start()

    def stop(self) -> None:
        """End the worker after the batch at hand, if it was ever started."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=20)

    def _watch(self) -> None:
        while not self._stop.is_set():
            command = [sys.executable, "-m", "ediary_app.cli", "worker"]
            self._process = subprocess.Popen([*command, "--parent", str(os.getpid())])
            while self._process.poll() is None and not self._stop.wait(0.5):
                pass
            if not self._stop.wait(2.0):
                log.warning("worker.ended", status=self._process.returncode)
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=15)
