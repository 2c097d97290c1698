"""A living school for tests: a database on the test's Wednesday, and the product serving it.

The product runs as it is installed: the `ediary` command in a process of its own, on a free port,
with its clock moved to the Wednesday. This test process is then "another process" beside it.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ediary_app.access.performing import Runtime, use_runtime
from ediary_app.kernel.clock import ShiftedClock
from ediary_app.kernel.db import Database

ROOT = Path(__file__).resolve().parents[1]
EDIARY = Path(sys.executable).with_name("ediary")
WEDNESDAY = datetime(2026, 11, 18, 5, 0, tzinfo=UTC)
"""A Wednesday in term, ten in the morning in Yugorsk."""
START_SECONDS = 180
FRESH = "fresh.db"
"""The school as it was before anybody touched it."""


@dataclass
class Served:
    """The product serving one database; `folder` holds its files and its log."""

    database_url: str
    folder: Path
    shift: int = field(default_factory=lambda: seconds_to(WEDNESDAY))
    port: int = field(default_factory=lambda: free_port())  # noqa: PLW0108 (is defined below)
    process: subprocess.Popen[bytes] | None = None
    sign_ins: list[dict[str, Any]] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    """Settings beyond the usual ones."""

    @property
    def url(self) -> str:
        """The address people type."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of this product, for it and for commands beside it."""
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("EDIARY_")},
            "EDIARY_DATABASE_URL": self.database_url,
            "EDIARY_DATA_DIR": str(self.folder),
            "EDIARY_PORT": str(self.port),
            "EDIARY_CLOCK_SHIFT_SECONDS": str(self.shift),
            "REFLEX_USE_SYSTEM_BUN": "1",
            **self.more,
        }

    def keep_fresh(self) -> None:
        """Lay the school aside as it is now: copies are made of this, whatever is done later."""
        source = sqlite3.connect(self.folder / "ediary.db")
        with closing(source), closing(sqlite3.connect(self.folder / FRESH)) as copy:
            source.backup(copy)

    def copy_to(self, folder: Path) -> Served:
        """The same school in a folder of its own, not served yet."""
        fresh = self.folder / FRESH
        source = sqlite3.connect(fresh if fresh.exists() else self.folder / "ediary.db")
        with closing(source), closing(sqlite3.connect(folder / "ediary.db")) as copy:
            source.backup(copy)
        return Served(f"sqlite:///{folder}/ediary.db", folder, shift=self.shift)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `ediary …` beside the server and wait for it."""
        return subprocess.run(
            [EDIARY, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> Served:
        """Start serving and wait until it answers."""
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [EDIARY, "serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_answering():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the product did not start:\n{self.log()}")
            time.sleep(0.1)
        return self

    def is_answering(self) -> bool:
        """Whether the product says that it is well."""
        try:
            with urllib.request.urlopen(f"{self.url}/api/health", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def log(self) -> str:
        """What the product has written so far."""
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """Kill -9: no farewell, no flush."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=15)
        self.process = None

    def beside(self) -> Runtime:
        """A runtime of this very process on the same database: an act from elsewhere."""
        clock = ShiftedClock(timedelta(seconds=self.shift))
        runtime = Runtime(database=Database(self.database_url, pool_size=4), clock=clock)
        use_runtime(runtime)
        return runtime


def seconds_to(moment: datetime) -> int:
    """How far to move a clock so that it shows this moment now."""
    return int((moment - datetime.now(UTC)).total_seconds())


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def demo(served: Served, size: str = "small") -> list[dict[str, Any]]:
    """Fill the database with the demo school; returns the sign-ins it prints."""
    made = served.command("demo", "--size", size, "--json")
    if made.returncode != 0:
        raise RuntimeError(made.stderr)
    rows: list[dict[str, Any]] = json.loads(made.stdout)
    return rows
