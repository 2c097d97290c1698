"""A private PostgreSQL server for tests, from Debian's packages, on a free local port."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine


@contextmanager
def admin(server: str) -> Iterator[Connection]:
    """A connection outside transactions, to create and drop databases."""
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def start() -> str:
    """Start the server; returns its address without a database. It ends with this process."""
    folder = Path(tempfile.mkdtemp(prefix="ediary-pg-"))
    port = _free_port()
    place = binaries()
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        shutil.chown(folder, owner)
    run(owner, f"{place}/initdb -D {folder}/data -U postgres -A trust -E UTF8 --locale=C.UTF-8")
    options = (
        f"-p {port} -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
        " -c listen_addresses=127.0.0.1"
    )
    run(owner, f"{place}/pg_ctl -D {folder}/data -w -o '{options}' -l {folder}/log start")
    atexit.register(_stop, owner, place, folder)
    return f"postgresql+psycopg://postgres@127.0.0.1:{port}"


def binaries() -> Path:
    """Where the newest PostgreSQL of this machine keeps its programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise RuntimeError("PostgreSQL is not installed: run `make system` as root first")
    return found[-1].parent


def run(owner: str, command: str) -> None:
    """Run a command as its owner, through a shell."""
    argv = (
        ["su", owner, "-s", "/bin/sh", "-c", command]
        if os.geteuid() == 0
        else ["sh", "-c", command]
    )
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _stop(owner: str, place: Path, folder: Path) -> None:
    run(owner, f"{place}/pg_ctl -D {folder}/data -m immediate stop")
    shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
