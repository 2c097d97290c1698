"""Words of the import (импорт): kinds of lists, meanings of columns, states, messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class ListKind(StrEnum):
    """What a table holds (вид списка)."""

    PUPILS = "pupils"
    GUARDIANS = "guardians"
    STAFF = "staff"
    ASSIGNMENTS = "assignments"
    TIMETABLE = "timetable"


KIND_NAMES: dict[ListKind, LazyText] = {
    ListKind.PUPILS: _("Class lists"),
    ListKind.GUARDIANS: _("Parents and guardians"),
    ListKind.STAFF: _("Staff"),
    ListKind.ASSIGNMENTS: _("Teaching assignments"),
    ListKind.TIMETABLE: _("Weekly timetable"),
}


class BatchState(StrEnum):
    """What became of a table (состояние загрузки)."""

    UPLOADED = "uploaded"
    IMPORTED = "imported"
    UNDONE = "undone"
    DISCARDED = "discarded"


BATCH_STATES: dict[BatchState, LazyText] = {
    BatchState.UPLOADED: _("waits for import"),
    BatchState.IMPORTED: _("imported"),
    BatchState.UNDONE: _("undone"),
    BatchState.DISCARDED: _("discarded"),
}


class ExchangeEvent(StrEnum):
    """What happens to tables before they are imported (события обмена)."""

    TABLE_UPLOADED = "exchange.table_uploaded"
    TABLE_DISCARDED = "exchange.table_discarded"


class Meaning(StrEnum):
    """What a column of a table means (значение столбца)."""

    FULL_NAME = "full_name"
    FAMILY = "family"
    GIVEN = "given"
    MIDDLE = "middle"
    CLASS = "class"
    LEVEL = "level"
    LETTER = "letter"
    BIRTH = "birth"
    SEX = "sex"
    FILE_NUMBER = "file_number"
    ENROLLED_ON = "enrolled_on"
    MOTHER = "mother"
    MOTHER_PHONE = "mother_phone"
    MOTHER_EMAIL = "mother_email"
    FATHER = "father"
    FATHER_PHONE = "father_phone"
    FATHER_EMAIL = "father_email"
    GUARDIAN = "guardian"
    GUARDIAN_PHONE = "guardian_phone"
    GUARDIAN_EMAIL = "guardian_email"
    KINSHIP = "kinship"
    PUPIL = "pupil"
    PUPIL_BIRTH = "pupil_birth"
    PHONE = "phone"
    EMAIL = "email"
    POST = "post"
    PERSONNEL_NUMBER = "personnel_number"
    LEADS_CLASS = "leads_class"
    SUBJECT = "subject"
    TEACHER = "teacher"
    GROUP = "group"
    HOURS = "hours"
    WEEKDAY = "weekday"
    SLOT = "slot"
    ROOM = "room"
    PARITY = "parity"


M = Meaning
"""Its short name, for the many places that name columns."""
MEANING_NAMES: dict[Meaning, LazyText] = {
    M.FULL_NAME: _("Full name"),
    M.FAMILY: _("Family name"),
    M.GIVEN: _("Given name"),
    M.MIDDLE: _("Patronymic"),
    M.CLASS: _("Class"),
    M.LEVEL: _("Level"),
    M.LETTER: _("Letter"),
    M.BIRTH: _("Date of birth"),
    M.SEX: _("Sex"),
    M.FILE_NUMBER: _("File number"),
    M.ENROLLED_ON: _("Enrolled on"),
    M.MOTHER: _("Mother"),
    M.MOTHER_PHONE: _("Mother's phone"),
    M.MOTHER_EMAIL: _("Mother's e-mail"),
    M.FATHER: _("Father"),
    M.FATHER_PHONE: _("Father's phone"),
    M.FATHER_EMAIL: _("Father's e-mail"),
    M.GUARDIAN: _("Representative"),
    M.GUARDIAN_PHONE: _("Representative's phone"),
    M.GUARDIAN_EMAIL: _("Representative's e-mail"),
    M.KINSHIP: _("Kinship"),
    M.PUPIL: _("Pupil"),
    M.PUPIL_BIRTH: _("Pupil's date of birth"),
    M.PHONE: _("Phone"),
    M.EMAIL: _("E-mail"),
    M.POST: _("Post"),
    M.PERSONNEL_NUMBER: _("Personnel number"),
    M.LEADS_CLASS: _("Leads the class"),
    M.SUBJECT: _("Subject"),
    M.TEACHER: _("Teacher"),
    M.GROUP: _("Group"),
    M.HOURS: _("Hours a week"),
    M.WEEKDAY: _("Day of the week"),
    M.SLOT: _("Lesson number"),
    M.ROOM: _("Room"),
    M.PARITY: _("Weeks (odd, even)"),
}

_NAME = (M.FULL_NAME, M.FAMILY, M.GIVEN, M.MIDDLE)
_CLASS = (M.CLASS, M.LEVEL, M.LETTER)
KIND_MEANINGS: dict[ListKind, tuple[Meaning, ...]] = {
    ListKind.PUPILS: (
        *_NAME, *_CLASS, M.BIRTH, M.SEX, M.FILE_NUMBER, M.ENROLLED_ON, M.MOTHER, M.MOTHER_PHONE,
        M.MOTHER_EMAIL, M.FATHER, M.FATHER_PHONE, M.FATHER_EMAIL, M.GUARDIAN, M.GUARDIAN_PHONE,
        M.GUARDIAN_EMAIL, M.KINSHIP,
    ),
    ListKind.GUARDIANS: (
        *_NAME, M.KINSHIP, M.PHONE, M.EMAIL, M.PUPIL, M.PUPIL_BIRTH, *_CLASS, M.FILE_NUMBER,
    ),
    ListKind.STAFF: (
        *_NAME, M.POST, M.PERSONNEL_NUMBER, M.BIRTH, M.PHONE, M.EMAIL, M.LEADS_CLASS,
    ),
    ListKind.ASSIGNMENTS: (*_CLASS, M.SUBJECT, M.TEACHER, M.GROUP, M.HOURS),
    ListKind.TIMETABLE: (
        *_CLASS, M.WEEKDAY, M.SLOT, M.SUBJECT, M.TEACHER, M.ROOM, M.GROUP, M.PARITY,
    ),
}  # fmt: skip
"""Which columns a list of each kind may have, in the order in which they are offered."""


class Severity(StrEnum):
    """Whether a message stops the import (важность сообщения)."""

    PROBLEM = "problem"
    NOTE = "note"


@dataclass(frozen=True)
class Message:
    """A sentence about a place of the table: the sheet's own row number and column."""

    severity: str
    sheet: str
    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Counted:
    """How many of something there are, in words: `Pupils: 28` (сколько чего)."""

    title: str
    count: int
