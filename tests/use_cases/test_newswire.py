"""What one process does reaches the open pages of the others: soon, once, and all of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from ediary_app.access.context import Context, system_actor
from ediary_app.access.herald import Herald
from ediary_app.access.newswire import Newswire
from ediary_app.access.performing import News, Runtime, perform
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel.db import Database
from tests.given import Given

ACTS = 150


@use_case(requires=Permission.SCHOOL_MANAGE)
def stir(ctx: Context, *, about: int) -> None:
    """Something about somebody happens."""
    ctx.record("test.stirred", ("stir", about), about=about)


class Ear:
    """Keeps what was heard."""

    def __init__(self) -> None:
        self.heard: list[int | None] = []

    def __call__(self, news: Sequence[News]) -> None:
        self.heard += [one.about_id for one in news]

    def wait_for(self, count: int) -> list[int | None]:
        """What was heard, once there is so much of it, or after five seconds."""
        until = time.monotonic() + 5
        while len(self.heard) < count and time.monotonic() < until:
            threading.Event().wait(0.02)
        return sorted(self.heard, key=lambda about: about or 0)


@pytest.fixture
def elsewhere(given: Given) -> Iterator[Ear]:
    """Another process, listening."""
    ear, database = Ear(), Database(given.runtime.database.url, pool_size=2)
    wire = Newswire(Runtime(database=database), ear)
    wire.start()
    threading.Event().wait(0.5)
    yield ear
    wire.stop()
    database.dispose()


def test_each_act_is_heard_elsewhere_and_once_at_home(given: Given, elsewhere: Ear) -> None:
    home = Ear()
    wire = Newswire(given.runtime, home)
    wire.start()
    threading.Event().wait(0.5)
    for about in (7, 8, 9):
        perform(stir, actor=system_actor("test", given.school().id), about=about)
    assert elsewhere.wait_for(3) == [7, 8, 9]
    threading.Event().wait(0.5)
    wire.stop()
    assert home.heard == [7, 8, 9]


def test_a_herald_tells_everything_even_as_it_is_stopped(given: Given, elsewhere: Ear) -> None:
    if given.runtime.database.is_sqlite:
        perform(stir, actor=system_actor("test", given.school().id), about=1)
        assert elsewhere.wait_for(1) == [1]
        return
    school, herald = given.school().id, Herald(given.runtime)
    herald.start()
    for about in range(1, ACTS + 1):
        perform(stir, actor=system_actor("test", school), about=about)
    herald.stop()
    assert not given.runtime.has_herald
    assert elsewhere.wait_for(ACTS) == list(range(1, ACTS + 1))


def test_an_act_whose_process_died_before_it_told_is_heard_all_the_same(given: Given) -> None:
    ear, database = Ear(), Database(given.runtime.database.url, pool_size=2)
    wire = Newswire(Runtime(database=database), ear, check=0.3)
    wire.start()
    threading.Event().wait(0.5)
    given.runtime.has_herald = True  # who should tell is dead
    school = given.school().id
    for about in (7, 8, 9):
        perform(stir, actor=system_actor("test", school), about=about)
    assert ear.wait_for(3) == [7, 8, 9]
    threading.Event().wait(1)
    wire.stop()
    database.dispose()
    assert sorted(about or 0 for about in ear.heard) == [7, 8, 9]
