"""Every screen speaks one language: Russian without English, English without Russian.

What stands in the database (names, subjects, topics) may be in any language; every other word is
the product's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import JSON, String, select

from ediary_app.tables import metadata
from tests.e2e.browsing import Street, Window
from tests.e2e.looking import ROUTES
from tests.e2e.pages.entrance import SignInPage
from tests.living import Served

ALL_TEXT = """() => {
  const said = [document.title, document.body.innerText];
  for (const e of document.querySelectorAll('body *')) {
    if (!e.checkVisibility()) continue;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      if (e.getAttribute(name)) said.push(e.getAttribute(name));
  }
  return said.join('\\n');
}"""
CYRILLIC, LATIN = re.compile(r"[А-Яа-яЁё]+"), re.compile(r"[A-Za-z]{2,}")
IN_ENGLISH_TOO = {"русский", "зч", "нз", "н", "б", "уп", "нп", "оп", "осв"}
"""The name of the other language; what is written in journals instead of a mark."""
IN_RUSSIAN_TOO = {
    "english", "xlsx", "csv", "pdf", "chrome", "chromium", "linux", "firefox", "android", "mail",
    "kb", "qr", "totp", "id", "http", "https", "ii", "iii", "iv", "ipad", "iphone", "safari",
    "windows", "macos", "ios", "tls",
}  # fmt: skip
"""Names of formats, of programs and of this other language; Roman numbers."""
NO_WORDS = re.compile(
    r"\bEDIARY_\w+|\b[A-Z\d]{4}-[A-Z\d]{4}\b|\b[А-ЯЁ]{2}\b|\S+\.\w{2,4}\b|(?:/\w[\w-]*)+|update-ca-\w+"
)
"""Settings, sign-in codes, initials, names of files, sites and commands: no words at all."""
SPOKEN = [route for route in ROUTES if route != "/design"]
"""All but the living page of components: it names tokens and shows samples."""


@pytest.fixture(scope="session")
def words_of_the_school(living: Served) -> frozenset[str]:
    """Every word that stands in the database."""
    runtime = living.beside()
    found: set[str] = set()
    with runtime.database.session(writes=False) as session:
        for table in metadata.sorted_tables:
            texts = [c for c in table.columns if isinstance(c.type, String | JSON)]
            for row in session.execute(select(*texts).distinct()) if texts else ():
                found.update(word for value in row for word in words_in(str(value)))
    return frozenset(found)


def words_in(text: str) -> list[str]:
    """Words of letters of either alphabet."""
    return [word.casefold() for word in re.findall(r"[A-Za-zА-Яа-яЁё]+", text)]


def foreign(page: Page, letters: re.Pattern[str], known: frozenset[str]) -> list[str]:
    """Lines of a page with words in these letters that are not the school's own."""
    lines = str(page.evaluate(ALL_TEXT)).splitlines()
    return [
        line[:160]
        for line in lines
        if any(word.casefold() not in known for word in letters.findall(NO_WORDS.sub(" ", line)))
    ]


@pytest.mark.parametrize("route", SPOKEN)
def test_in_english_no_word_of_the_product_is_russian(
    look: Callable[..., Window], words_of_the_school: frozenset[str], route: str
) -> None:
    page = look(route, language="en").page
    assert page.evaluate("document.documentElement.lang") == "en"
    assert foreign(page, CYRILLIC, words_of_the_school | IN_ENGLISH_TOO) == []


@pytest.mark.parametrize("route", SPOKEN)
def test_in_russian_no_word_of_the_product_is_english(
    look: Callable[..., Window], words_of_the_school: frozenset[str], route: str
) -> None:
    page = look(route, language="ru").page
    assert page.evaluate("document.documentElement.lang") == "ru"
    assert foreign(page, LATIN, words_of_the_school | IN_RUSSIAN_TOO) == []


def test_the_language_is_changed_at_the_door_and_kept(street: Street) -> None:
    window = street.window()
    SignInPage(window.page).open()
    window.page.get_by_role("button", name="English").click()
    expect(window.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    window.page.reload()
    expect(window.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
