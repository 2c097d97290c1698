"""The first promises, kept by several processes: the scenarios of tests/e2e, as they are.

Their school is served here by two web processes and two workers, on PostgreSQL and Redis, over
https by nginx.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.deep.standing import Standing
from tests.e2e.browsing import ARGUMENTS, PROGRAM
from tests.e2e.conftest import meeting, pytest_runtest_makereport, street  # noqa: F401 (fixtures)
from tests.e2e.test_first_light import *  # noqa: F403 (its scenarios are these)
from tests.e2e.test_live import *  # noqa: F403 (its scenarios are these)
from tests.living import Served, demo


@dataclass
class Fronted(Served):
    """The product as people reach it: by the address of what stands before it."""

    front: str = ""

    @property
    def url(self) -> str:
        """The address people type."""
        return self.front


@pytest.fixture(scope="session")
def living(frontend: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small demo school behind nginx."""
    made = Standing(tmp_path_factory.mktemp("promises"))
    try:
        made.start()
        served = Fronted(
            made.served.database_url,
            made.folder,
            shift=made.served.shift,
            sign_ins=demo(made.served),
            more=made.served.more,
            front=f"https://127.0.0.1:{made.nginx.port}",
        )
        yield served
    finally:
        made.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser that lets the school's own certificate pass, for the service worker too."""
    with sync_playwright() as playwright:
        arguments = [*ARGUMENTS, "--ignore-certificate-errors"]
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=arguments)
        yield browser
        browser.close()
