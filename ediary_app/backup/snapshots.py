"""One consistent moment of a database as a file, taken while people work (снимок базы)."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

RELEASE = "alembic_version"
BUILDING = "-c maintenance_work_mem=256MB"
"""Memory for the indexes of a database that is put back."""


@dataclass(frozen=True)
class Snapshot:
    """What was taken: the file, its release and how many rows each table held."""

    file: Path
    dialect: str
    revision: str
    counts: dict[str, int]


def is_sqlite(url: str) -> bool:
    """Whether the address is of a single-file database."""
    return url.startswith("sqlite")


def sqlite_path(url: str) -> Path:
    """The file of a SQLite address."""
    return Path(make_url(url).database or "")


def take(url: str, folder: Path) -> Snapshot:
    """Copy the database as it is at one moment into the folder; nobody waits for it."""
    return _take_sqlite(url, folder) if is_sqlite(url) else _take_postgresql(url, folder)


def _take_sqlite(url: str, folder: Path) -> Snapshot:
    target = folder / "database.sqlite"
    source, copy = sqlite3.connect(sqlite_path(url)), sqlite3.connect(target)
    try:
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise errors.Conflict(
                _("The database itself is damaged; the copy was thrown away. Restore the last "
                  "good back-up."), code="database_damaged")  # fmt: skip
    finally:
        source.close()
        copy.close()
    with opened(f"sqlite:///{target}") as connection:
        return Snapshot(target, "sqlite", revision_of(connection), counts_of(connection))


def _take_postgresql(url: str, folder: Path) -> Snapshot:
    target = folder / "database.pgdump"
    with opened(url, isolation="REPEATABLE READ") as connection:
        moment = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        program(["pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges",
                 f"--snapshot={moment}", f"--file={target}"], url)  # fmt: skip
        return Snapshot(target, "postgresql", revision_of(connection), counts_of(connection))


@contextmanager
def opened(url: str, *, isolation: str | None = None) -> Iterator[Connection]:
    """A short connection of its own, apart from the product's pool."""
    options = {"isolation_level": isolation} if isolation else {}
    engine = create_engine(url, **options)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def scratch(url: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of the same kind, which is gone afterwards."""
    if is_sqlite(url):
        yield f"sqlite:///{folder}/drill.db"
        return
    name = f"{_name(url)}_drill"
    drop = text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    with opened(url, isolation="AUTOCOMMIT") as connection:
        connection.execute(drop)
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        try:
            yield make_url(url).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(drop)


def revision_of(connection: Connection) -> str:
    """The release the schema is of; empty for an empty database."""
    if not inspect(connection).has_table(RELEASE):
        return ""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found or "")


def counts_of(connection: Connection) -> dict[str, int]:
    """How many rows each of the product's tables holds."""
    tables = sorted(set(inspect(connection).get_table_names()) - {RELEASE})
    return {
        table: int(connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())
        for table in tables
    }


def put_back(snapshot: Path, url: str) -> None:
    """Make the database what the snapshot holds; what was there is replaced as a whole."""
    if is_sqlite(url):
        _put_back_sqlite(snapshot, sqlite_path(url))
    else:
        program(["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges",
                 "--single-transaction", "--exit-on-error", f"--dbname={_name(url)}",
                 str(snapshot)], url, PGOPTIONS=BUILDING)  # fmt: skip


def _put_back_sqlite(snapshot: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(target.name + ".restoring")
    shutil.copy(snapshot, fresh)
    for leftover in ("-wal", "-shm"):
        target.with_name(target.name + leftover).unlink(missing_ok=True)
    os.replace(fresh, target)


def _name(url: str) -> str:
    return make_url(url).database or "postgres"


def program(command: list[str], url: str, **more: str) -> None:
    """Run PostgreSQL's own program; the password goes by the environment, never by arguments."""
    environment = {**_environment(make_url(url)), **more}
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True)
    except FileNotFoundError:
        raise errors.Conflict(
            _("The program {name} is missing: install the PostgreSQL client of your system.",
              name=command[0]), code="program_missing") from None  # fmt: skip
    except subprocess.CalledProcessError as failure:
        raise errors.Conflict(
            _(
                "{name} stopped with code {code}. Nothing was half done.",
                name=command[0],
                code=failure.returncode,
            ),
            code="program_failed",
        ) from None


def _environment(url: URL) -> dict[str, str]:
    named = {
        "PGHOST": url.host or str(url.query.get("host", "")),
        "PGPORT": str(url.port or url.query.get("port", "")),
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database,
    }
    return {**os.environ, **{name: value for name, value in named.items() if value}}
