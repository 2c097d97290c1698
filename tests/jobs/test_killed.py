"""Workers killed at random: every item is done exactly once and progress never goes back."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from ediary_app.access.performing import Runtime, perform
from ediary_app.access.values import Role
from ediary_app.jobs import service
from ediary_app.kernel.clock import system_clock
from tests.conftest import FixedClock
from tests.given import Given
from tests.jobs import probe

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Workers:
    """Workers in processes of their own, killed without warning and replaced."""

    url: str
    count: int
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _made: int = 0

    def start(self) -> None:
        self._made += 1
        name = "only" if self.url.startswith("sqlite") else f"worker-{self._made}"
        self._running.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.jobs.probe", name],
                cwd=ROOT,
                env={**os.environ, "EDIARY_DATABASE_URL": self.url},
            )
        )

    def kill_one(self, choose: Callable[[int], int]) -> None:
        killed = self._running.pop(choose(len(self._running)))
        killed.kill()
        killed.wait()

    def end(self) -> None:
        while self._running:
            self.kill_one(lambda _count: 0)


def progress(runtime: Runtime) -> tuple[str, int]:
    with runtime.database.session(writes=False) as session:
        row = session.execute(text("SELECT state, done FROM job")).one()
    return row.state, row.done


def survive(given: Given, clock: FixedClock, *, items: int, kills: int, pause: int) -> list[int]:
    """Run a job while its workers are killed; returns the progress as it was seen."""
    runtime, chance = given.runtime, random.Random(5)
    clock.now = system_clock()
    probe.prepare(runtime.database)
    actor = given.actor(None, Role.ADMINISTRATOR, given.school().id)
    perform(probe.begin, actor=actor, count=items, pause=pause)
    workers = Workers(runtime.database.url, 1 if runtime.database.is_sqlite else 2)
    seen, deadline = [0], time.monotonic() + 300
    next_kill = items * 0.9 / (kills + 1)
    for _worker in range(workers.count):
        workers.start()
    while progress(runtime)[0] != "done" and time.monotonic() < deadline:
        seen.append(progress(runtime)[1])
        if kills and seen[-1] > next_kill:
            time.sleep(chance.random() * 0.3)
            workers.kill_one(chance.randrange)
            workers.start()
            kills -= 1
            next_kill = seen[-1] + (items * 0.95 - seen[-1]) / (kills + 1)
        time.sleep(0.05)
    workers.end()
    assert kills == 0
    return seen


def assert_each_once(runtime: Runtime, items: int, seen: list[int]) -> None:
    counts = Counter(probe.noted(runtime))
    assert [item for item, times in counts.items() if times > 1] == []
    assert len(counts) == items
    assert seen == sorted(seen)


def test_a_killed_workers_job_is_finished_by_the_next(given: Given, clock: FixedClock) -> None:
    seen = survive(given, clock, items=600, kills=1, pause=20)
    assert_each_once(given.runtime, 600, seen)


@pytest.mark.deep
def test_ten_thousand_items_survive_ten_kills(given: Given, clock: FixedClock) -> None:
    seen = survive(given, clock, items=10_000, kills=10, pause=20)
    assert_each_once(given.runtime, 10_000, seen)


@pytest.mark.deep
def test_ten_thousand_items_stop_within_two_seconds_of_a_cancel(
    given: Given, clock: FixedClock
) -> None:
    runtime, clock.now = given.runtime, system_clock()
    probe.prepare(runtime.database)
    actor = given.actor(None, Role.ADMINISTRATOR, given.school().id)
    number = perform(probe.begin, actor=actor, count=10_000, pause=20)
    workers = Workers(runtime.database.url, 1 if runtime.database.is_sqlite else 2)
    for _worker in range(workers.count):
        workers.start()
    deadline = time.monotonic() + 60
    while progress(runtime)[1] < 500 and time.monotonic() < deadline:
        time.sleep(0.05)
    perform(service.cancel_job, actor=actor, job_id=number)
    time.sleep(2)
    state, done = progress(runtime)
    time.sleep(1)
    workers.end()
    assert state == "cancelled"
    assert 500 <= done < 10_000
    assert probe.noted(runtime) == sorted(set(probe.noted(runtime)))
    assert len(probe.noted(runtime)) == progress(runtime)[1] == done
