"""The bench's own PostgreSQL: Debian's server with its own settings, kept between runs.

Everything that makes an acknowledged write durable stays on (`fsync`, `synchronous_commit`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from bench.figures import say

ROOT = Path(__file__).resolve().parents[1]
PORT = int(os.environ.get("BENCH_POSTGRES_PORT", "8431"))
OPTIONS = "-c max_connections=200 -c shared_buffers=512MB -c listen_addresses=127.0.0.1"


def folder() -> Path:
    """Where the server's data lies: a place that its own user may enter."""
    return Path(os.environ.get("BENCH_POSTGRES_DIR", ROOT / "var" / "bench" / "postgres"))


def address(database: str) -> str:
    """A database's address by the server's own socket, as where both live on one machine."""
    return f"postgresql+psycopg://postgres@/{database}?host={folder()}&port={PORT}"


@contextmanager
def server() -> Iterator[None]:
    """The server runs inside the block; it is stopped at the end if it was started here."""
    if _is_up():
        yield
        return
    _start()
    try:
        yield
    finally:
        _run(f"pg_ctl -D {folder()}/data -m fast stop")


@contextmanager
def admin() -> Iterator[Connection]:
    """A connection outside transactions, to create and drop databases."""
    engine = create_engine(address("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def has(database: str) -> bool:
    """Whether the server holds such a database."""
    with admin() as connection:
        found = connection.execute(
            text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": database}
        )
        return found.first() is not None


def create(database: str, template: str = "") -> None:
    """Make a database anew, empty or as a copy."""
    with admin() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)"))
        source = f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""
        connection.execute(text(f"CREATE DATABASE {database}{source}"))


def rename(database: str, name: str) -> None:
    """Give a database another name."""
    with admin() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"ALTER DATABASE {database} RENAME TO {name}"))


def vacuum(database: str) -> None:
    """Settle a database that was just filled, as the server's own upkeep does in time."""
    engine = create_engine(address(database), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _start() -> None:
    place = folder()
    if not (place / "data").exists():
        place.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(place, "postgres")
        _run(f"initdb -D {place}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8")
    options = f"-p {PORT} {OPTIONS} -c unix_socket_directories={place}"
    _run(f"pg_ctl -D {place}/data -w -o '{options}' -l {place}/log start")
    say(f"PostgreSQL on port {PORT}: {OPTIONS}, durable")


def _is_up() -> bool:
    done = subprocess.run(
        [f"{_binaries()}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(PORT)], check=False
    )
    return done.returncode == 0


def _run(command: str) -> None:
    argv = ["sh", "-c", f"{_binaries()}/{command}"]
    if os.geteuid() == 0:
        argv = ["su", "postgres", "-s", "/bin/sh", "-c", argv[-1]]
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise SystemExit("PostgreSQL is not installed: run `make system` as root first")
    return found[-1].parent
