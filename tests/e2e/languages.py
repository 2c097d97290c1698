"""Which words of a page are the product's own, and in which language they are.

What stands in the database (names, subjects, topics) may be in any language; every other word is
the product's, but for what somebody writes in a field and sees beside it (`data-written`).
"""

from __future__ import annotations

import re

from playwright.sync_api import Page

ALL_TEXT = """() => {
  const theirs = 'script, style, code, kbd, textarea, [data-written]';
  const said = [document.title];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    if (!texts.currentNode.parentElement.closest(theirs))
      said.push(texts.currentNode.textContent);
  for (const e of document.querySelectorAll('body *'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      if (e.getAttribute(name)) said.push(e.getAttribute(name));
  return said.join('\\n');
}"""
CYRILLIC, LATIN = re.compile(r"[А-Яа-яЁё]+"), re.compile(r"[A-Za-z]{2,}")
IN_ENGLISH_TOO = {"русский", "зч", "нз", "н", "б", "уп", "нп", "оп", "осв"}
"""The name of the other language; what is written in journals instead of a mark."""
IN_RUSSIAN_TOO = {
    "english", "xlsx", "csv", "pdf", "chrome", "chromium", "linux", "firefox", "android", "mail",
    "kb", "qr", "totp", "id", "http", "https", "ii", "iii", "iv", "ipad", "iphone", "safari",
    "windows", "macos", "sms", "ios", "tls", "sqlite", "postgresql", "shift", "tab",
}  # fmt: skip
"""Names of formats, programs, keys and of this other language; Roman numbers."""
NO_WORDS = re.compile(
    r"\bEDIARY_\w+|\b[A-Z\d]{4}-[A-Z\d]{4}\b|\b[А-ЯЁ]{2}\b|\b[А-ЯЁ]\.|\b\d{4}_\w+|\S+\.\w{2,4}\b|(?:/\w[\w-]*)+|update-ca-\w+"
)
"""Settings, sign-in codes, initials, names of files, revisions, sites, commands: no words."""


def words_in(text: str) -> list[str]:
    """Words of letters of either alphabet."""
    return [word.casefold() for word in re.findall(r"[A-Za-zА-Яа-яЁё]+", text)]


def _foreign(page: Page, letters: re.Pattern[str], known: frozenset[str]) -> list[str]:
    """Lines of a page with words in these letters that are not the school's own."""
    lines = str(page.evaluate(ALL_TEXT)).splitlines()
    return [
        line[:160]
        for line in lines
        if any(word.casefold() not in known for word in letters.findall(NO_WORDS.sub(" ", line)))
    ]


def russian_words(page: Page, known: frozenset[str]) -> list[str]:
    """Lines of an English page with Russian words that are not the school's own."""
    return _foreign(page, CYRILLIC, known | IN_ENGLISH_TOO)


def english_words(page: Page, known: frozenset[str]) -> list[str]:
    """Lines of a Russian page with English words that are not the school's own."""
    return _foreign(page, LATIN, known | IN_RUSSIAN_TOO)
