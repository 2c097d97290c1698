"""One living demo school for all scenarios, and windows to look at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Column, Enum, String, select

from ediary_app import building
from ediary_app.kernel.clock import ShiftedClock
from ediary_app.tables import metadata
from tests.e2e import cast
from tests.e2e.browsing import ARGUMENTS, PROGRAM, Street, Window, file_name
from tests.e2e.cast import Meeting
from tests.e2e.languages import words_in
from tests.e2e.looking import open_screen
from tests.forging import world as worlds
from tests.forging.ledger import MACHINERY
from tests.forging.world import World
from tests.living import WEDNESDAY, Served, demo, seconds_to

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/e2e" not in str(item.path):
            continue
        if item.get_closest_marker("postgresql"):
            item.add_marker(pytest.mark.deep)
        elif item.get_closest_marker("deep") is None:
            item.add_marker(pytest.mark.e2e)


@dataclass
class Tally:
    """What axe looked at, and how much it found."""

    pages: set[str] = field(default_factory=set)
    views: int = 0
    findings: int = 0

    def note(self, route: str, findings: int) -> None:
        """One more look at a page."""
        self.pages.add(route)
        self.views += 1
        self.findings += findings


TALLY = pytest.StashKey[Tally]()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last line of a run that looked by axe says what it found."""
    tally = config.stash.get(TALLY, None)
    if tally is not None:
        sys.stdout.write(
            f"axe: {tally.views} views: each page in three looks and three sizes\n"
            f"axe: {tally.findings} findings on {len(tally.pages)} pages\n"
        )


@pytest.fixture(scope="session")
def axe_tally(pytestconfig: pytest.Config) -> Tally:
    """Counts for the last line."""
    return pytestconfig.stash.setdefault(TALLY, Tally())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    item.stash[OUTCOME] = report.failed or item.stash.get(OUTCOME, False)
    return report


OUTCOME = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def built() -> None:
    """The frontend of this very source."""
    if not building.is_built():
        building.build()


@pytest.fixture(scope="session")
def living(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small demo school on SQLite, served for the whole session."""
    folder = tmp_path_factory.mktemp("living")
    served = Served(f"sqlite:///{folder}/ediary.db", folder)
    served.sign_ins = demo(served)
    served.keep_fresh()
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="session")
def scene(built: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Served]]:
    """A family that must not be touched and everybody else, served."""
    folder = tmp_path_factory.mktemp("forged")
    shift = seconds_to(WEDNESDAY)
    world = worlds.make(folder, ShiftedClock(timedelta(seconds=shift)))
    served = Served(world.runtime.database.url, folder, shift=shift).start()
    yield world, served
    served.stop()
    world.runtime.database.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def street(chromium: Browser, living: Served, request: pytest.FixtureRequest) -> Iterator[Street]:
    """Windows of this test; afterwards nothing may have gone wrong in any of them."""
    made = Street(chromium, living)
    if living.url.startswith("https:"):
        made.more = {"ignore_https_errors": True}
    yield made
    troubles = [trouble for window in made.windows for trouble in window.unforgiven()]
    failed = request.node.stash.get(OUTCOME, False) or bool(troubles)
    made.close(file_name(request.node.name) if failed else "")
    assert troubles == []


@pytest.fixture(scope="session")
def meeting(living: Served) -> Meeting:
    """A lesson of today of the teacher whose sign-in is printed."""
    return next(m for m in cast.meetings(living) if m.teacher == "teacher")


@pytest.fixture
def look(street: Street, meeting: Meeting) -> Callable[..., Window]:
    """Open a screen as somebody who may see it, in a size, a look and a language."""
    return partial(open_screen, street, meeting)


@pytest.fixture(scope="session")
def words_of_the_school(living: Served) -> frozenset[str]:
    """Every word that stands in the database."""
    runtime = living.beside()
    found: set[str] = set()
    with runtime.database.session(writes=False) as session:
        for table in (t for t in metadata.sorted_tables if t.name not in MACHINERY | {"event"}):
            texts = [c for c in table.columns if is_free_text(c)]
            for row in session.execute(select(*texts).distinct()) if texts else ():
                found.update(word for value in row for word in words_in(str(value)))
    return frozenset(found)


def is_free_text(column: Column[Any]) -> bool:
    """Whether people write in a column, and not the product its own words."""
    return isinstance(column.type, String) and not isinstance(column.type, Enum)
