"""The schema goes up from nothing, comes down, and equals the models, on both databases."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from ediary_app import migrating
from ediary_app.kernel.db import Database


def test_models_and_migrations_agree(database_url: str) -> None:
    command.check(migrating.alembic_config(database_url))
    assert "mark" in inspect(Database(database_url).engine).get_table_names()


def test_everything_can_be_taken_down_and_put_up_again(database_url: str) -> None:
    config = migrating.alembic_config(database_url)
    command.downgrade(config, "base")
    assert inspect(Database(database_url).engine).get_table_names() == ["alembic_version"]
    command.upgrade(config, "head")
    assert "event" in inspect(Database(database_url).engine).get_table_names()


@pytest.mark.parametrize("act", ["UPDATE event SET kind = 'x'", "DELETE FROM event"])
def test_the_database_itself_refuses_to_rewrite_history(database_url: str, act: str) -> None:
    engine = Database(database_url).engine
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO event (kind, at, role, subject, subject_id, why, facts)"
                " VALUES ('k', '2026-11-18 05:00:00', '', 's', 1, '', '{}')"
            )
        )
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(act))
