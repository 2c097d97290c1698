"""Languages of the server: gettext catalogues compiled by Babel, chosen per person.

Message ids are English sentences; Russian comes from `locale/ru`. A `LazyText` keeps the sentence
and its values and becomes text in the language in force when somebody reads it.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ru", "en")
DEFAULT_LANGUAGE = "ru"
LOCALE_DIR = Path(__file__).resolve().parents[2] / "locale"
_language: ContextVar[str] = ContextVar("ediary_language", default=DEFAULT_LANGUAGE)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The compiled catalogue of a language; English is the message ids themselves."""
    return gettext.translation("ediary", LOCALE_DIR, [language], fallback=True)


def current_language() -> str:
    """The language in force for this piece of work."""
    return _language.get()


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Speak this language inside the block; unknown ones fall back to Russian."""
    token = _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


@dataclass(frozen=True)
class LazyText:
    """A sentence that is translated when read, not when made."""

    message: str
    plural: str = ""
    count: int | None = None
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        texts = catalogue(current_language())
        if self.count is None:
            text = texts.gettext(self.message)
        else:
            text = texts.ngettext(self.message, self.plural, self.count)
        values = {"n": self.count, **self.values} if self.count is not None else self.values
        return text.format(**{k: str(v) for k, v in values.items()}) if values else text


def _(message: str, **values: Any) -> LazyText:
    """A translatable sentence; `{name}` places are filled with the values."""
    return LazyText(message, values=values)


def ngettext(message: str, plural: str, n: int, **values: Any) -> LazyText:
    """A translatable sentence about a number; `{n}` is the number."""
    return LazyText(message, plural=plural, count=n, values=values)
