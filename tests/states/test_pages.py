"""Every page builds, says who may see it, and shows nothing before it knows who looks."""

from __future__ import annotations

import pytest

from ediary_app.access.values import Role
from ediary_app.ui import screens
from ediary_app.ui.page import PAGES, Page, _guarded
from ediary_app.ui.session import SessionState

assert screens.ALL
CLOSED = [page for page in PAGES.values() if not page.is_public]
OF_SOME = [page for page in CLOSED if set(page.roles) != set(Role)]
"""Pages that are not for every role: they must know the role first."""


def drawn(page: Page) -> str:
    """The page as it is given to the browser."""
    return str(_guarded(page)())


@pytest.mark.parametrize("route", PAGES)
def test_a_page_builds(route: str) -> None:
    assert len(drawn(PAGES[route])) > 100


@pytest.mark.parametrize("page", OF_SOME, ids=lambda page: page.route)
def test_a_page_of_some_roles_asks_for_the_role_before_it_shows_anything(page: Page) -> None:
    text = drawn(page)
    shown = str(page.build())[:80]
    asked = text.index(f"{SessionState.me.role!s}")
    assert shown == "" or shown not in text[:asked]
    assert all(role.value in text for role in page.roles)


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.route)
def test_what_a_page_loads_is_declared_an_event(page: Page) -> None:
    handlers = [h for h in page.on_load if h]
    assert all(getattr(h, "fn", None) or getattr(h, "handler", None) for h in handlers)


def test_no_two_pages_share_a_title_in_the_navigation_of_one_role() -> None:
    for role in {role for page in CLOSED for role in page.roles}:
        titles = [page.title for page in CLOSED if role in page.roles]
        assert len(titles) == len(set(titles)), role
