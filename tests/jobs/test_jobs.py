"""Long work: each item once, progress that never goes back, cancel, retry, whose it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from ediary_app.access.context import Actor, system_actor
from ediary_app.access.performing import Runtime, perform
from ediary_app.access.values import Role
from ediary_app.jobs import kinds, queries, rules, running, service, tending
from ediary_app.jobs.pump import Pump, run_step
from ediary_app.jobs.queries import JobLine
from ediary_app.kernel import errors
from ediary_app.kernel.clock import system_clock
from tests.conftest import FixedClock
from tests.given import Given
from tests.jobs import probe

SYSTEM = system_actor("tests")


@pytest.fixture
def administrator(given: Given) -> Actor:
    probe.prepare(given.runtime.database)
    return given.actor(None, Role.ADMINISTRATOR, given.school().id)


@pytest.fixture
def pump(runtime: Runtime) -> Iterator[Pump]:
    made = Pump(runtime.database.url, name="tests", at_once=2)
    made.start()
    yield made
    made.stop()


def job(administrator: Actor, job_id: int) -> JobLine:
    lines = perform(queries.all_jobs, actor=administrator).lines
    return next(line for line in lines if line.id == job_id)


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait until something is so; false when it never was."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def work_off() -> None:
    """Do by hand what waits, as a worker would, without the engine."""
    for bundle in perform(running.claim, actor=SYSTEM):
        for step in perform(running.steps_of, actor=SYSTEM, bundle=bundle):
            run_step(step)


def test_a_worker_does_each_item_once(administrator: Actor, runtime: Runtime, pump: Pump) -> None:
    number = perform(probe.begin, actor=administrator, count=205)
    assert until(lambda: job(administrator, number).state == "done")
    assert probe.noted(runtime) == list(range(1, 206))
    assert job(administrator, number).percent == 100


def test_work_without_items_is_done_once(administrator: Actor, runtime: Runtime) -> None:
    number = perform(probe.begin, actor=administrator)
    work_off()
    work_off()
    assert (job(administrator, number).state, probe.noted(runtime)) == ("done", [0])


def test_a_batch_run_twice_takes_effect_once(administrator: Actor, runtime: Runtime) -> None:
    perform(probe.begin, actor=administrator, count=5)
    (bundle,) = perform(running.claim, actor=SYSTEM)
    (step,) = perform(running.steps_of, actor=SYSTEM, bundle=bundle)
    run_step(step)
    run_step(step)
    assert probe.noted(runtime) == [1, 2, 3, 4, 5]


def test_a_refused_item_leaves_nothing_and_the_others_are_done(
    administrator: Actor, runtime: Runtime
) -> None:
    number = perform(probe.begin, actor=administrator, kind=probe.SHY, count=4)
    work_off()
    found = job(administrator, number)
    assert (found.state, found.done, found.failed) == ("failed", 2, 2)
    assert probe.noted(runtime) == [2, 4]


def test_a_failure_is_tried_again_later_and_then_given_up(
    administrator: Actor, clock: FixedClock
) -> None:
    number = perform(probe.begin, actor=administrator, kind=probe.SICK, count=13)
    work_off()
    assert job(administrator, number).state == "running"
    clock.now += timedelta(minutes=1)
    work_off()
    found = job(administrator, number)
    assert (found.state, found.done, found.failed, len(found.error_number)) == ("failed", 12, 1, 8)


def test_a_repeated_job_does_only_what_is_left(administrator: Actor, runtime: Runtime) -> None:
    number = perform(probe.begin, actor=administrator, kind=probe.SHY, count=4)
    work_off()
    perform(service.retry_job, actor=administrator, job_id=number)
    assert job(administrator, number).percent == 50
    work_off()
    assert probe.noted(runtime) == [2, 4]


def test_a_job_cancelled_at_its_last_batch_has_nothing_left_to_repeat(
    administrator: Actor, runtime: Runtime
) -> None:
    number = perform(probe.begin, actor=administrator, count=2)
    work_off()
    with runtime.database.session() as session:
        session.execute(text("UPDATE job SET state = 'cancelled'"))
    perform(service.retry_job, actor=administrator, job_id=number)
    assert job(administrator, number).state == "done"


def test_a_cancelled_job_stops_within_two_seconds(
    administrator: Actor, runtime: Runtime, pump: Pump
) -> None:
    number = perform(probe.begin, actor=administrator, count=2000, pause=100)
    assert until(lambda: job(administrator, number).done > 0)
    perform(service.cancel_job, actor=administrator, job_id=number)
    time.sleep(2)
    done = job(administrator, number).done
    time.sleep(1)
    found = job(administrator, number)
    assert (found.state, found.done, len(probe.noted(runtime))) == ("cancelled", done, done)
    assert done < 2000


def test_a_job_that_is_over_cannot_be_cancelled(administrator: Actor) -> None:
    number = perform(probe.begin, actor=administrator)
    work_off()
    with pytest.raises(errors.Conflict):
        perform(service.cancel_job, actor=administrator, job_id=number)


def test_jobs_of_others_are_not_found(administrator: Actor, given: Given) -> None:
    number = perform(probe.begin, actor=administrator, count=3)
    teacher = given.actor(None, Role.TEACHER, administrator.school_id)
    stranger = given.actor(None, Role.ADMINISTRATOR, given.school().id)
    for actor in (teacher, stranger):
        with pytest.raises(errors.NotFound):
            perform(service.cancel_job, actor=actor, job_id=number)
    assert perform(queries.my_jobs, actor=teacher).lines == ()
    assert perform(queries.all_jobs, actor=stranger).lines == ()


def test_a_teacher_sees_and_cancels_her_own(administrator: Actor, given: Given) -> None:
    teacher = given.actor(None, Role.TEACHER, administrator.school_id)
    number = perform(probe.begin, actor=teacher, count=3)
    perform(service.cancel_job, actor=teacher, job_id=number)
    (mine,) = perform(queries.my_jobs, actor=teacher).lines
    assert (mine.id, mine.state) == (number, "cancelled")


def test_only_those_who_manage_work_see_all_of_it(given: Given) -> None:
    teacher = given.actor(None, Role.TEACHER, given.school().id)
    with pytest.raises(errors.Denied):
        perform(queries.all_jobs, actor=teacher)


def test_personal_words_are_no_arguments_of_a_job() -> None:
    assert rules.is_impersonal({"class": 7, "format": "pdf"})
    assert not rules.is_impersonal({"name": "Иванова"})


def test_a_bundle_the_engine_lost_is_given_back(
    administrator: Actor, clock: FixedClock, runtime: Runtime
) -> None:
    perform(probe.begin, actor=administrator, count=3)
    lost = perform(running.claim, actor=SYSTEM)
    clock.now += timedelta(minutes=1)
    assert perform(tending.doubted_bundles, actor=SYSTEM) == lost
    perform(tending.release_bundles, actor=SYSTEM, bundles=lost)
    work_off()
    assert probe.noted(runtime) == [1, 2, 3]


def test_a_worker_that_fell_silent_is_named_once(given: Given, clock: FixedClock) -> None:
    perform(tending.beat, actor=SYSTEM, worker="first")
    clock.now += timedelta(minutes=1)
    assert perform(tending.beat, actor=SYSTEM, worker="second") == ("first",)
    assert perform(tending.beat, actor=SYSTEM, worker="second") == ()


def test_starting_and_finishing_are_in_the_history(administrator: Actor, runtime: Runtime) -> None:
    perform(probe.begin, actor=administrator, count=3)
    work_off()
    with runtime.database.session(writes=False) as session:
        kinds = session.scalars(text("SELECT kind FROM event ORDER BY id")).all()
    assert kinds == ["jobs.started", "jobs.finished"]


def test_work_of_an_unknown_kind_waits_for_a_worker_that_knows_it(
    administrator: Actor, runtime: Runtime
) -> None:
    number = perform(probe.begin, actor=administrator, count=3)
    known = kinds.KINDS.pop(probe.KIND)
    try:
        work_off()
        assert not perform(tending.look, actor=SYSTEM).has_batches
        assert job(administrator, number).state == "waiting"
    finally:
        kinds.KINDS[probe.KIND] = known
    work_off()
    assert probe.noted(runtime) == [1, 2, 3]


def test_what_is_long_done_keeps_its_line_and_loses_its_batches(
    administrator: Actor, runtime: Runtime, clock: FixedClock
) -> None:
    number = perform(probe.begin, actor=administrator, count=40)
    work_off()
    assert perform(tending.forget_batches, actor=SYSTEM) == 0
    clock.now += timedelta(days=31)
    assert perform(tending.forget_batches, actor=SYSTEM) == 2
    assert job(administrator, number).state == "done"


def test_the_engine_forgets_bundles_that_are_over(
    administrator: Actor, runtime: Runtime, pump: Pump
) -> None:
    number = perform(probe.begin, actor=administrator, count=40)
    assert until(lambda: job(administrator, number).state == "done")
    engine = pump._engine
    soon = system_clock() + timedelta(minutes=1)
    assert until(lambda: engine.forget(soon) == 1)
    assert engine.forget(soon) == 0


def cut_off(runtime: Runtime) -> None:
    """Take the database away for a moment: every connection is cut, or the file is locked."""
    if runtime.database.is_sqlite:
        with runtime.database.session():
            time.sleep(1)
        return
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    with runtime.database.session() as session:
        session.execute(text(others + " AND datname = current_database()"))


def test_work_goes_on_by_itself_after_the_database_was_away(
    administrator: Actor, runtime: Runtime, pump: Pump, clock: FixedClock
) -> None:
    number = perform(probe.begin, actor=administrator, count=600, pause=50)
    assert until(lambda: job(administrator, number).done > 0)
    cut_off(runtime)
    runtime.database.dispose()

    def is_done() -> bool:
        clock.now += timedelta(milliseconds=100)
        return job(administrator, number).state == "done"

    assert until(is_done, seconds=60)
    assert probe.noted(runtime) == list(range(1, 601))
