"""Keyboard alone, ears alone: every control is reached by Tab, is seen there, has a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.barriers import unnamed
from tests.e2e.browsing import Window
from tests.e2e.looking import ROUTES

MOST_STOPS = 140
"""A long list has a stop for each line; what stands after so many is reached the same way."""
STOPS = """() => {
  const tabbable = 'a[href], button, input, select, textarea, summary, [tabindex]';
  const seen = [...document.querySelectorAll(tabbable)].filter((e) =>
    e.tabIndex >= 0 && !e.disabled && !e.closest('[inert]') && !(e.type === 'radio' && !e.checked)
    && e.checkVisibility({ visibilityProperty: true }));
  seen.forEach((e, n) => { e.dataset.stop = n; });
  return seen.length;
}"""
HERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const part = document.getElementById(e.getAttribute('aria-activedescendant') ?? '');
  const style = getComputedStyle(part ?? e);
  const isSeen = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  return { stop: e.dataset.stop ?? '', isSeen, what: e.outerHTML.slice(0, 120) };
}"""


def walk(page: Page, stops: int) -> tuple[set[str], list[str]]:
    """Press Tab through the page: the stops that were reached, and those nobody could see."""
    reached: set[str] = set()
    unseen: list[str] = []
    parts = 3 * page.locator("input[type=date], input[type=time]").count()  # day, month, year
    for _step in range(stops + parts + 3):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None:
            continue
        reached.add(here["stop"])
        if not here["isSeen"]:
            unseen.append(here["what"])
    return reached - {""}, unseen


@pytest.mark.parametrize("route", ROUTES)
def test_every_control_is_reached_by_tab_is_seen_and_has_a_name(
    look: Callable[..., Window], route: str
) -> None:
    page = look(route, "desktop").page
    page.evaluate("document.activeElement?.blur()")
    stops = min(page.evaluate(STOPS), MOST_STOPS)
    reached, unseen = walk(page, stops)
    assert unseen == []
    assert len(reached) >= stops
    assert unnamed(page) == []
