"""A class's day (день класса): who is absent by lesson, who came late, whose roll is not called."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import calls, own_class, rules
from ediary_app.journal.calls import CallToMake
from ediary_app.journal.models import Attendance
from ediary_app.journal.own_class import NO_CLASS, Following, enrolment, group, lesson, person
from ediary_app.journal.values import AttendanceCode
from ediary_app.school import names
from ediary_app.school.models import GroupMember, Subject
from ediary_app.timetable.values import LessonState

attendance = Attendance.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]
subject = Subject.__table__  # type: ignore[attr-defined]

HERE, NOT_CALLED, NO_LESSON, TO_COME = "·", "?", "–", ""
"""What a cell says where no code stands: was there; roll not called; no lesson; still to come."""


@dataclass(frozen=True)
class Missed:
    """A pupil who was absent or late: a cell for each lesson number of the day."""

    id: int
    name: str
    cells: tuple[str, ...]
    is_away: bool


@dataclass(frozen=True)
class Uncalled:
    """A lesson that has begun and whose roll nobody called yet."""

    id: int
    slot: int
    starts: str
    subject: str
    group: str
    teacher: str


@dataclass(frozen=True)
class ClassDay:
    """The day of a class as its class teacher follows it."""

    following: Following = NO_CLASS
    on: date | None = None
    today: date | None = None
    before: date | None = None
    after: date | None = None
    size: int = 0
    away: int = 0
    late: int = 0
    slots: tuple[int, ...] = ()
    missed: tuple[Missed, ...] = ()
    uncalled: tuple[Uncalled, ...] = ()
    calls: tuple[CallToMake, ...] = ()
    students: tuple[int, ...] = ()
    lessons: tuple[int, ...] = ()
    is_called: bool = False


@use_case(requires=Permission.ATTENDANCE_READ, writes=False)
def class_day(ctx: Context, *, class_id: int = 0, on: date | None = None) -> ClassDay:
    """The class's day: today by default, the first class one follows by default."""
    day = on or ctx.today
    open_class = own_class.following(ctx, class_id)
    if not open_class.id:
        return ClassDay(on=day, today=ctx.today)
    people = own_class.pupils(ctx, open_class.id, day, day)
    rows = _lessons(ctx, open_class.id, day)
    before, after = own_class.neighbours(ctx, open_class.id, day)
    seen = _Seen(ctx, day, rows, leads=open_class.leads)
    shown = {row.id: names.list_name(row.family_name, row.given_name) for row in people}
    due = {student: since for student in shown if (since := seen.call_since(student))}
    return ClassDay(
        following=open_class, on=day, today=ctx.today, before=before, after=after,
        size=len(shown), slots=seen.slots,
        away=sum(seen.is_away(student) for student in shown),
        late=sum(seen.is_late(student) for student in shown),
        missed=tuple(seen.line(s, name) for s, name in shown.items() if seen.has_news(s)),
        uncalled=_uncalled(seen, rows),
        calls=calls.to_make(ctx, day, {s: (shown[s], due[s]) for s in due},
                            with_families=open_class.leads),
        students=tuple(shown), lessons=tuple(dict.fromkeys(row.id for row in rows)),
        is_called=any(seen.called.values()),
    )  # fmt: skip


def _lessons(ctx: Context, class_id: int, day: date) -> list[Row[Any]]:
    """A row for each pupil of the class in each lesson of the day, with what the roll says."""
    teacher = person.alias("teacher")
    found = (
        select(
            lesson.c.id, lesson.c.slot, lesson.c.starts_at, lesson.c.roll_called_at,
            subject.c.name.label("subject"), group.c.name.label("group_name"),
            teacher.c.family_name, teacher.c.given_name, teacher.c.middle_name,
            member.c.student_id, attendance.c.code, attendance.c.minutes_late,
        )
        .select_from(lesson)
        .join(member, and_(
            member.c.group_id == lesson.c.group_id, member.c.starts_on <= day,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= day)))
        .join(enrolment, and_(
            enrolment.c.student_id == member.c.student_id, own_class.was_in(class_id, day)))
        .join(group, group.c.id == lesson.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .join(teacher, teacher.c.id == lesson.c.teacher_id)
        .join(attendance, and_(
            attendance.c.lesson_id == lesson.c.id,
            attendance.c.student_id == member.c.student_id), isouter=True)
        .where(lesson.c.school_id == ctx.school_id, lesson.c.date == day,
               lesson.c.state != LessonState.CANCELLED)
        .order_by(lesson.c.slot, lesson.c.id, member.c.student_id)
    )  # fmt: skip
    return list(ctx.session.execute(found))


class _Seen:
    """What the rolls of a day say of each pupil."""

    def __init__(self, ctx: Context, day: date, rows: list[Row[Any]], *, leads: bool) -> None:
        zone = ZoneInfo(ctx.zone)
        now = ctx.now.astimezone(zone)
        self.leads = leads
        self.slots = tuple(dict.fromkeys(row.slot for row in rows))
        self.begun = {
            row.id: day < ctx.today
            or (day == ctx.today and row.starts_at is not None
                and datetime.combine(day, row.starts_at, zone) <= now)
            for row in rows
        }  # fmt: skip
        self.called = {row.id: row.roll_called_at is not None for row in rows}
        self.of: dict[int, dict[int, Row[Any]]] = defaultdict(dict)
        for row in rows:
            self.of[row.student_id].setdefault(row.slot, row)

    def cell(self, row: Row[Any] | None) -> str:
        """What stands in a pupil's cell of a lesson."""
        if row is None:
            return NO_LESSON
        if row.code == AttendanceCode.LATE:
            return f"{row.code} {row.minutes_late}".removesuffix(" 0")
        if row.code:
            return rules.shown_code(row.code, may_see_illness=self.leads)
        if self.called[row.id]:
            return HERE
        return NOT_CALLED if self.begun[row.id] else TO_COME

    def line(self, student: int, name: str) -> Missed:
        """A pupil's line of the day."""
        cells = tuple(self.cell(self.of[student].get(slot)) for slot in self.slots)
        return Missed(student, name, cells, self.is_away(student))

    def has_news(self, student: int) -> bool:
        """Whether the pupil was absent or late in any lesson."""
        codes = [row.code for row in self.of[student].values() if row.code]
        return any(AttendanceCode(c).is_absence or c == AttendanceCode.LATE for c in codes)

    def is_late(self, student: int) -> bool:
        """Whether the pupil came late to any lesson."""
        return any(row.code == AttendanceCode.LATE for row in self.of[student].values())

    def known(self, student: int) -> list[tuple[int, str]]:
        """Lesson numbers and codes of the lessons in which the pupil was looked for."""
        rows = self.of[student].items()
        return [(slot, r.code or "") for slot, r in rows if r.code or self.called[r.id]]

    def is_away(self, student: int) -> bool:
        """Whether the pupil was absent when last looked for."""
        last = self.known(student)[-1:]
        return any(code and AttendanceCode(code).is_absence for _slot, code in last)

    def call_since(self, student: int) -> int:
        """Since which lesson the pupil is away without a word, once the second one has begun."""
        begun = [row for row in self.of[student].values() if self.begun[row.id]]
        return rules.absent_since(self.known(student)) if len(begun) > 1 else 0


def _uncalled(seen: _Seen, rows: list[Row[Any]]) -> tuple[Uncalled, ...]:
    lessons = {row.id: row for row in rows if seen.begun[row.id] and not seen.called[row.id]}
    return tuple(
        Uncalled(
            row.id, row.slot, row.starts_at.strftime("%H:%M") if row.starts_at else "",
            row.subject, row.group_name,
            names.short_name(row.family_name, row.given_name, row.middle_name),
        )
        for row in lessons.values()
    )  # fmt: skip
