"""Lists of the journal in the portal (виды работ и их вес)."""

from __future__ import annotations

from ediary_app.access.values import Permission
from ediary_app.journal import rules
from ediary_app.journal.models import WorkKind
from ediary_app.journal.values import ATTENDANCE_NAMES, AttendanceCode, MarkValue
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.acts import declare, declare_fixed
from ediary_app.lowcode.fixed import FixedList, Line
from ediary_app.lowcode.resources import Field, Part, Resource
from ediary_app.lowcode.values import Kind
from ediary_app.school.class_resources import MARKINGS

WORK_KINDS = declare(__name__, Resource(
    name="work-kinds", title=_("Kinds of work"), area=_("Teaching"), model=WorkKind,
    fields=(
        Field("name", _("Title"), required=True, longest=120, headers=("вид работы", "название")),
        Field("code", _("Code"), required=True, longest=16, headers=("код",),
              help=_("A few letters by which tables know it; it stays.")),
        Field("glyph", _("Sign"), longest=8, headers=("знак",),
              help=_("One or two letters above the column of the journal.")),
        Field("weight", _("Weight"), Kind.HUNDREDTHS, required=True, least=0, most=10, default="1",
              headers=("вес",), help=_("How much a mark counts in the mean: 1,5 or 3.")),
        Field("position", _("Order"), Kind.NUMBER, required=True, least=0, most=999, default="0",
              headers=("порядок",)),
        Field("is_assessment", _("Assessment"), Kind.FLAG, headers=("контрольная",),
              help=_("The whole class writes it: it stands in the schedule of assessments.")),
    ),
    listed=("name", "code", "glyph", "weight", "position", "is_assessment"),
    order=("position", "name"), searched=("name", "code"), filters=("is_assessment",),
    known_by=("code",), reads=Permission.DATA_READ, writes=Permission.WORK_KINDS_MANAGE,
    archive="is_archived",
    parts=(
        Part(_("Kind of work"), ("name", "code", "glyph")),
        Part(_("How it counts"), ("weight", "position", "is_assessment")),
    ),
    note=_("A change is in the teachers' hands at once: what a mark weighs is asked when it "
           "is shown."),
))  # fmt: skip

CODE_HELP = {
    AttendanceCode.ABSENT: _("Until the reason is known; the class teacher asks."),
    AttendanceCode.ILL: _("By a medical paper, or by the family's word until it comes."),
    AttendanceCode.EXCUSED: _("By an application or an order."),
    AttendanceCode.UNEXCUSED: _("Nobody excuses it; the family is told."),
    AttendanceCode.LATE: _("The pupil is in the lesson and may be given marks."),
    AttendanceCode.FREED: _("In the lesson, without exercises: physical education, for example."),
}
MARK_HELP = {
    MarkValue.PASSED: _("passed"),
    MarkValue.NOT_PASSED: _("not passed"),
    MarkValue.DOT: _("A place kept for a mark that is still to come; it counts nowhere."),
}


def _codes() -> tuple[Line, ...]:
    yes, no = _("yes"), _("no")
    return tuple(
        (code.value, ATTENDANCE_NAMES[code], yes if code.is_absence else no, CODE_HELP[code])
        for code in AttendanceCode
    )


def _scales() -> tuple[Line, ...]:
    counted = _("It counts in the mean by its weight.")
    return tuple(
        (words, value.value, MARK_HELP.get(value, counted))
        for marking, words in MARKINGS.items()
        for value in MarkValue
        if value in rules.allowed_values(marking)
    )


ATTENDANCE_CODES = declare_fixed(__name__, FixedList(
    "attendance-codes", _("Attendance codes"), _("Teaching"),
    _("Fixed by the rules of the journal: the same letters on the screen and on paper."),
    (_("Code"), _("Meaning"), _("Counts as absence"), _("When")), _codes, Permission.DATA_READ,
))  # fmt: skip
MARK_SCALES = declare_fixed(__name__, FixedList(
    "mark-scales", _("Marks of the journal"), _("Teaching"),
    _("Fixed by the rules of the journal; how a group is marked is chosen in its own card."),
    (_("Marked"), _("Mark"), _("Meaning")), _scales, Permission.DATA_READ,
))  # fmt: skip
