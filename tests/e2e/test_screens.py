"""Every registered screen, for a role that may see it: nothing stands in anybody's way.

On a phone and on a desk, for eyes, fingers and screen readers, in one language at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.browsing import SIZES, Window
from tests.e2e.languages import english_words, russian_words
from tests.e2e.looking import ROUTES, SPOKEN

THEMES = ("light", "dark", "contrast")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FINGER, PHONE_WIDTH = 44, 390
SMALL_TARGETS = (Path(__file__).parent / "small_targets.js").read_text(encoding="utf-8")
Look = Callable[..., Window]
Words = frozenset[str]


def barriers(page: Page) -> list[str]:
    """What stands in somebody's way on a page, as axe finds it."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]} — {node['failureSummary'][:300]}"
        for v in found
        for node in v["nodes"][:5]
    ]


def width(page: Page) -> int:
    """How wide the page really is."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("route", ROUTES)
def test_on_a_phone_all_is_readable_and_a_finger_finds_it(look: Look, route: str) -> None:
    page = look(route, "phone").page
    assert barriers(page) == []
    assert width(page) <= PHONE_WIDTH
    assert page.evaluate(SMALL_TARGETS, FINGER) == []


@pytest.mark.parametrize("route", ROUTES)
def test_on_a_desk_all_is_readable_in_russian_alone(
    look: Look, words_of_the_school: Words, route: str
) -> None:
    page = look(route, "desktop").page
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.lang") == "ru"
    if route in SPOKEN:
        assert english_words(page, words_of_the_school) == []


@pytest.mark.parametrize("route", SPOKEN)
def test_in_english_no_word_of_the_product_is_russian(
    look: Look, words_of_the_school: Words, route: str
) -> None:
    page = look(route, "desktop", language="en").page
    assert page.evaluate("document.documentElement.lang") == "en"
    assert russian_words(page, words_of_the_school) == []


@pytest.mark.parametrize("theme", ["dark", "contrast"])
@pytest.mark.parametrize("route", ["/sign-in", "/diary", "/today", "/lesson/[lesson_id]", "/marks"])
def test_dark_and_contrast_have_no_barriers(look: Look, route: str, theme: str) -> None:
    page = look(route, "phone", theme).page
    assert barriers(page) == []
    assert width(page) <= PHONE_WIDTH


@pytest.mark.deep
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("route", ROUTES)
def test_every_screen_in_every_look_and_size_has_no_barriers(
    look: Look, route: str, theme: str, size: str
) -> None:
    page = look(route, size, theme).page
    assert barriers(page) == []
    assert width(page) <= SIZES[size]["viewport"]["width"]
