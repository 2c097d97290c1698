"""Databases for tests: each test that asks for `db` runs on SQLite and on PostgreSQL.

The schema is migrated once per process into a template; each test gets a fresh copy of it.
PostgreSQL comes from EDIARY_TEST_POSTGRES_URL, or a private server is started from Debian's
packages.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from ediary_app import migrating
from ediary_app.access.performing import Runtime, use_runtime
from ediary_app.kernel.db import Database
from tests import postgres
from tests.given import Given

MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 4 << 30:
    tempfile.tempdir = str(MEMORY)  # test databases in memory: thousands of them come and go

WEDNESDAY = datetime(2026, 11, 18, 5, 0, tzinfo=UTC)
"""A Wednesday in term, ten in the morning in Yugorsk."""


class FixedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = WEDNESDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrating.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[tuple[str, str]]:
    server = os.environ.get("EDIARY_TEST_POSTGRES_URL") or postgres.start()
    name = f"ediary_template_{os.getpid()}"
    with postgres.admin(server) as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    migrating.migrate(f"{server}/{name}")
    yield server, name
    with postgres.admin(server) as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh migrated database, of each kind in turn."""
    return fresh_database(request, tmp_path)


def fresh_database(request: pytest.FixtureRequest, folder: Path, kind: str = "test") -> str:
    """A fresh copy of the migrated template for a fixture with the parameters `DATABASES`."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, folder / "ediary.db")
        return f"sqlite:///{folder}/ediary.db"
    server, template_name = request.getfixturevalue("postgres_template")
    name = f"ediary_{kind}_{os.getpid()}"
    with postgres.admin(server) as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(
            text(f"CREATE DATABASE {name} TEMPLATE {template_name} STRATEGY FILE_COPY")
        )
    return f"{server}/{name}"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def runtime(database_url: str, clock: FixedClock) -> Iterator[Runtime]:
    database = Database(database_url, pool_size=8)
    made = Runtime(database=database, clock=clock)
    use_runtime(made)
    yield made
    database.dispose()


@pytest.fixture
def given(runtime: Runtime) -> Given:
    """Builders in the school's words, writing to the test's database."""
    return Given(runtime)
