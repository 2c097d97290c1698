"""`make e2e ONLY=axe`: every page, in every look and size, as the person it is for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.barriers import THEMES, barriers, put_on
from tests.e2e.browsing import SIZES, Window
from tests.e2e.conftest import Tally
from tests.e2e.looking import ROUTES

pytestmark = pytest.mark.deep


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("route", ROUTES)
def test_no_look_of_a_page_has_barriers(
    look: Callable[..., Window], axe_tally: Tally, route: str, size: str
) -> None:
    page = look(route, size).page
    found: dict[str, list[str]] = {}
    for theme in THEMES:
        put_on(page, theme)
        found[theme] = barriers(page)
        axe_tally.note(route, len(found[theme]))
    assert [found[theme] for theme in THEMES] == [[], [], []]
