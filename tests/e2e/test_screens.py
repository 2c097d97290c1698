"""Every registered screen, for a role that may see it: nothing stands in anybody's way.

The screens are those that the product itself registers: a new one is looked at without a word here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.browsing import SIZES, Window
from tests.e2e.looking import ROUTES

THEMES = ("light", "dark", "contrast")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FINGER = 44
SMALL_TARGETS = (Path(__file__).parent / "small_targets.js").read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """What stands in somebody's way on a page, as axe finds it."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]} — {node['failureSummary'][:300]}"
        for v in found
        for node in v["nodes"][:5]
    ]


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("route", ROUTES)
def test_a_screen_has_no_barriers(look: Callable[..., Window], route: str, size: str) -> None:
    assert barriers(look(route, size).page) == []


@pytest.mark.parametrize("theme", ["dark", "contrast"])
@pytest.mark.parametrize("route", ["/sign-in", "/diary", "/today", "/lesson/[lesson_id]", "/marks"])
def test_dark_and_contrast_have_no_barriers(
    look: Callable[..., Window], route: str, theme: str
) -> None:
    assert barriers(look(route, "phone", theme).page) == []


@pytest.mark.deep
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("route", ROUTES)
def test_every_screen_in_every_look_and_size_has_no_barriers(
    look: Callable[..., Window], route: str, theme: str, size: str
) -> None:
    assert barriers(look(route, size, theme).page) == []


@pytest.mark.parametrize("route", ROUTES)
def test_a_finger_finds_everything_and_nothing_runs_off_the_side(
    look: Callable[..., Window], route: str
) -> None:
    page = look(route, "phone").page
    assert page.evaluate(SMALL_TARGETS, FINGER) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("route", ["/diary", "/marks", "/today", "/lesson/[lesson_id]", "/account"])
def test_large_type_runs_off_no_side_either(look: Callable[..., Window], route: str) -> None:
    page = look(route, "phone", "contrast").page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
