"""Dates as people write them into a search (даты словами): `18.11`, `18 ноября`, `ноябрь`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр",
    "ноябр", "декабр",
)  # fmt: skip
_ENDINGS = ("", "ь", "я", "й", "а", "е")
_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_FIGURES = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?|(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Asked:
    """What a search asks for: words that must occur, and the days between which."""

    words: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


def asked(folded: str, today: date) -> Asked:
    """The words and the date in a search line of small letters; a date that is none is a word.

    Without a year it is the last such day of the school year that holds `today`.
    """
    words = folded.split()[:8]
    for index, word in enumerate(words):
        span, used = _in_figures(word, today), 1
        if span is None:
            span, used = _in_words(words, index, today)
        if span is not None:
            rest = (*words[:index], *words[index + used :])
            return Asked(tuple(rest), *span)
    return Asked(tuple(words))


def _in_figures(word: str, today: date) -> tuple[date, date] | None:
    found = _FIGURES.fullmatch(word)
    if found is None:
        return None
    if found[4]:
        return _day(int(found[4]), int(found[5]), int(found[6]))
    day, month = int(found[1]), int(found[2])
    year = int(found[3]) if found[3] else _year_of(month, today)
    return _day(year + 2000 if year < 100 else year, month, day)


def _in_words(words: list[str], index: int, today: date) -> tuple[tuple[date, date] | None, int]:
    """`18 ноября` (two words), or a month alone."""
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else ""
    month = _month(following)
    if word.isdigit() and len(word) <= 2 and month:
        return _day(_year_of(month, today), month, int(word)), 2
    month = _month(word)
    if not month:
        return None, 1
    year = _year_of(month, today)
    return (date(year, month, 1), date(year, month, monthrange(year, month)[1])), 1


def _month(word: str) -> int:
    """Which month a word names; 0 for none."""
    if word in _ENGLISH:
        return _ENGLISH.index(word) + 1
    for number, stem in enumerate(MONTHS, 1):
        if word.startswith(stem) and word[len(stem) :] in _ENDINGS and len(word) > len("ма"):
            return number
    return 0


def _year_of(month: int, today: date) -> int:
    """The year in which a month lies in the school year of today (it turns in August)."""
    begins = today.year if today.month >= 8 else today.year - 1
    return begins if month >= 8 else begins + 1


def _day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found
