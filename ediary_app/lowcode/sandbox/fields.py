"""Fields of a text (поля шаблона): declared one by one, with words and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.definition_values import Hint


class FieldType(StrEnum):
    """What a field holds: a text, a number, yes or no, a day, a time, rows of fields."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    CLOCK = "clock"
    ROWS = "rows"


@dataclass(frozen=True, eq=False)
class TextField:
    """A field a text may show: its name (`pupil.name`), its words, an example.

    `inner` are the fields of each row of `ROWS`; the example is then the rows themselves.
    """

    name: str
    title: LazyText
    example: Any
    type: FieldType = FieldType.TEXT
    inner: tuple[TextField, ...] = ()


Schema = tuple[TextField, ...]
LONGEST_VALUE, MOST_ITEMS = 4_000, 500


def known(schema: Sequence[TextField]) -> dict[str, TextField]:
    """The fields by name."""
    return {one.name: one for one in schema}


def groups(schema: Sequence[TextField]) -> set[str]:
    """What stands before a dot in names: `pupil` is no field of its own."""
    return {one.name.rsplit(".", 1)[0] for one in schema if "." in one.name}


def examples(schema: Sequence[TextField]) -> dict[str, Any]:
    """The examples of all fields as the values of a text, for a preview."""
    return {one.name: one.example for one in schema}


def hints(schema: Sequence[TextField]) -> Iterator[Hint]:
    """What the editor offers: fields, and how rows are walked through."""
    for one in schema:
        if one.type is not FieldType.ROWS:
            yield Hint(f"{{{{ {one.name} }}}}", str(one.title), shown(one.example))
            continue
        row = one.name.rstrip("s") if one.name.rstrip("s") != one.name else f"{one.name}_row"
        inside = ", ".join(f"{{{{ {row}.{part.name} }}}}" for part in one.inner)
        code = f"{{% for {row} in {one.name} %}}…{{% endfor %}}"
        yield Hint(code, str(one.title), inside)


def shown(value: Any) -> str:
    """A value as it stands in a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)[:LONGEST_VALUE]


def nested(schema: Sequence[TextField], values: Mapping[str, Any]) -> dict[str, Any]:
    """Declared values as plain dicts in one another; what is not declared is left out."""
    made: dict[str, Any] = {}
    for one in schema:
        value = values.get(one.name)
        if one.type is FieldType.ROWS:
            rows = list(value or ())[:MOST_ITEMS]
            value = [nested(one.inner, row) for row in rows]
        elif isinstance(value, str):
            value = value[:LONGEST_VALUE]
        elif value is None and one.type is FieldType.NUMBER:
            value = 0
        _put(made, one.name.split("."), value)
    return made


def _put(into: dict[str, Any], names: Sequence[str], value: Any) -> None:
    for name in names[:-1]:
        into = into.setdefault(name, {})
    into[names[-1]] = value
