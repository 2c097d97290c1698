"""The schema goes up from nothing, comes down, and equals the models, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.exc import DBAPIError

from ediary_app import migrating, tables
from ediary_app.kernel.db import Database
from tests.conftest import fresh_database


def test_models_and_migrations_agree(database_url: str) -> None:
    command.check(migrating.alembic_config(database_url))
    assert "mark" in inspect(Database(database_url).engine).get_table_names()


def test_everything_can_be_taken_down_and_put_up_again(database_url: str) -> None:
    config = migrating.alembic_config(database_url)
    command.downgrade(config, "base")
    assert inspect(Database(database_url).engine).get_table_names() == ["alembic_version"]
    command.upgrade(config, "head")
    assert "event" in inspect(Database(database_url).engine).get_table_names()


def test_the_latest_migration_can_be_taken_back(database_url: str) -> None:
    config = migrating.alembic_config(database_url)
    command.downgrade(config, "-1")
    command.upgrade(config, "head")
    command.check(config)
    assert revision(database_url) == ScriptDirectory.from_config(config).get_current_head()


def test_migrations_form_one_line(database_url: str) -> None:
    scripts = ScriptDirectory.from_config(migrating.alembic_config(database_url))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def revision(url: str) -> str:
    with Database(url).engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def test_every_check_of_the_models_is_in_the_database(database_url: str) -> None:
    inspector = inspect(Database(database_url).engine)
    kept = {
        str(check["name"])
        for table in tables.metadata.tables
        for check in inspector.get_check_constraints(table)
    }
    meant = {
        str(constraint.name)
        for table in tables.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert "ck_mark_value_known" in meant
    assert meant - kept == set()


EVENT = (
    "INSERT INTO event (kind, at, role, subject, subject_id, why, facts)"
    " VALUES ('k', '2026-11-18 05:00:00', '', 's', 1, '', '{}')"
)
SEAL = (
    "INSERT INTO seal (school_id, number, sealed_at, event_ids, digest)"
    " VALUES (1, 1, '2026-11-18 05:00:00', '[1]', '00')"
)


@pytest.mark.parametrize(
    "act",
    ["UPDATE event SET kind = 'x'", "DELETE FROM event", "UPDATE seal SET number = 2",
     "DELETE FROM seal"],
)  # fmt: skip
def test_the_database_itself_refuses_to_rewrite_history(database_url: str, act: str) -> None:
    engine = Database(database_url).engine
    with engine.begin() as connection:
        connection.execute(text(EVENT))
        connection.execute(text(SEAL))
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(act))


def test_postgresql_refuses_to_empty_the_history_too(postgres_only: str) -> None:
    engine = Database(postgres_only).engine
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("TRUNCATE event CASCADE"))


@pytest.fixture(params=[pytest.param("postgresql", marks=pytest.mark.postgresql)])
def postgres_only(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database on PostgreSQL, the only one that knows TRUNCATE."""
    return fresh_database(request, tmp_path)
