"""Words as people type them into a search (поиск с опечатками): what fits, and how well.

A line is read twice: as it was typed, and as the same keys give in the other keyboard layout
(`bdfyjd` is `иванов`). A word of four letters or more may have one letter wrong, missing, too many
or swapped with its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from ediary_app.kernel.folding import fold

_LATIN, _RUSSIAN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё"
_OTHER = str.maketrans(_LATIN + _RUSSIAN, _RUSSIAN + _LATIN)
_ALIKE = str.maketrans("abcehkmoptx", "абсенкмортх")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CLASS = re.compile(r"(?<![\w.])(1[0-2]|[1-9])\s*-?\s*[«\"]?([а-яa-z])[»\"]?(?![\w.])")
_PARTS = re.compile(r"[\s-]+")
MOST_WORDS, SLIPPING = 6, 4


class Near(IntEnum):
    """How well a word fits: the whole word, its beginning, a piece of it, or all but a letter."""

    EXACT = 0
    PREFIX = 1
    INSIDE = 2
    SLIP = 3
    NONE = 9


@dataclass(frozen=True)
class Reading:
    """One way to read a line: its words, and the class (7А) among them, if there is one."""

    text: str = ""
    words: tuple[str, ...] = ()
    level: int = 0
    letter: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.level)


Rank = tuple[int, int, int]
"""Worst word, reading, sum of all words: smaller is better."""
Also = Callable[[Reading], list[ColumnElement[bool]]]


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: the line and the ways to read it."""

    line: str
    readings: tuple[Reading, ...]

    @property
    def digits(self) -> str:
        """The end of a telephone number, if the line is one: without the country's 8 or 7."""
        found = re.sub(r"[\s()+-]", "", self.line)
        is_phone = found.isascii() and found.isdecimal() and len(found) >= 4
        return (found[1:] if len(found) == 11 else found) if is_phone else ""

    def fits(self, key: Any, also: Also = lambda _reading: []) -> ColumnElement[bool]:
        """Whether the small letters of a column may fit one of the readings."""
        ways = [and_(*[_may_hold(key, w) for w in r.words], *also(r)) for r in self.readings if r]
        return or_(false(), *ways)

    def strictly(self, key: Any) -> ColumnElement[bool]:
        """Whether a column holds all words of a reading without a slip: these are looked at first.

        A statement that is cut off must not lose what fits exactly.
        """
        ways = [and_(*[key.contains(w) for w in r.words]) for r in self.readings if r.words]
        return or_(false(), *ways)

    def rank(self, key: str) -> Rank | None:
        """How well a text of small letters fits; None when it does not."""
        ranks = [
            found for n, r in enumerate(self.readings) if r and (found := _rank(r, key, n))
        ]  # fmt: skip
        return min(ranks, default=None)


def asked(line: str) -> Asked:
    """The ways to read a line of a search."""
    small = " ".join(line.lower().split())
    readings = [reading(fold(small)), reading(fold(small.translate(_OTHER)))]
    return Asked(" ".join(line.split()), tuple(readings))


def reading(small: str) -> Reading:
    """A line of small letters as words, with a class taken out of it: `7 а`, `7а`, `7-а`."""
    found = _CLASS.search(small)
    if found is None:
        return Reading(small, tuple(_WORD.findall(small)[:MOST_WORDS]))
    rest = small[: found.start()] + " " + small[found.end() :]
    letter = found[2].translate(_ALIKE)
    return Reading(small, tuple(_WORD.findall(rest)[:MOST_WORDS]), int(found[1]), letter.upper())


def near(word: str, key: str) -> Near:
    """How well one word fits a text: the best of the text's words decides."""
    best = Near.NONE
    for one in _PARTS.split(key):
        if one == word:
            return Near.EXACT
        if one.startswith(word):
            best = min(best, Near.PREFIX)
        elif len(word) > 2 and word in one:
            best = min(best, Near.INSIDE)
        elif best is Near.NONE and len(word) >= SLIPPING and _is_slip(word, one):
            best = Near.SLIP
    return Near.PREFIX if best > Near.PREFIX and "-" in word and word in key else best


def within_one(a: str, b: str) -> bool:
    """Whether one letter wrong, missing, too many or swapped makes one word of the other."""
    if abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
    return a[at + 1 :] == b[at + 1 :] or swapped


def _is_slip(word: str, one: str) -> bool:
    """The whole word with a slip, or the beginning of a longer one from five letters on."""
    if within_one(word, one):
        return True
    is_beginning = len(word) > SLIPPING and len(one) > len(word)
    return is_beginning and any(within_one(word, one[: len(word) + more]) for more in (0, 1))


def _rank(of: Reading, key: str, number: int) -> Rank | None:
    found = [near(word, key) for word in of.words]
    worst = max(found, default=Near.PREFIX)
    return None if worst is Near.NONE else (worst, number, sum(found))


def _may_hold(key: Any, word: str) -> ColumnElement[bool]:
    """What the database can say: a slip leaves one half of the word whole, or both but the middle.

    What it lets through is looked at once more by `near`.
    """
    begins = partial(_begins, key)
    if len(word) < 3:
        return or_(*begins(word))
    if len(word) < SLIPPING:
        found: ColumnElement[bool] = key.contains(word)
        return found
    half = len(word) // 2
    middle = f"%{word[: half - 1]}__{word[half + 1 :]}%"
    return or_(*begins(word[:half]), key.contains(word[half:]), key.like(middle),
               key.contains(word))  # fmt: skip


def _begins(key: Any, start: str) -> Iterator[ColumnElement[bool]]:
    yield key.startswith(start)
    yield key.contains(f" {start}")
    yield key.contains(f"-{start}")
