"""A school on several processes behind nginx, made once for the heavy tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from ediary_app import building
from tests.deep import school as schools
from tests.deep.neighbours import HOST
from tests.deep.school import School
from tests.deep.standing import Standing
from tests.e2e.browsing import ARGUMENTS, PHONE, PROGRAM


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/deep" in str(item.path):
            item.add_marker(pytest.mark.deep)


@pytest.fixture(scope="session")
def frontend() -> None:
    """The frontend of this very source."""
    if not building.is_built():
        building.build()


@pytest.fixture(scope="module")
def standing(frontend: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """Two web processes, two workers, PostgreSQL and Redis behind nginx."""
    made = Standing(tmp_path_factory.mktemp("standing"))
    try:
        yield made.start()
    finally:
        made.stop()


@pytest.fixture(scope="module")
def school(standing: Standing) -> School:
    """Eight teachers of one class, and the family of its first pupil."""
    return schools.make(standing.runtime)


@pytest.fixture
def phone(standing: Standing) -> Iterator[Page]:
    """A phone that finds the made-up name; sockets check the certificate, it only uses it."""
    rules = f"--host-resolver-rules=MAP {HOST} 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=[*ARGUMENTS, rules])
        context = browser.new_context(
            base_url=standing.url, locale="ru-RU", ignore_https_errors=True, **PHONE
        )
        context.set_default_timeout(20_000)
        yield context.new_page()
        browser.close()


def sign_in(phone: Page, standing: Standing, school: School) -> None:
    """The phone remembers the mother."""
    cookie = {"name": "ediary_session", "value": school.parent_cookie, "url": standing.url}
    phone.context.add_cookies([{**cookie, "secure": True, "httpOnly": True}])  # type: ignore[list-item]
