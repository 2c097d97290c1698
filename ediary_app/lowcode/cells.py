"""Cells as people write them (ячейки): text, dates, numbers, times; pure functions.

Each reads what an office types and gives a value, or raises `Unreadable` with a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from ediary_app.kernel.i18n import LazyText, _

Cell = str | int | float | bool | date | datetime | time | timedelta | None

EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(10_000, 80_000)
"""Days since the epoch of spreadsheets that a number may mean: 1927 to 2119."""
MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_DOTTED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\s*(?:г\.?|года)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_WORDS = re.compile(r"(\d{1,2})\s+([а-я]+)\.?\s+(\d{4})\s*(?:г\.?|года)?")
_CLOCK = re.compile(r"(\d{1,2})[:.\-\s](\d{2})(?::\d{2})?")
YES = {"да", "yes", "true", "1", "+", "есть", "v", "✓", "истина", "on"}
NO = {"", "нет", "no", "false", "0", "-", "—", "ложь", "off"}


class Unreadable(ValueError):
    """A cell that cannot be understood, with the sentence to show."""

    def __init__(self, message: LazyText) -> None:
        super().__init__(message.message)
        self.message = message


def text(cell: Cell) -> str:
    """A cell as clean text: NFC, single spaces, whole numbers without `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        return cell.strftime("%d.%m.%Y")
    plain = unicodedata.normalize("NFC", str(cell)).replace("\u00a0", " ").replace("\u00ad", "")
    return re.sub(r"\s+", " ", plain).strip()


def day(cell: Cell) -> date | None:
    """A date: a spreadsheet's own, 01.02.2013, 2013-02-01 or 1 февраля 2013."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell).casefold()
    if not written or written in {"-", "—", "нет"}:
        return None
    found = _day_of(written)
    if found is None or not 1900 <= found.year <= 2100:
        raise Unreadable(_("“{value}” is not a date. Write it like 01.02.2013.", value=text(cell)))
    return found


def _day_of(written: str) -> date | None:
    if written.isdecimal() and int(written) in EXCEL_DAYS:
        return EXCEL_EPOCH + timedelta(days=int(written))
    if dotted := _DOTTED.fullmatch(written):
        d, m, y = (int(part) for part in dotted.groups())
    elif iso := _ISO.fullmatch(written):
        y, m, d = (int(part) for part in iso.groups())
    elif (named := _WORDS.fullmatch(written)) and (month := _month(named.group(2))):
        d, m, y = int(named.group(1)), month, int(named.group(3))
    else:
        return None
    if y < 100:
        y += 1900 if y > 40 else 2000
    try:
        return date(y, m, d)
    except ValueError:
        return None


def _month(word: str) -> int:
    return next((n for n, stem in enumerate(MONTHS, 1) if word.startswith(stem)), 0)


def whole(cell: Cell) -> int | None:
    """A whole number."""
    found = _number(cell)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise Unreadable(_("“{value}” is not a whole number.", value=text(cell)))
    return int(found)


def hundredths(cell: Cell) -> int | None:
    """A number with two digits after the comma, as hundredths: 1,5 is 150."""
    found = _number(cell)
    if found is None:
        return None
    if found * 100 != (found * 100).to_integral_value():
        raise Unreadable(_("“{value}”: at most two digits after the comma.", value=text(cell)))
    return int(found * 100)


def _number(cell: Cell) -> Decimal | None:
    written = text(cell).replace(" ", "").replace(",", ".")
    if written in {"", "-", "—"} or isinstance(cell, bool):
        return None
    try:
        found = Decimal(written)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found) > 10**9:
        raise Unreadable(_("“{value}” is not a number.", value=text(cell)))
    return found


def flag(cell: Cell) -> bool:
    """Yes or no: да, нет, +, 1, true; an empty cell is no."""
    written = "1" if cell is True else "" if cell is False else text(cell).casefold()
    if written not in YES | NO:
        raise Unreadable(_("“{value}”: write yes or no.", value=text(cell)))
    return written in YES


def clock_time(cell: Cell) -> time | None:
    """A time of the day: 8:30, 08.30, or a spreadsheet's own."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds() // 60)
        return time(minutes // 60 % 24, minutes % 60)
    written = text(cell)
    if not written:
        return None
    found = _CLOCK.fullmatch(written)
    if found is None or int(found.group(1)) > 23 or int(found.group(2)) > 59:
        raise Unreadable(_("“{value}” is not a time. Write it like 08:30.", value=written))
    return time(int(found.group(1)), int(found.group(2)))
