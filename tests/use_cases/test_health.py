"""The server's page: all is well, or what needs attention and what to do; figures behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from ediary_app.access.context import Actor, Context, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.jobs import reactions, schedules, tending, troubles
from ediary_app.jobs.reactions import Happened
from ediary_app.kernel import errors, logs, timing
from ediary_app.kernel.settings import settings
from ediary_app.post.models import OutgoingLetter
from ediary_app.post.values import LetterState
from ediary_app.upkeep import book, copying, nightly, queries, rules, runs
from ediary_app.upkeep.heart import Heart
from ediary_app.upkeep.queries import Health
from ediary_app.upkeep.values import BackupOrigin, UpkeepEvent
from tests.conftest import FixedClock
from tests.given import Given

SYSTEM = system_actor("tests")
assert nightly.KIND in schedules.SCHEDULES


@pytest.fixture
def administrator(given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Actor:
    chosen = settings()
    monkeypatch.setattr(chosen, "database_url", given.runtime.database.url)
    monkeypatch.setattr(chosen, "data_dir", tmp_path)
    monkeypatch.setattr(chosen, "backup_dir", None)
    monkeypatch.setattr(rules, "ROOM_LOW", 1)
    monkeypatch.setattr(rules, "MEMORY_LOW", 1)
    monkeypatch.setattr(rules, "LOAD_PER_CORE", 1000)
    logs.waiting_failures()
    return given.actor(None, Role.ADMINISTRATOR, given.school().id)


def page(administrator: Actor) -> Health:
    return perform(queries.health, actor=administrator)


def russian(administrator: Actor) -> Actor:
    return replace(administrator, language="ru")


def titles(administrator: Actor) -> set[str]:
    return {line.title for line in page(administrator).attention}


def all_well(clock: FixedClock) -> None:
    """A worker that lives, and a good back-up."""
    perform(schedules.enter_schedules, actor=SYSTEM)
    perform(tending.beat, actor=SYSTEM, worker="one")
    copying.make(settings(), BackupOrigin.COMMAND)


def test_a_well_installation_says_so_with_its_figures(
    administrator: Actor, clock: FixedClock
) -> None:
    all_well(clock)
    shown = page(russian(administrator))
    assert shown.is_well
    assert [line.title for line in shown.attention if line.tone != "warn"] == []
    assert shown.backups.last_good == clock.now
    named = {figure.name: figure.value for figure in (*shown.server, *shown.queues)}
    assert named["Исполнитель"] == "работает"
    assert named["База данных"][0].isdigit()
    assert all(named.values())


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_nobody_else_sees_it(given: Given, administrator: Actor, role: Role) -> None:
    other = given.actor(None, role, administrator.school_id)
    with pytest.raises(errors.Denied):
        perform(queries.health, actor=other)
    if role is not Role.EXTERNAL_SYSTEM:
        assert perform(book.backup_warning, actor=other) == ""


def test_a_back_up_older_than_a_day_is_said_on_every_page_with_what_to_do(
    administrator: Actor, clock: FixedClock
) -> None:
    all_well(clock)
    assert perform(book.backup_warning, actor=administrator) == ""
    clock.now += timedelta(hours=26)
    assert "Make one now" in perform(book.backup_warning, actor=administrator)
    assert "The last good back-up is older than a day" in titles(administrator)
    assert not page(administrator).is_well


def test_a_fresh_school_is_told_that_the_first_copy_comes_tonight(
    administrator: Actor, clock: FixedClock
) -> None:
    assert perform(book.backup_warning, actor=administrator) == ""
    assert "There is no back-up yet" in titles(administrator)
    perform(schedules.enter_schedules, actor=SYSTEM)
    clock.now += timedelta(days=1)
    perform(schedules.tick, actor=SYSTEM)
    assert perform(book.backup_warning, actor=administrator) != ""


def test_a_silent_worker_and_long_queues_are_said(
    given: Given, administrator: Actor, clock: FixedClock
) -> None:
    all_well(clock)
    letter = OutgoingLetter(
        address="a@example.ru", language="ru", subject="s", text_part="t", html_part="h",
        reference="r", state=LetterState.WAITING, created_at=clock.now, due_at=clock.now,
    )  # fmt: skip
    given.save(letter)
    clock.now += timedelta(hours=2)
    assert {
        "Nobody does the background work", "Letters wait for the mail server",
        "Events wait for their seal",
    } <= titles(administrator)  # fmt: skip


def test_a_failure_is_found_by_the_number_a_person_was_told(
    given: Given, administrator: Actor
) -> None:
    heart = Heart(given.runtime, "web")
    try:
        raise ValueError("Иванова Анна")
    except ValueError as error:
        number = logs.record_failure(structlog.get_logger(), error)
    heart.beat(tells=False)
    (line,) = page(administrator).failures
    assert (line.number, line.kind) == (number, "ValueError")
    assert "test_health.py" in line.places
    assert "Иванова" not in str(line)
    assert perform(queries.failure, actor=administrator, number=f" {number.upper()} ") == line
    assert perform(queries.failure, actor=administrator, number="ffffffff") is None


def test_failures_wait_while_the_database_is_away(
    given: Given, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heart = Heart(given.runtime, "web")
    number = logs.record_failure(structlog.get_logger(), KeyError())
    with monkeypatch.context() as away:
        away.setattr(given.runtime.database, "session", lambda **_kw: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            heart.beat(tells=False)
    heart.beat(tells=False)
    assert [line.number for line in page(administrator).failures] == [number]


def test_acts_of_several_processes_are_counted_together(
    given: Given, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "upkeep.queries.health"
    other = timing.Timings()
    monkeypatch.setattr("ediary_app.upkeep.heart.TIMINGS", other)
    for ms in [10] * 90 + [3000] * 10:
        other.note(name, ms / 1000)
    elsewhere = Heart(given.runtime, "web")
    elsewhere._name = "another-1"
    elsewhere.beat(tells=True)
    mine = timing.Timings()
    monkeypatch.setattr(timing, "TIMINGS", mine)
    mine.note(name, 0.01)
    shown = page(russian(administrator))
    line = next(line for line in shown.slow if line.name == name)
    assert (line.count, line.title) == (101, "состояние установки")
    assert 3000 <= line.p95 <= 3750
    assert [process.name for process in shown.processes] == ["another-1"]
    assert "Some pages answer slowly" in titles(administrator)


def test_the_time_of_an_act_is_right_to_a_quarter() -> None:
    counts = {timing.step_of(ms): 1 for ms in (0.2, 40, 41)}
    assert timing.percentile(counts, 0.95) in range(41, 52)
    assert timing.percentile({}, 0.95) == 0


def test_a_reaction_that_was_set_aside_is_shown_and_tried_anew(
    given: Given, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[int] = []

    def fails(_ctx: Context, event: Happened) -> None:
        happened.append(event.id)
        if len(happened) <= reactions.TRIES:
            raise ValueError

    monkeypatch.setitem(reactions.REACTIONS, "tests", fails)
    asked = UpkeepEvent.BACKUP_ASKED
    consumers = {asked: ("tests",)}
    monkeypatch.setattr(given.runtime, "subscribers", lambda kind: consumers.get(kind, ()))
    perform(runs.start_backup, actor=administrator)
    acting = system_actor("jobs", administrator.school_id)
    for _try in range(reactions.TRIES):
        given.runtime.clock.now += timedelta(hours=2)  # type: ignore[attr-defined]
        with pytest.raises(ValueError, match=r"^$"):
            perform(reactions.react, actor=acting, consumer="tests")
        perform(reactions.put_off, actor=acting, consumer="tests", code="failure", number="ab")
    (line,) = page(administrator).stuck
    assert (line.is_set_aside, line.attempts, line.error_number) == (True, reactions.TRIES, "ab")
    assert "Reactions to events were set aside" in titles(administrator)
    stranger = given.actor(None, Role.ADMINISTRATOR, given.school().id)
    with pytest.raises(errors.NotFound):
        perform(troubles.retry_reaction, actor=stranger, trouble_id=line.id)
    perform(troubles.retry_reaction, actor=administrator, trouble_id=line.id)
    assert perform(reactions.react, actor=acting, consumer="tests") == 1
    assert page(administrator).stuck == ()
