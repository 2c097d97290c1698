"""Filters of a text (фильтры): a handful, each of one field, none grows what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.definition_values import Hint
from ediary_app.lowcode.sandbox.fields import FieldType, shown

T = FieldType
WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
    _("Sunday"),
)  # fmt: skip


@dataclass(frozen=True)
class TextFilter:
    """A filter: what it takes, what comes out, the types of what stands in its brackets."""

    function: Callable[..., Any]
    takes: frozenset[FieldType]
    gives: FieldType
    title: LazyText
    written: str
    arguments: tuple[type, ...] = ()


def _upper(value: Any) -> str:
    return shown(value).upper()


def _lower(value: Any) -> str:
    return shown(value).lower()


def _capital(value: Any) -> str:
    text = shown(value)
    return text[:1].upper() + text[1:]


def _short(value: Any, most: int) -> str:
    text, most = shown(value), max(1, min(most, 2_000))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _default(value: Any, words: str) -> str:
    return shown(value) or words


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list | str) else len(shown(value))


def _weekday(value: Any) -> str:
    return str(WEEKDAYS[value.weekday()]) if isinstance(value, date) else ""


def _form(value: Any, one: str, few: str, many: str) -> str:
    """The form of a word after a number: 1 урок, 2 урока, 5 уроков; 1 lesson, 2 lessons."""
    number = abs(int(value or 0))
    if number % 10 == 1 and number % 100 != 11:
        return one
    return few if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else many


_SHOWN = frozenset({T.TEXT, T.NUMBER, T.DAY, T.CLOCK, T.FLAG})
FILTERS: dict[str, TextFilter] = {
    "upper": TextFilter(_upper, _SHOWN, T.TEXT, _("in capital letters"), "subject|upper"),
    "lower": TextFilter(_lower, _SHOWN, T.TEXT, _("in small letters"), "subject|lower"),
    "capital": TextFilter(_capital, _SHOWN, T.TEXT, _("with a capital letter"), "topic|capital"),
    "short": TextFilter(_short, _SHOWN, T.TEXT, _("at most so many characters"),
                        "comment|short(60)", (int,)),
    "default": TextFilter(_default, _SHOWN, T.TEXT, _("other words when it is empty"),
                          "comment|default('—')", (str,)),
    "length": TextFilter(_length, frozenset({T.TEXT, T.ROWS}), T.NUMBER,
                         _("how many rows or letters"), "lessons|length"),
    "weekday": TextFilter(_weekday, frozenset({T.DAY}), T.TEXT, _("the day of the week"),
                          "date|weekday"),
    "form": TextFilter(_form, frozenset({T.NUMBER}), T.TEXT, _("the word after a number"),
                       "count|form('урок', 'урока', 'уроков')", (str, str, str)),
}  # fmt: skip


def hints() -> tuple[Hint, ...]:
    """The filters as the editor offers them."""
    return tuple(Hint(f"|{name}", str(one.title), one.written) for name, one in FILTERS.items())
