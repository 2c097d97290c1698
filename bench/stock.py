"""Demo schools to measure on (запас баз): built once, kept under a digest of what makes them.

A run works on a fresh copy. The product's clock is shifted to the moment a school was built, so
that "today" is a day the demo knows.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench import postgres
from bench.figures import say

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "bench"
SOURCES = ("ediary_app/demo/*.py", "alembic/versions/*.py", "ediary_app/*/models.py",
           "ediary_app/kernel/event*.py")  # fmt: skip


@dataclass(frozen=True)
class School:
    """A database with demo schools: its address, how long it took to build, the clock's shift."""

    url: str
    seconds: float
    built_at: float

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the product needs to work on it."""
        return {
            **os.environ,
            "EDIARY_DATABASE_URL": self.url,
            "EDIARY_DATA_DIR": str(KEPT / "data"),
            "EDIARY_CLOCK_SHIFT_SECONDS": str(int(self.built_at - time.time())),
        }


def digest() -> str:
    """Of everything that decides what a demo database holds."""
    found = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:10]


def school(size: str, kind: str = "postgresql", *, anew: bool = False) -> School:
    """A fresh copy of a demo of this size; `anew` builds it again to time the building."""
    name = f"demo_{size}_{digest()}"
    note = KEPT / f"{name}.{kind}.json"
    if anew or not note.exists() or not _is_kept(name, kind):
        _build(name, size, kind, note)
    told = json.loads(note.read_text())
    return School(_copied(name, kind), told["seconds"], told["built_at"])


def _is_kept(name: str, kind: str) -> bool:
    return (KEPT / f"{name}.db").exists() if kind == "sqlite" else postgres.has(name)


def _build(name: str, size: str, kind: str, note: Path) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    making = f"{name}_making"
    if kind == "sqlite":
        (KEPT / f"{making}.db").unlink(missing_ok=True)
        url = f"sqlite:///{KEPT}/{making}.db"
    else:
        postgres.create(making)
        url = postgres.address(making)
    say(f"building a demo: {size}, {kind}")
    environment = {**os.environ, "EDIARY_DATABASE_URL": url, "EDIARY_DATA_DIR": str(KEPT / "data")}
    ediary = str(Path(sys.executable).parent / "ediary")
    subprocess.run([ediary, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    began, built_at = time.perf_counter(), time.time()
    subprocess.run([ediary, "demo", "--size", size], env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    seconds = time.perf_counter() - began
    if kind == "sqlite":
        (KEPT / f"{making}.db").rename(KEPT / f"{name}.db")
    else:
        postgres.vacuum(making)
        postgres.rename(making, name)
    note.write_text(json.dumps({"seconds": seconds, "built_at": built_at}))


def _copied(name: str, kind: str) -> str:
    copy = f"run_{name}"
    if kind == "sqlite":
        for tail in ("", "-wal", "-shm"):
            (KEPT / f"{copy}.db{tail}").unlink(missing_ok=True)
        shutil.copy(KEPT / f"{name}.db", KEPT / f"{copy}.db")
        return f"sqlite:///{KEPT}/{copy}.db"
    postgres.create(copy, template=name)
    return postgres.address(copy)
