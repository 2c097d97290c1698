"""Logins made from names (логины): Петрова Ольга → petrova.o, petrova.o2 …"""

from __future__ import annotations

import re
from collections.abc import Collection

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_OTHER = re.compile(r"[^a-z0-9]")


def latin(text: str) -> str:
    """A name in small Latin letters, nothing else."""
    return _OTHER.sub("", "".join(_LATIN.get(sign, sign) for sign in text.casefold()))


def base(family: str, given: str) -> str:
    """The login somebody of this name would have if they were alone."""
    parts = [latin(family)[:40], latin(given)[:1]]
    return ".".join(part for part in parts if part) or "user"


def free(wanted: str, taken: Collection[str]) -> str:
    """The wanted login, or the first with a number that nobody has."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}{number}" in taken:
        number += 1
    return f"{wanted}{number}"
