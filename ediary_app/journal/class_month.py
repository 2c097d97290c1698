"""A class's month (сведения о пропусках): pupils by days, how many lessons each missed and why."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import and_, func, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import own_class, rules
from ediary_app.journal.models import Attendance
from ediary_app.journal.own_class import NO_CLASS, Following, enrolment, lesson
from ediary_app.journal.values import AttendanceCode, JournalEvent
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school import names

attendance = Attendance.__table__  # type: ignore[attr-defined]
Counts = dict[int, dict[date, Counter[str]]]


@dataclass(frozen=True)
class MonthRow:
    """A pupil's month: a text for each school day, and the sums of it."""

    id: int
    name: str
    cells: tuple[str, ...]
    total: int
    ill: int
    excused: int
    unexcused: int
    unknown: int
    late: int


@dataclass(frozen=True)
class ClassMonth:
    """The month of a class. Illness has a column of its own only for who leads the class."""

    following: Following = NO_CLASS
    month: date | None = None
    before: date | None = None
    after: date | None = None
    days: tuple[date, ...] = ()
    rows: tuple[MonthRow, ...] = ()
    sums: tuple[int, ...] = ()
    total: int = 0
    ill: int = 0
    excused: int = 0
    unexcused: int = 0
    unknown: int = 0
    late: int = 0


@dataclass(frozen=True)
class MonthTable:
    """The month as a table to take away."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


@use_case(requires=Permission.ATTENDANCE_READ, writes=False)
def class_month(ctx: Context, *, class_id: int = 0, month: date | None = None) -> ClassMonth:
    """Lessons missed by pupil and day, of the month of a day or of this one (пропуски за месяц)."""
    return _month(ctx, class_id, month or ctx.today)


@use_case(requires=Permission.ATTENDANCE_READ)
def exported(ctx: Context, *, class_id: int, month: date) -> MonthTable:
    """The month as a table to take away; that it was taken is told."""
    shown = _month(ctx, class_id, month)
    if not shown.following.id:
        raise errors.NotFound(_("There is no such class, or it is not yours."))
    ctx.record(
        JournalEvent.ATTENDANCE_EXPORTED,
        ("school_class", shown.following.id),
        facts={"month": shown.month, "rows": len(shown.rows)},
    )
    leads = shown.following.leads
    words = [_("Lessons missed"), *([_("by illness")] if leads else []),
             *([_("with a valid reason"), _("reason not known")] if leads else []),
             _("without a valid reason"), _("came late")]  # fmt: skip
    head = (str(_("Pupil")), *[d.strftime("%d.%m") for d in shown.days], *map(str, words))
    return MonthTable(head, tuple((r.name, *r.cells, *_sums(r, leads)) for r in shown.rows))


def _sums(row: MonthRow, leads: bool) -> tuple[int, ...]:
    if not leads:
        return (row.total, row.unexcused, row.late)
    return (row.total, row.ill, row.excused, row.unknown, row.unexcused, row.late)


def _month(ctx: Context, class_id: int, within: date) -> ClassMonth:
    first = within.replace(day=1)
    last = within.replace(day=monthrange(within.year, within.month)[1])
    open_class = own_class.following(ctx, class_id)
    shown = ClassMonth(open_class, first, first - timedelta(days=1), last + timedelta(days=1))
    if not open_class.id:
        return shown
    days = own_class.days_between(ctx, open_class.id, first, last)
    counts = _counts(ctx, open_class, first, last)
    days = tuple(sorted({*days, *(d for of in counts.values() for d in of)}))
    rows = tuple(
        _row(person.id, names.list_name(person.family_name, person.given_name), days,
             counts[person.id])
        for person in own_class.pupils(ctx, open_class.id, first, last)
    )  # fmt: skip
    sums = tuple(sum(_missed(counts[row.id][day]) for row in rows) for day in days)
    named = ("total", "ill", "excused", "unexcused", "unknown", "late")
    totals = {name: sum(getattr(row, name) for row in rows) for name in named}
    return replace(shown, days=days, rows=rows, sums=sums, **totals)


def _counts(ctx: Context, open_class: Following, first: date, last: date) -> Counts:
    """Pupil → day → code → lessons, as the actor may see the codes."""
    found = ctx.session.execute(
        select(attendance.c.student_id, lesson.c.date, attendance.c.code, func.count().label("n"))
        .join(lesson, lesson.c.id == attendance.c.lesson_id)
        .join(enrolment, and_(enrolment.c.student_id == attendance.c.student_id,
                              own_class.was_in(open_class.id, lesson.c.date)))
        .where(
            lesson.c.school_id == ctx.school_id, lesson.c.date.between(first, last),
            attendance.c.code.is_not(None),
        )
        .group_by(attendance.c.student_id, lesson.c.date, attendance.c.code)
    )  # fmt: skip
    counts: Counts = defaultdict(lambda: defaultdict(Counter))
    for row in found:
        code = rules.shown_code(row.code, may_see_illness=open_class.leads)
        counts[row.student_id][row.date][code] += row.n
    return counts


def _missed(counts: Counter[str]) -> int:
    return sum(n for code, n in counts.items() if code in rules.ABSENCES)


def _row(student: int, name: str, days: tuple[date, ...], of: dict[date, Counter[str]]) -> MonthRow:
    whole = Counter[str]()
    for counts in of.values():
        whole.update(counts)
    return MonthRow(
        student, name, tuple(rules.missed_text(of[day]) if day in of else "" for day in days),
        total=_missed(whole),
        ill=whole[AttendanceCode.ILL],
        excused=whole[AttendanceCode.EXCUSED],
        unexcused=whole[AttendanceCode.UNEXCUSED],
        unknown=whole[AttendanceCode.ABSENT],
        late=whole[AttendanceCode.LATE],
    )  # fmt: skip
