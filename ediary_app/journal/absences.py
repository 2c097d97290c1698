"""A pupil's attendance of a period (посещаемость ученика): days, subjects, kinds in numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, bindparam, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import children, diary_rows, periods, rules
from ediary_app.journal.models import Attendance
from ediary_app.journal.page import TermChoice
from ediary_app.journal.values import AttendanceCode
from ediary_app.kernel.db import AnyRow
from ediary_app.school.models import Group, GroupMember, Subject
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState

lesson, group, subject = Lesson.__table__, Group.__table__, Subject.__table__  # type: ignore[attr-defined]
member, attendance = GroupMember.__table__, Attendance.__table__  # type: ignore[attr-defined]
LATE = AttendanceCode.LATE


@dataclass(frozen=True)
class MissedLesson:
    """A lesson of a day that was missed, come late to, or attended without taking part."""

    slot: int
    subject: str
    code: str
    minutes_late: int


@dataclass(frozen=True)
class DayOfAbsence:
    """A day on which not all was as usual; `one_code` is why all of it was missed."""

    on: date
    is_whole_day: bool
    one_code: str
    lessons: tuple[MissedLesson, ...]


@dataclass(frozen=True)
class CalendarDay:
    """A day in the picture of a period; `state` is off, ahead, here, late, some or whole."""

    on: date
    state: str
    missed: int
    is_today: bool


@dataclass(frozen=True)
class CalendarWeek:
    """A row of the picture, Monday to Saturday."""

    monday: date
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True)
class SubjectAttendance:
    """A subject of the period: lessons held so far, missed, come late to."""

    subject: str
    color: int
    held: int
    missed: int
    ill: int
    late: int


@dataclass(frozen=True)
class Kind:
    """How many lessons a code of attendance stands for in the period."""

    code: str
    count: int


@dataclass(frozen=True)
class AttendanceOverview:
    """A period of a pupil's attendance: the picture, totals, days and subjects."""

    student_id: int = 0
    term_id: int = 0
    period: str = ""
    terms: tuple[TermChoice, ...] = ()
    held: int = 0
    missed: int = 0
    whole_days: int = 0
    late: int = 0
    minutes_late: int = 0
    kinds: tuple[Kind, ...] = ()
    weekdays: tuple[date, ...] = ()
    weeks: tuple[CalendarWeek, ...] = ()
    days: tuple[DayOfAbsence, ...] = ()
    subjects: tuple[SubjectAttendance, ...] = ()


@dataclass(frozen=True)
class OpenAttendance:
    """The page of attendance: the family and the period of the open child."""

    family: children.Family = children.NOBODY
    shown: AttendanceOverview = AttendanceOverview()


@use_case(requires=Permission.DIARY_READ, writes=False)
def open_attendance(ctx: Context, *, child_id: int = 0, term_id: int = 0) -> OpenAttendance:
    """The attendance of the open child in a period; only its family sees what the reasons are."""
    family = children.opened(ctx, child_id)
    if not family.child_id:
        return OpenAttendance()
    terms, chosen = periods.chosen(ctx, family.child_id, term_id)
    if chosen is None:
        return OpenAttendance(family, AttendanceOverview(student_id=family.child_id))
    span = {"first": chosen.starts_on, "last": chosen.ends_on}
    rows = list(ctx.session.execute(_LESSONS, {"student": family.child_id, **span}).all())
    return OpenAttendance(family, _overview(ctx, family.child_id, rows, terms, chosen))


def _overview(
    ctx: Context,
    student_id: int,
    rows: Sequence[AnyRow],
    terms: tuple[TermChoice, ...],
    chosen: TermChoice,
) -> AttendanceOverview:
    held = [row for row in rows if _is_held(row, ctx.today)]
    said = [row for row in held if row.code]
    missed = [row for row in said if row.code in rules.ABSENCES]
    late = [row for row in said if row.code == LATE]
    days, weeks = _days(held), _weeks(rows, chosen, ctx.today)
    counts = Counter(row.code for row in said)
    return AttendanceOverview(
        student_id=student_id,
        term_id=chosen.id,
        period=chosen.name,
        terms=terms,
        held=len(held),
        missed=len(missed),
        whole_days=sum(day.is_whole_day for day in days),
        late=len(late),
        minutes_late=sum(row.minutes_late for row in late),
        kinds=tuple(Kind(code, counts[code]) for code in AttendanceCode if counts[code]),
        weekdays=tuple(day.on for day in weeks[0].days) if weeks else (),
        weeks=weeks,
        days=tuple(reversed(days)),
        subjects=_subjects(held),
    )


def _is_held(row: AnyRow, today: date) -> bool:
    """A lesson of an earlier day, or one of today in which the roll was called."""
    return bool(row.date < today or (row.date == today and (row.roll_called_at or row.code)))


def _by_day(rows: Sequence[AnyRow]) -> dict[date, list[AnyRow]]:
    found: dict[date, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[row.date].append(row)
    return found


def _days(held: Sequence[AnyRow]) -> list[DayOfAbsence]:
    days = []
    for on, rows in _by_day(held).items():
        told = [r for r in rows if r.code]
        if told:
            missed = [MissedLesson(r.slot, r.subject, r.code, r.minutes_late) for r in told]
            whole = all(r.code in rules.ABSENCES for r in rows)
            codes = {r.code for r in told}
            one = codes.pop() if whole and len(codes) == 1 else ""
            days.append(DayOfAbsence(on, whole, one, tuple(missed)))
    return days


def _weeks(rows: Sequence[AnyRow], chosen: TermChoice, today: date) -> tuple[CalendarWeek, ...]:
    by_day = _by_day(rows)
    first = chosen.starts_on - timedelta(days=chosen.starts_on.weekday())
    with_saturday = any(on.weekday() == 5 for on in by_day)
    mondays = [first + timedelta(days=7 * n) for n in range((chosen.ends_on - first).days // 7 + 1)]
    return tuple(
        CalendarWeek(
            monday,
            tuple(
                _calendar_day(monday + timedelta(days=n), by_day, today)
                for n in range(6 if with_saturday else 5)
            ),
        )
        for monday in mondays
    )


def _calendar_day(on: date, by_day: dict[date, list[AnyRow]], today: date) -> CalendarDay:
    rows = by_day.get(on, [])
    missed = sum(row.code in rules.ABSENCES for row in rows)
    is_late = any(row.code == LATE for row in rows)
    is_ahead = not any(_is_held(row, today) for row in rows)
    state = rules.day_state(len(rows), missed, is_late=is_late, is_ahead=is_ahead)
    return CalendarDay(on, state, missed, on == today)


def _subjects(held: Sequence[AnyRow]) -> tuple[SubjectAttendance, ...]:
    """Subjects with the most missed lessons first, then as the school orders them."""
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in sorted(held, key=lambda row: row.sort_key):
        found[row.subject_id].append(row)
    lines = [_subject(rows) for rows in found.values()]
    return tuple(sorted(lines, key=lambda line: -line.missed))


def _subject(rows: list[AnyRow]) -> SubjectAttendance:
    codes = Counter(row.code for row in rows)
    return SubjectAttendance(
        subject=rows[0].subject,
        color=rows[0].color,
        held=len(rows),
        missed=sum(codes[code] for code in rules.ABSENCES),
        ill=codes[AttendanceCode.ILL],
        late=codes[LATE],
    )


_LESSONS = (
    select(
        lesson.c.date, lesson.c.slot, lesson.c.roll_called_at, group.c.subject_id,
        subject.c.name.label("subject"), subject.c.color, subject.c.sort_key, attendance.c.code,
        attendance.c.minutes_late,
    )
    .select_from(member)
    .join(lesson, diary_rows.IN_GROUP_THAT_DAY)
    .join(group, group.c.id == member.c.group_id)
    .join(subject, subject.c.id == group.c.subject_id)
    .join(attendance, and_(attendance.c.lesson_id == lesson.c.id,
                           attendance.c.student_id == member.c.student_id), isouter=True)
    .where(
        member.c.student_id == bindparam("student"),
        lesson.c.date.between(bindparam("first"), bindparam("last")),
        lesson.c.state != LessonState.CANCELLED,
    )
    .order_by(lesson.c.date, lesson.c.slot, lesson.c.id)
)  # fmt: skip
