"""Requests are lost, late, doubled, out of order, the page crashes: all that was entered is there.

The client is the product's own (`tests/js/faulty.js` drives the real store, sealed queue and
courier); the server side is the product's own HTTP interface on a real database.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import randbelow

import pytest
import uvicorn
from sqlalchemy import func, select

from ediary_app.access.models import Performed
from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.kernel.events import Event
from tests.given import Given
from tests.living import ROOT, free_port

LESSONS = 8
SCRIPT = ROOT / "tests" / "js" / "faulty.js"


@dataclass
class Road:
    """The server, and a teacher with several lessons."""

    url: str
    cookie: str
    lessons: list[int]
    given: Given


@pytest.fixture
def road(given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Road]:
    """The product's HTTP interface on a port of its own."""
    monkeypatch.setenv("EDIARY_DATA_DIR", str(tmp_path))
    home = given.school()
    teacher = given.teacher(home, "Учитель")
    own_class = given.school_class(home)
    pupils = [given.student(own_class, f"Ученик{n}") for n in range(6)]
    given.kind_id(home)
    group = given.group(own_class, "Алгебра", pupils, teacher)
    lessons = [given.lesson(group, teacher, slot=n + 1).id or 0 for n in range(LESSONS)]
    server = uvicorn.Server(uvicorn.Config(api, port=free_port(), log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    cookie = given.signed_in(teacher, Role.TEACHER).token
    yield Road(f"http://127.0.0.1:{server.config.port}", cookie, lessons, given)
    server.should_exit = True
    thread.join(10)


def drive(road: Road, runs: int, seconds: int) -> dict[str, object]:
    """Let the tablets work; what they saw. The seed is printed and can be given again."""
    seed = os.environ.get("EDIARY_FAULT_SEED", "") or str(randbelow(1_000_000))
    print(f"seed: {seed}")
    arguments = [road.url, road.cookie, json.dumps(road.lessons), str(runs), seed]
    done = subprocess.run(
        ["node", "--import", "./resolve.js", SCRIPT, *arguments],
        cwd=SCRIPT.parent,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def acts(road: Road) -> tuple[int, int]:
    """How many acts the server remembers, and how many different keys they had."""
    with road.given.runtime.database.session(writes=False) as session:
        count = session.scalar(select(func.count()).select_from(Performed))
        keys = session.scalar(select(func.count(func.distinct(Performed.request_key))))
        assert session.scalar(select(func.count()).select_from(Event))
    return int(count or 0), int(keys or 0)


def test_what_the_server_ends_with_is_what_was_entered(road: Road) -> None:
    told = drive(road, runs=24, seconds=120)
    assert told["wrong"] == []
    count, keys = acts(road)
    assert count == keys > 100


@pytest.mark.deep
def test_so_it_is_in_a_thousand_runs(road: Road) -> None:
    told = drive(road, runs=1000, seconds=1400)
    assert told["wrong"] == []
    assert int(str(told["runs"])) >= 1000
