"""The machine under the product (сервер): load, memory, room on the disks, the certificate."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from ediary_app import certifying
from ediary_app.kernel.settings import Settings


@dataclass(frozen=True)
class Room:
    """A disk that holds something of ours: bytes free, and of how many."""

    free: int
    total: int


@dataclass(frozen=True)
class Machine:
    """What is measured of the machine; memory in bytes, load as the mean of five minutes."""

    load: float = 0.0
    cores: int = 1
    memory_free: int = 0
    memory: int = 0
    data: Room | None = None
    copies: Room | None = None
    certificate_ends: datetime | None = None
    database_bytes: int | None = None
    """The size of a single-file database with its journal; PostgreSQL is asked itself."""


def look(chosen: Settings) -> Machine:
    """Measure the machine, which takes well below a millisecond."""
    free, total = _memory()
    return Machine(
        load=round(os.getloadavg()[1], 2),
        cores=os.cpu_count() or 1,
        memory_free=free,
        memory=total,
        data=room_of(chosen.data_dir),
        copies=room_of(chosen.copies_dir),
        certificate_ends=_certificate_ends(chosen),
        database_bytes=_database_bytes(chosen.database_url),
    )


def room_of(folder: Path) -> Room | None:
    """The room on the disk a folder lies on, or will lie on; none when it cannot be asked."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return Room(usage.free, usage.total)


def own_memory() -> int:
    """The bytes of memory this process holds."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _memory() -> tuple[int, int]:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0, 0
    told = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if ":" in line}
    return told.get("MemAvailable", 0), told.get("MemTotal", 0)


def _certificate_ends(chosen: Settings) -> datetime | None:
    own = chosen.data_dir / "tls" / "server.pem"
    file = {"own": own, "file": chosen.tls_certificate}.get(chosen.tls)
    try:
        return certifying.ends_at(file) if file is not None else None
    except (OSError, ValueError):
        return None


def _database_bytes(url: str) -> int | None:
    if not url.startswith("sqlite"):
        return None
    file = Path(make_url(url).database or "")
    parts = (file, file.with_name(file.name + "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
