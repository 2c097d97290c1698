"""The product under measurement: `ediary serve` in its own processes."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.figures import say
from bench.stock import KEPT, School

HOST, PORT = "127.0.0.1", int(os.environ.get("BENCH_PORT", "8432"))
START_SECONDS = 300


@dataclass
class Door:
    """Where pages knock: at the server itself, or at what stands before it."""

    port: int = PORT
    tls: ssl.SSLContext | None = None

    @property
    def address(self) -> str:
        """As a browser types it."""
        return f"{'https' if self.tls else 'http'}://{HOST}:{self.port}"


DOOR = Door()


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: psutil.Process
    school: School

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return DOOR.address

    def processes(self) -> list[psutil.Process]:
        """Every process of the server, its web processes and workers."""
        return [self.process, *self.process.children(recursive=True)]

    def memory_mb(self) -> float:
        """Proportional set size of all of them, in megabytes (2^20)."""
        return sum(float(p.memory_full_info().pss) for p in self.processes()) / 2**20

    def pages_by_process(self) -> list[int]:
        """How many open connections each web process holds, the most first."""
        web = [p for p in self.process.children() if "spawn_main" in " ".join(p.cmdline())]
        counts = [len([c for c in p.net_connections("tcp") if c.laddr.port == PORT and c.raddr])
                  for p in web]  # fmt: skip
        return sorted(counts, reverse=True)

    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        times = [p.cpu_times() for p in self.processes()]
        return sum(t.user + t.system for t in times)


@contextmanager
def serving(
    school: School, *, processes: int = 1, more: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Serve a school until the block ends; `more` are settings beyond the usual ones."""
    environment = {
        **school.environment,
        **(more or {}),
        "EDIARY_PORT": str(PORT),
        "EDIARY_PROCESSES": str(processes),
        "EDIARY_LOG_LEVEL": "WARNING",
    }
    log = KEPT / "serve.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "ediary"), "serve"],
            env=environment, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(process)
        yield Served(psutil.Process(process.pid), school)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        if lines := [x for x in log.read_text().splitlines() if "warning" in x or "rror" in x]:
            say(f"the server said {len(lines)} warnings, the last: {lines[-1][:160]}")


def _wait(process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"the server did not start: see {KEPT}/serve.log")
        try:
            socket.create_connection((HOST, PORT), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start in time")
