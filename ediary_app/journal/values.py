"""Words of the journal: marks, attendance codes, kinds of remarks, kinds of events."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ediary_app.kernel.i18n import LazyText, _

Note = Annotated[str, Field(max_length=500)]
"""A comment to a mark, or why it was changed (комментарий, основание)."""
WorkNumber = Annotated[int, Field(ge=1, le=9)]
"""Tells works of one kind in one lesson apart (номер работы на уроке)."""


class MarkValue(StrEnum):
    """A current mark (текущая отметка), `domain.md` A2.1."""

    FIVE = "5"
    FOUR = "4"
    THREE = "3"
    TWO = "2"
    ONE = "1"
    PASSED = "ЗЧ"
    NOT_PASSED = "НЗ"
    DOT = "."

    @property
    def number(self) -> int | None:
        """What counts in the mean; None for pass marks and the dot."""
        return int(self.value) if self.value.isdigit() else None


class AttendanceCode(StrEnum):
    """A pupil's attendance of a lesson (отметка о посещаемости), `domain.md` A2.1."""

    ABSENT = "Н"
    ILL = "Б"
    EXCUSED = "УП"
    UNEXCUSED = "НП"
    LATE = "ОП"
    FREED = "ОСВ"

    @property
    def is_absence(self) -> bool:
        """Whether the pupil was not in the lesson."""
        return self in _ABSENCES


_ABSENCES = frozenset(
    {
        AttendanceCode.ABSENT,
        AttendanceCode.ILL,
        AttendanceCode.EXCUSED,
        AttendanceCode.UNEXCUSED,
    }
)

ATTENDANCE_NAMES: dict[AttendanceCode, LazyText] = {
    AttendanceCode.ABSENT: _("absent, reason not known yet"),
    AttendanceCode.ILL: _("absent, ill"),
    AttendanceCode.EXCUSED: _("absent with a valid reason"),
    AttendanceCode.UNEXCUSED: _("absent without a valid reason"),
    AttendanceCode.LATE: _("late"),
    AttendanceCode.FREED: _("freed from the activity, present"),
}


class DocumentKind(StrEnum):
    """By what the reason of an absence is known (вид документа); never what a pupil is ill with."""

    MEDICAL = "medical"
    APPLICATION = "application"
    ORDER = "order"
    WORD = "word"

    @property
    def is_numbered(self) -> bool:
        """Whether its number and date must be written down."""
        return self in (DocumentKind.MEDICAL, DocumentKind.ORDER)


DOCUMENT_NAMES: dict[DocumentKind, LazyText] = {
    DocumentKind.MEDICAL: _("Medical certificate"),
    DocumentKind.APPLICATION: _("Family's application"),
    DocumentKind.ORDER: _("Order of the school"),
    DocumentKind.WORD: _("Family's word, no paper yet"),
}


class CallAnswer(StrEnum):
    """What a family answered when the class teacher called (ответ семьи на звонок)."""

    KNOWS = "knows"
    ON_THE_WAY = "on_the_way"
    DID_NOT_KNOW = "did_not_know"
    NO_ANSWER = "no_answer"


CALL_NAMES: dict[CallAnswer, LazyText] = {
    CallAnswer.KNOWS: _("The family knows and will bring the reason"),
    CallAnswer.ON_THE_WAY: _("The pupil is on the way"),
    CallAnswer.DID_NOT_KNOW: _("The family did not know"),
    CallAnswer.NO_ANSWER: _("Nobody answered"),
}


class RemarkKind(StrEnum):
    """What a teacher wrote to a pupil (вид записи)."""

    PRAISE = "praise"
    REMARK = "remark"
    RECOMMENDATION = "recommendation"


REMARK_NAMES: dict[RemarkKind, LazyText] = {
    RemarkKind.PRAISE: _("Praise"),
    RemarkKind.REMARK: _("Remark"),
    RemarkKind.RECOMMENDATION: _("Recommendation"),
}


class JournalEvent(StrEnum):
    """What happens in the journal (события журнала)."""

    MARK_SET = "journal.mark_set"
    MARK_CHANGED = "journal.mark_changed"
    MARK_REMOVED = "journal.mark_removed"
    ATTENDANCE_SET = "journal.attendance_set"
    ATTENDANCE_CLEARED = "journal.attendance_cleared"
    ROLL_CALLED = "journal.roll_called"
    GROUND_SET = "journal.ground_set"
    GROUND_RENEWED = "journal.ground_renewed"
    GROUND_UNDONE = "journal.ground_undone"
    FAMILY_CALLED = "journal.family_called"
    ATTENDANCE_EXPORTED = "journal.attendance_exported"
    TOPIC_SET = "journal.topic_set"
    HOMEWORK_SET = "journal.homework_set"
    HOMEWORK_CHANGED = "journal.homework_changed"
    HOMEWORK_REMOVED = "journal.homework_removed"
    HOMEWORK_TICKED = "journal.homework_ticked"
    REMARK_WRITTEN = "journal.remark_written"
    REMARK_REMOVED = "journal.remark_removed"
    REMARK_RESTORED = "journal.remark_restored"
    FILE_ADDED = "journal.file_added"
    FILE_REMOVED = "journal.file_removed"
    WORK_ADDED = "journal.work_added"
    WORK_CHANGED = "journal.work_changed"
    WORK_REMOVED = "journal.work_removed"
    WORK_KIND_ADDED = "journal.work_kind_added"
    NEWS_SEEN = "journal.news_seen"
