"""Reactions to events and work by the clock: in order, once, late rather than lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import text

from ediary_app.access.context import Context, system_actor
from ediary_app.access.performing import Runtime, perform, use_runtime
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import pump, reactions, rules, schedules, tending
from ediary_app.jobs.reactions import Happened
from tests.conftest import FixedClock
from tests.given import Given
from tests.jobs import probe

SYSTEM = system_actor("tests")
FELL = "tests.rang"


@use_case(requires=Permission.JOB_RUN)
def ring(ctx: Context, *, number: int) -> None:
    """Something happens that a reaction waits for."""
    ctx.record(FELL, ("bell", number))


def take(ctx: Context, event: Happened) -> None:
    """Write the bell's number down; bell 13 is broken."""
    if event.subject_id == 13 and event.at == ctx.now:
        raise RuntimeError("broken")
    values = {"s": event.school_id, "i": event.subject_id}
    ctx.session.execute(text("INSERT INTO probe VALUES (:s, :i)"), values)


@pytest.fixture
def school_id(given: Given, runtime: Runtime) -> Iterator[int]:
    probe.prepare(runtime.database)
    use_runtime(replace(runtime, subscribers=lambda kind: ("bells",) if kind == FELL else ()))
    reactions.REACTIONS["bells"] = take
    yield given.school().id
    del reactions.REACTIONS["bells"]


def rung(*numbers: int, school_id: int) -> None:
    for number in numbers:
        perform(ring, actor=system_actor("tests", school_id), number=number)


def work_off() -> None:
    for queue in perform(tending.look, actor=SYSTEM).queues:
        pump.react_to(queue)


def taken(runtime: Runtime) -> list[int]:
    with runtime.database.session(writes=False) as session:
        order = "rowid" if runtime.database.is_sqlite else "ctid"
        return list(session.scalars(text(f"SELECT item FROM probe ORDER BY {order}")))


def test_each_event_is_reacted_to_once_and_in_order(school_id: int, runtime: Runtime) -> None:
    rung(*range(20, 140), school_id=school_id)
    work_off()
    work_off()
    assert taken(runtime) == list(range(20, 140))


def test_a_broken_event_holds_up_its_school_alone(
    school_id: int, given: Given, runtime: Runtime
) -> None:
    rung(1, 13, 2, school_id=school_id)
    rung(7, school_id=given.school().id)
    work_off()
    assert sorted(taken(runtime)) == [1, 7]


def test_what_was_held_up_goes_on_in_order_later(
    school_id: int, runtime: Runtime, clock: FixedClock
) -> None:
    rung(1, 13, 2, school_id=school_id)
    work_off()
    clock.now += timedelta(seconds=5)
    work_off()
    assert taken(runtime) == [1]
    clock.now += timedelta(minutes=5)
    work_off()
    assert taken(runtime) == [1, 13, 2]


def test_an_event_that_never_succeeds_is_set_aside(
    school_id: int, runtime: Runtime, clock: FixedClock
) -> None:
    reactions.REACTIONS["bells"] = lambda ctx, event: take(ctx, replace(event, at=ctx.now))
    rung(13, 2, school_id=school_id)
    for _try in range(reactions.TRIES + 1):
        work_off()
        clock.now += timedelta(hours=2)
    assert taken(runtime) == [2]
    with runtime.database.session(writes=False) as session:
        aside = "SELECT count(*) FROM reaction_trouble WHERE is_set_aside"
        assert session.scalar(text(aside)) == 1


def test_work_by_the_clock_starts_once_when_due(
    given: Given, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedules, "SCHEDULES", {})
    schedules.every("tests.hourly", probe.KIND, timedelta(hours=1))
    perform(schedules.enter_schedules, actor=SYSTEM)
    assert perform(schedules.tick, actor=SYSTEM) == ()
    clock.now += timedelta(hours=30)
    assert perform(tending.look, actor=SYSTEM).has_due
    assert perform(schedules.tick, actor=SYSTEM) == ("tests.hourly",)
    assert perform(schedules.tick, actor=SYSTEM) == ()


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 18, 5, 0, tzinfo=UTC), datetime(2026, 11, 18, 21, 30, tzinfo=UTC)),
        (datetime(2026, 11, 18, 21, 30, tzinfo=UTC), datetime(2026, 11, 19, 21, 30, tzinfo=UTC)),
    ],
)
def test_daily_work_is_due_by_the_schools_clock(now: datetime, due: datetime) -> None:
    assert rules.next_daily(now, time(2, 30), "Asia/Yekaterinburg") == due
