"""What an extract may show (поля выписок): of the own child, the same that the diary shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from ediary_app.extracts.values import ExtractKind
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.sandbox.fields import FieldType, Schema, TextField

T = FieldType
_COMMON: Schema = (
    TextField("pupil.name", _("The child's name"), "Иванова Анна Петровна"),
    TextField("class", _("The class"), "7А"),
    TextField("school", _("The school"), "Школа № 5"),
    TextField("class_teacher", _("The class teacher"), "Орлова В. И."),
    TextField("number", _("The extract's number"), "2026-000123"),
    TextField("from", _("The first day"), date(2026, 11, 16), T.DAY),
    TextField("to", _("The last day"), date(2026, 11, 21), T.DAY),
)


def _rows(name: str, title: Any, example: tuple[dict[str, Any], ...], *inner: TextField) -> Any:
    return TextField(name, title, example, T.ROWS, inner)


_SUBJECT = TextField("subject", _("The subject"), "Алгебра")
_DATE = TextField("date", _("The date"), date(2026, 11, 18), T.DAY)
_MARKS = _rows(
    "marks", _("Marks by subject"),
    ({"subject": "Алгебра", "marks": "5 4 5", "mean": "4,67", "proposed": "5"},
     {"subject": "Русский язык", "marks": "4 3", "mean": "3,50", "proposed": "4"}),
    _SUBJECT, TextField("marks", _("The marks"), "5 4 5"),
    TextField("mean", _("The mean in the subject"), "4,67"),
    TextField("proposed", _("The proposed mark"), "5"),
)  # fmt: skip
_LESSONS = _rows(
    "lessons", _("Lessons of the days"),
    ({"date": date(2026, 11, 18), "number": 1, "subject": "Алгебра", "room": "214",
      "homework": "№ 321–325", "marks": "5"},
     {"date": date(2026, 11, 18), "number": 2, "subject": "Физика", "room": "305",
      "homework": "§ 14", "marks": ""}),
    _DATE, TextField("number", _("The lesson's number"), 1, T.NUMBER), _SUBJECT,
    TextField("room", _("The room"), "214"),
    TextField("homework", _("What is to be done"), "№ 321–325"),
    TextField("marks", _("The marks"), "5"),
)  # fmt: skip
_TESTS = _rows(
    "tests", _("Tests ahead"),
    ({"date": date(2026, 11, 25), "subject": "Алгебра", "work": "Контрольная работа"},),
    _DATE, _SUBJECT, TextField("work", _("The kind of work"), "Контрольная работа"),
)  # fmt: skip
_REMARKS = _rows(
    "remarks", _("Praise, remarks, recommendations"),
    ({"date": date(2026, 11, 18), "remark": "Помогла разобраться в теме.", "author": "Орлова В."},),
    _DATE, TextField("remark", _("What was written"), "Помогла разобраться в теме."),
    TextField("author", _("Who wrote it"), "Орлова В. И."),
)  # fmt: skip
_MISSED = TextField("missed", _("Lessons missed"), 3, T.NUMBER)
FIELDS: dict[ExtractKind, Schema] = {
    ExtractKind.WEEK: (*_COMMON, _LESSONS, _TESTS, _REMARKS, _MISSED),
    ExtractKind.PROGRESS: (*_COMMON, _MARKS, _TESTS, _REMARKS, _MISSED),
}
"""What each extract may show."""
