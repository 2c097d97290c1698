"""What a reason of an absence must say (правила оснований): whose, for when, by which paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ediary_app.journal.values import AttendanceCode, DocumentKind
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _

GROUND_CODES: dict[AttendanceCode, LazyText] = {
    AttendanceCode.ILL: _("Illness"),
    AttendanceCode.EXCUSED: _("Another valid reason"),
    AttendanceCode.UNEXCUSED: _("No valid reason"),
    AttendanceCode.FREED: _("Freed from a subject"),
}
"""What a class teacher may say of an absence, and what it is called."""
LONGEST = timedelta(days=366)
_NUMBER = re.compile(r"(?=.*\d)[\w№/.\-]{1,12}( [\w№/.\-]{1,7})?|б/н", re.IGNORECASE)
"""A paper's number: a word or two with a figure in it, so that no diagnosis is written there."""


@dataclass(frozen=True)
class Paper:
    """The paper by which a reason is known: its kind, number and date."""

    kind: DocumentKind
    number: str
    dated_on: date | None


def check_span(first: tuple[date, int], last: tuple[date, int]) -> None:
    """Refuse a span that ends before it begins, or is longer than a year."""
    if first > last:
        raise _wrong("last_day", _("The last lesson must not be before the first one."))
    if last[0] - first[0] > LONGEST:
        raise _wrong("last_day", _("At most a year at once."))


def check_code(code: AttendanceCode, subject_id: int | None) -> None:
    """Refuse a code that is no reason, and an exemption that names no subject."""
    if code not in GROUND_CODES:
        raise _wrong("code", _("Choose why the pupil is absent."))
    if code is AttendanceCode.FREED and subject_id is None:
        raise _wrong("subject_id", _("Choose the subject that the pupil is freed from."))


def check_paper(paper: Paper, today: date) -> None:
    """Refuse a paper without number and date where it must have them, and words for a number."""
    if paper.kind.is_numbered and not paper.number:
        raise _wrong("document_number", _("Write the paper's number; “б/н” if it has none."))
    if paper.number and not _NUMBER.fullmatch(paper.number):
        raise _wrong("document_number", _("Only the number, at most 20 signs: no diagnosis here."))
    if paper.kind.is_numbered and paper.dated_on is None:
        raise _wrong("document_date", _("Write the paper's date."))
    if paper.dated_on is not None and paper.dated_on > today:
        raise _wrong("document_date", _("The paper cannot be from a day to come."))


def _wrong(field: str, why: LazyText) -> errors.Invalid:
    return errors.Invalid(why, fields={field: why})
