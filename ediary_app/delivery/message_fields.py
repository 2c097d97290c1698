"""What a message may show (поля сообщений): of the own child, within a family's rights.

A field is declared where the family may see it anyway: its own child's, never a classmate's.
"""

from __future__ import annotations

from datetime import date

from ediary_app.delivery.values import Told
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.sandbox.fields import FieldType, Schema, TextField

T = FieldType
_COMMON: Schema = (
    TextField("recipient", _("Whom the message is for"), "Мария Сергеевна"),
    TextField("pupil.name", _("The child's name"), "Иванова Анна"),
    TextField("pupil.first", _("The child's first name"), "Анна"),
    TextField("class", _("The class"), "7А"),
    TextField("school", _("The school"), "Школа № 5"),
    TextField("link", _("Where it stands in the diary"), "https://school5.example/diary"),
)
_SUBJECT = TextField("subject", _("The subject"), "Алгебра")
_DATE = TextField("date", _("The date"), date(2026, 11, 18), T.DAY)
_COMMENT = TextField("comment", _("What the teacher added"), "За решение у доски")
_MARK: Schema = (
    _SUBJECT, _DATE, _COMMENT,
    TextField("mark", _("The mark"), "5"),
    TextField("work", _("The kind of work"), "Контрольная работа"),
    TextField("mean", _("The mean in the subject"), "4,25"),
)  # fmt: skip
_CHANGES = (
    TextField("number", _("The lesson's number"), 3, T.NUMBER),
    TextField("subject", _("The subject"), "Физика"),
    TextField("was", _("What stood there"), "Химия, каб. 305"),
    TextField("room", _("The room"), "214"),
    TextField("teacher", _("The teacher"), "Орлова В. И."),
)
_EXAMPLE_CHANGES = (
    {"number": 3, "subject": "Физика", "was": "Химия", "room": "214", "teacher": "Орлова В. И."},
    {"number": 5, "subject": "", "was": "История", "room": "", "teacher": ""},
)
_OWN: dict[Told, Schema] = {
    Told.MARK_SET: _MARK,
    Told.MARK_CHANGED: (*_MARK, TextField("was", _("What stood there"), "4")),
    Told.ABSENCE: (
        _DATE, _SUBJECT,
        TextField("number", _("The lesson's number"), 2, T.NUMBER),
        TextField("code", _("The absence in words"), "отсутствие, причина не указана"),
        TextField("phone", _("Whom to call"), "+7 34675 0-00-00"),
    ),
    Told.HOMEWORK: (
        _SUBJECT,
        TextField("due", _("For which day"), date(2026, 11, 20), T.DAY),
        TextField("homework", _("What is to be done"), "§ 14, № 321–325"),
        TextField("minutes", _("Minutes it takes"), 25, T.NUMBER),
    ),
    Told.REMARK: (
        _SUBJECT, _DATE,
        TextField("remark", _("What was written"), "Помогла однокласснице разобраться в теме."),
        TextField("is_praise", _("Whether it is praise"), True, T.FLAG),
        TextField("author", _("Who wrote it"), "Орлова В. И."),
    ),
    Told.SUBSTITUTION: (
        _DATE,
        TextField("changes", _("The changes of the day"), _EXAMPLE_CHANGES, T.ROWS, _CHANGES),
    ),
    Told.TEST_AHEAD: (
        _SUBJECT, _DATE,
        TextField("work", _("The kind of work"), "Контрольная работа"),
        TextField("topic", _("The topic"), "Квадратные уравнения"),
    ),
    Told.ANNOUNCEMENT: (
        _DATE,
        TextField("title", _("The announcement's title"), "Родительское собрание"),
        TextField("words", _("The announcement's text"), "Собрание 25 ноября в 18:00, каб. 214."),
        TextField("author", _("Who wrote it"), "Директор школы"),
    ),
}  # fmt: skip
FIELDS: dict[Told, Schema] = {told: (*own, *_COMMON) for told, own in _OWN.items()}
"""What the messages of each occasion may show."""
