"""The database is away or full: a kind refusal, one effect per key, and back by itself."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from starlette.testclient import TestClient

from ediary_app.access.context import Context
from ediary_app.access.newswire import MISSED, Newswire
from ediary_app.access.performing import News, Runtime, perform, use_runtime
from ediary_app.access.usecase import USE_CASES, use_case
from ediary_app.access.values import Permission, Role
from ediary_app.api.app import api
from ediary_app.audit.sealing import Sealer, seal_all
from ediary_app.kernel import errors, eventlog
from ediary_app.kernel.clock import ShiftedClock
from ediary_app.kernel.db import Database
from ediary_app.kernel.events import Event
from tests.given import Given


@use_case(requires=Permission.SCHOOL_MANAGE)
def note(ctx: Context, *, title: str) -> int:
    """A use case of the tests: records one event."""
    ctx.record("test.noted", ("school", ctx.school_id), values={"title": title})
    return 1


USE_CASES.pop(note.use_case.name)  # type: ignore[attr-defined]


def noted(runtime: Runtime) -> int:
    with runtime.database.session(writes=False) as session:
        return len(list(session.scalars(select(Event.id).where(Event.kind == "test.noted"))))  # type: ignore[call-overload]


def drop_connections(runtime: Runtime) -> None:
    """End every connection of the pool from outside, as a restart of PostgreSQL does."""
    elsewhere = Database(runtime.database.url, pool_size=2)
    with elsewhere.session() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    elsewhere.dispose()


def test_a_full_disk_is_said_and_nothing_is_half_written(given: Given) -> None:
    runtime = given.runtime
    if not runtime.database.is_sqlite:
        return
    actor = given.actor(None, Role.ADMINISTRATOR, given.school().id)
    small = Runtime(database=Database(runtime.database.url, pool_size=2), clock=runtime.clock)
    with small.database.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count={pages}")
    use_runtime(small)
    with pytest.raises(errors.Unavailable) as refused:
        perform(note, actor=actor, title="длинное " * 20_000)
    assert "диск" in refused.value.text().lower()
    use_runtime(runtime)
    small.database.dispose()
    assert noted(runtime) == 0
    assert perform(note, actor=actor, title="коротко") == 1


def test_a_missing_database_is_no_failure_but_a_refusal(given: Given) -> None:
    actor = given.actor(None, Role.ADMINISTRATOR, given.school().id)
    nowhere = "sqlite:////nonexistent/e.db"
    if not given.runtime.database.is_sqlite:
        nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    away = Runtime(database=Database(nowhere, pool_size=2), clock=given.runtime.clock)
    use_runtime(away)
    with pytest.raises(errors.Unavailable):
        perform(note, actor=actor, title="x")
    with TestClient(api) as client:
        assert client.get("/api/health").status_code == 200
        answer = client.get("/api/ready")
    assert answer.status_code == 503
    assert answer.json()["code"] == "unavailable"
    assert "nonexistent" not in answer.text
    use_runtime(given.runtime)


def test_a_broken_connection_is_made_anew_where_nothing_can_happen_twice(given: Given) -> None:
    runtime = given.runtime
    if runtime.database.is_sqlite:
        return
    actor = given.signed_in(given.teacher(given.school()), Role.ADMINISTRATOR)
    drop_connections(runtime)
    assert perform(note, actor=actor, key="one", title="x") == 1
    drop_connections(runtime)
    assert perform(note, actor=actor, key="one", title="x") == 1
    assert noted(runtime) == 1
    drop_connections(runtime)
    with pytest.raises(errors.Unavailable):
        perform(note, actor=actor, title="without a key it might happen twice")
    assert perform(note, actor=actor, title="the pool has come back") == 1


def test_after_a_dead_wire_every_page_looks_anew(given: Given) -> None:
    if given.runtime.database.is_sqlite:
        return
    heard: list[News] = []
    told = threading.Event()

    def hear(news: Sequence[News]) -> None:
        heard.extend(news)
        told.set()

    wire = Newswire(given.runtime, hear)
    wire.start()
    wait_for_listener(given.runtime)
    drop_connections(given.runtime)
    assert told.wait(10)
    wire.stop()
    assert heard == [MISSED]


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_is_set_is_noticed_and_every_page_looks_anew(given: Given, days: int) -> None:
    clock = ShiftedClock()
    runtime = Runtime(database=given.runtime.database, clock=clock)
    use_runtime(runtime)
    actor = given.actor(None, Role.ADMINISTRATOR, given.school().id)
    perform(note, actor=actor, title="before")
    heard: list[News] = []
    told = threading.Event()

    def hear(news: Sequence[News]) -> None:
        heard.extend(news)
        told.set()

    runtime.listeners.append(hear)
    sealer = Sealer(runtime)
    sealer.start()
    clock.shift += timedelta(days=days)
    assert told.wait(10)
    assert heard == [MISSED]
    runtime.listeners.clear()
    perform(note, actor=actor, title="after")
    sealer.stop()
    seal_all(runtime)
    assert noted(runtime) == 2
    with runtime.database.session(writes=False) as session:
        assert eventlog.schools_to_seal(session) == []
    use_runtime(given.runtime)


def wait_for_listener(runtime: Runtime) -> None:
    """Wait until somebody listens."""
    listening = text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
    for _attempt in range(100):
        with runtime.database.session(writes=False) as session:
            if session.execute(listening).scalar():
                return
        threading.Event().wait(0.05)
    raise AssertionError("nobody listens")
