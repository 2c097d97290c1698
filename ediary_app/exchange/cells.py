"""Cells as people write them (ячейки): classes, names, phones; pure functions.

Each reads what a school office types and gives a value, or raises `Unreadable` with a sentence.
Text and dates, which know nothing of a school, are read by `lowcode.cells`.
"""

from __future__ import annotations

import re

import phonenumbers

from ediary_app.kernel.i18n import _
from ediary_app.lowcode.cells import EXCEL_EPOCH, Cell, Unreadable, day, text
from ediary_app.school.values import Kinship, Sex
from ediary_app.timetable.values import Parity

__all__ = ["EXCEL_EPOCH", "Cell", "Unreadable", "day", "text"]
"""What is read below and known here by the same names."""
_LATIN = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
"""Latin letters that look like Russian ones, as typed with the wrong keyboard."""
_CLASS = re.compile(r"(\d{1,2})\s*[-–—.]?\s*[«\"'(]?\s*([А-ЯЁA-Z]{0,4}\d?)\s*[»\"')]?")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]{2,}")
_INITIALS = re.compile(r"([А-ЯЁA-Z])\.?\s*(?:([А-ЯЁA-Z])\.?)?")
NameParts = tuple[str, str, str]


def school_class(cell: Cell) -> tuple[int, str] | None:
    """Level and letter of a class in any spelling: 7А, 7 А, 7-а, 7 «А», 7A with a Latin letter."""
    written = text(cell)
    if not written:
        return None
    bare = re.sub(r"\s*(?:кл\.?|класс[а-я]*)\s*$", "", written, flags=re.I).upper()
    found = _CLASS.fullmatch(bare)
    if found is None or not 1 <= int(found.group(1)) <= 12:
        raise Unreadable(_("“{value}” is not a class. Write it like 7А.", value=written))
    return int(found.group(1)), found.group(2).translate(_LATIN)


def full_name(cell: Cell) -> NameParts | None:
    """Family name, given name and patronymic out of one cell."""
    words = [_name(word) for word in text(cell).replace(",", " ").split()]
    if not words or words[0] in {"-", "—"}:
        return None
    if len(words) == 1:
        raise Unreadable(
            _("“{value}”: the family name and the given name are both needed.", value=text(cell))
        )
    return words[0], words[1], " ".join(words[2:])


def name_part(cell: Cell) -> str:
    """One of the three parts of a name."""
    return " ".join(_name(word) for word in text(cell).split())


def _name(word: str) -> str:
    if word.isupper() or word.islower():
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word


def teacher(cell: Cell) -> NameParts | None:
    """A teacher as timetables name them: full name, `Иванова А. А.` or `Иванова`."""
    written = text(cell)
    if not written:
        return None
    family, _space, rest = written.partition(" ")
    initials = _INITIALS.fullmatch(rest.strip())
    if initials:
        return _name(family), initials.group(1), initials.group(2) or ""
    words = [_name(word) for word in rest.split()]
    return _name(family), words[0] if words else "", " ".join(words[1:])


def phones(cell: Cell) -> tuple[str, ...]:
    """Phones in any Russian spelling as E.164; several are parted by commas or semicolons."""
    found: list[str] = []
    for part in re.split(r"[,;/\n]| и ", text(cell)):
        if not re.search(r"\d", part):
            continue
        number = _phone(part)
        if number is None:
            raise Unreadable(
                _("“{value}” is not a phone number. Write it like +7 922 123-45-67.", value=part)
            )
        found.append(number)
    return tuple(dict.fromkeys(found))


def _phone(written: str) -> str | None:
    digits = re.sub(r"\D", "", written)
    if len(digits) == 10 and digits[0] == "9":
        digits = f"7{digits}"
    if len(digits) == 11 and digits[0] == "8":
        digits = f"7{digits[1:]}"
    try:
        parsed = phonenumbers.parse(f"+{digits}" if len(digits) > 10 else digits, "RU")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def email(cell: Cell) -> str:
    """An e-mail address in lower case."""
    written = text(cell).casefold()
    if not written or written in {"-", "—", "нет"}:
        return ""
    if not _EMAIL.fullmatch(written):
        raise Unreadable(_("“{value}” is not an e-mail address.", value=text(cell)))
    return written


def sex(cell: Cell) -> Sex | None:
    """Sex: м, муж, мужской, m, male; ж, жен, женский, f, female."""
    written = text(cell).casefold()
    if not written:
        return None
    if written[0] in "жf" or written == "д":
        return Sex.FEMALE
    if written[0] in "мm":
        return Sex.MALE
    raise Unreadable(_("“{value}”: write м or ж.", value=text(cell)))


_KINSHIPS = {
    Kinship.MOTHER: ("мат", "мам", "mother"), Kinship.FATHER: ("отец", "отц", "пап", "father"),
    Kinship.ADOPTIVE: ("усынов", "удочер", "adopt"), Kinship.TRUSTEE: ("попеч", "trustee"),
    Kinship.FOSTER: ("прием", "foster"), Kinship.GUARDIAN: ("опек", "guardian"),
}  # fmt: skip


def kinship(cell: Cell) -> Kinship | None:
    """The ground of representation in a word; one that is not known is `other`."""
    written = text(cell).casefold().replace("ё", "е")
    if not written:
        return None
    for found, stems in _KINSHIPS.items():
        if written.startswith(stems):
            return found
    return Kinship.OTHER


_DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekday(cell: Cell) -> int | None:
    """The day of the week, Monday being 0: понедельник, пн, Monday, or its number from 1."""
    written = text(cell).casefold().rstrip(".")
    if not written:
        return None
    for number in range(7):
        whole = len(written) >= 3 and _DAYS[number].startswith(written)
        if whole or written in {_SHORT[number], str(number + 1)}:
            return number
        if written.startswith(_ENGLISH[number]):
            return number
    raise Unreadable(_("“{value}” is not a day of the week.", value=text(cell)))


def slot(cell: Cell) -> int | None:
    """The number of a lesson: 1, 1., 1 урок, 1 (8:00–8:40)."""
    written = text(cell)
    if not written:
        return None
    found = re.match(r"(\d{1,2})(?!\d)(?![.:]\d)", written)
    if found is None or not 0 <= int(found.group(1)) <= 14:
        raise Unreadable(_("“{value}” is not the number of a lesson.", value=written))
    return int(found.group(1))


def hours(cell: Cell) -> int | None:
    """Hours a week: a whole number from 1 to 40 (halves are rounded up)."""
    written = text(cell).replace(",", ".")
    if not written:
        return None
    try:
        number = -int(-float(written) // 1)
    except (ValueError, OverflowError):
        number = 0
    if not 1 <= number <= 40:
        raise Unreadable(_("“{value}” is not a number of hours a week.", value=text(cell)))
    return number


def parity(cell: Cell) -> Parity:
    """In which weeks: нечётная, числитель, верхняя, 1; чётная, знаменатель, нижняя, 2."""
    written = text(cell).casefold().replace("ё", "е")
    if written.startswith(("неч", "числ", "верх", "odd")) or written in {"1", "i"}:
        return Parity.ODD
    if written.startswith(("чет", "знам", "ниж", "even")) or written in {"2", "ii"}:
        return Parity.EVEN
    if not written or written.startswith(("кажд", "все", "every", "еженед")) or written == "-":
        return Parity.EVERY
    raise Unreadable(_("“{value}”: write нечётная, чётная or leave it empty.", value=text(cell)))
