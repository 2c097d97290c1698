"""Every registered screen, for a role that may see it: nothing stands in anybody's way.

On a phone and on a desk, for eyes, fingers and screen readers, in one language at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.barriers import barriers
from tests.e2e.browsing import Window
from tests.e2e.languages import english_words, russian_words
from tests.e2e.looking import ROUTES, SPOKEN

FINGER, PHONE_WIDTH = 44, 390
SMALL_TARGETS = (Path(__file__).parent / "small_targets.js").read_text(encoding="utf-8")
Look = Callable[..., Window]
Words = frozenset[str]


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
