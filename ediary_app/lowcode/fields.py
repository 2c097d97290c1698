"""Reading and saying the value of a field (значения полей): text in, a value out, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from ediary_app.kernel import errors
from ediary_app.kernel.folding import fold
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.kernel.settings import settings
from ediary_app.lowcode import cells
from ediary_app.lowcode.cells import Cell, Unreadable
from ediary_app.lowcode.resources import Field, Resource, Values
from ediary_app.lowcode.values import Kind, Raw

REQUIRED = _("This is needed.")
_READERS: dict[Kind, Any] = {
    Kind.NUMBER: cells.whole,
    Kind.HUNDREDTHS: cells.hundredths,
    Kind.FLAG: cells.flag,
    Kind.DAY: cells.day,
    Kind.CLOCK: cells.clock_time,
}


def read(field: Field, cell: Cell) -> Any:
    """The value of a cell or of what was typed; `Unreadable` with a sentence when it does not fit.

    A relation is read as the id it is chosen by; by its words it is found in `importing`.
    """
    if field.kind is Kind.CHOICE:
        value: Any = _choice(field, cells.text(cell))
    elif field.kind is Kind.RELATION:
        value = _id(cells.text(cell))
    elif field.kind in _READERS:
        value = _READERS[field.kind](cell)
    else:
        value = _text(field, cell)
    if field.is_rare and value == "":
        value = None
    if field.required and value in (None, ""):
        raise Unreadable(REQUIRED)
    _within(field, value)
    return value


def _text(field: Field, cell: Cell) -> str:
    long = field.kind is Kind.LONG_TEXT and isinstance(cell, str)
    written = str(cell).replace("\x00", "").strip() if long else cells.text(cell)
    written = "".join(c for c in written if c >= " " or c in "\n\t")
    if len(written) > field.longest:
        raise Unreadable(_("At most {n} characters.", n=field.longest))
    return written


def _choice(field: Field, written: str) -> str | None:
    if not written:
        return None
    wanted = fold(written)
    for value, words in field.choices.items():
        if wanted in (fold(value), fold(str(words))):
            return str(value)
    known = ", ".join(str(words) for words in field.choices.values())
    raise Unreadable(_("“{value}” is not one of: {known}.", value=written, known=known))


def _id(written: str) -> int | None:
    if not written or written == "0":
        return None
    if not (written.isascii() and written.isdecimal()) or len(written) > 12:
        raise Unreadable(_("Choose one from the list."))
    return int(written)


def _within(field: Field, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        return
    scale = 100 if field.kind is Kind.HUNDREDTHS else 1
    if field.least is not None and value < field.least * scale:
        raise Unreadable(_("At least {n}.", n=field.least))
    if field.most is not None and value > field.most * scale:
        raise Unreadable(_("At most {n}.", n=field.most))


def read_form(resource: Resource, said: Mapping[str, str]) -> dict[str, Any]:
    """All values of a form; `Invalid` names each field that does not fit, and why."""
    values: dict[str, Any] = {}
    wrong: dict[str, LazyText | str] = {}
    for field in resource.typed:
        if field.name in said:
            try:
                values[field.name] = read(field, said[field.name])
            except Unreadable as reason:
                wrong[field.name] = reason.message
    wrong.update({} if wrong else resource.check(values))
    refuse(wrong)
    return values


def refuse(wrong: Mapping[str, LazyText | str]) -> None:
    """Say what is wrong with which field, when anything is."""
    if wrong:
        raise errors.Invalid(_("Something does not fit yet. Nothing was saved."), fields=wrong)


def typed(field: Field, value: Any) -> str:
    """A value as it stands in the form's control."""
    if value is None:
        return ""
    if field.kind is Kind.FLAG:
        return "true" if value else ""
    if field.kind is Kind.HUNDREDTHS:
        return decimal(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def shown(field: Field, value: Any) -> str:
    """A value as it is read in a list, in history and on paper; a relation brings its words."""
    if value is None or value == "":
        return ""
    if field.kind is Kind.FLAG:
        return str(_("yes")) if value else ""
    if field.kind is Kind.CHOICE:
        return str(field.choices.get(str(value), value))
    if field.kind is Kind.DAY:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        return day.strftime("%d.%m.%Y")
    if field.kind is Kind.CLOCK:
        return str(value)[:5]
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(settings().timezone)).strftime("%d.%m.%Y %H:%M")
    return decimal(value) if field.kind is Kind.HUNDREDTHS else str(value)


def decimal(hundredths: int) -> str:
    """Hundredths as people write them: 150 is 1,5."""
    sign, whole = "-" if hundredths < 0 else "", abs(int(hundredths))
    rest = f"{whole % 100:02d}".rstrip("0")
    return f"{sign}{whole // 100},{rest}" if rest else f"{sign}{whole // 100}"


def plain(value: Any) -> Raw:
    """A value as events keep it."""
    return value.isoformat() if isinstance(value, date | time) else value


def plain_row(resource: Resource, values: Values) -> dict[str, Raw]:
    """The fields of a row as events keep them."""
    return {f.name: plain(values[f.name]) for f in resource.fields if f.name in values}
