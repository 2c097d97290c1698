"""Names of people: how they sort, are searched and are shortened (ФИО).

SQLite knows neither Cyrillic case nor order, so both keys are computed here for both databases.
"""

from __future__ import annotations

import re
import unicodedata

_ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ORDER = {ord(letter): chr(0x40 + index) for index, letter in enumerate(_ALPHABET)}
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """One name as it is kept: NFC, single spaces, no spaces at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def sort_key(*parts: str) -> str:
    """A key whose byte order is the Russian alphabet's order, ё beside е.

    Each Cyrillic letter becomes one ASCII sign in alphabetical order, before small Latin letters.
    """
    return " ".join(clean(part).casefold().translate(_ORDER) for part in parts if part)


def search_key(*parts: str) -> str:
    """What a search compares: lower case, ё as е, single spaces."""
    return clean(" ".join(p for p in parts if p)).casefold().replace("ё", "е")


def full_name(family: str, given: str, middle: str = "") -> str:
    """Иванова Анна Петровна."""
    return " ".join(part for part in (family, given, middle) if part)


def short_name(family: str, given: str, middle: str = "") -> str:
    """Иванова А. П.: for narrow tables; given and middle name by their first letters."""
    initials = " ".join(f"{part[0]}." for part in (given, middle) if part)
    return f"{family} {initials}".strip()


def list_name(family: str, given: str) -> str:
    """Иванова Анна: the name as a class list and the journal carry it."""
    return f"{family} {given}".strip()
