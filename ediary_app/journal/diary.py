"""The diary week of a pupil (неделя дневника): lessons, homework, marks, attendance, words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import rules
from ediary_app.journal.models import (
    Attendance,
    Homework,
    HomeworkTick,
    Mark,
    Remark,
    Work,
    WorkKind,
)
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import names, policy
from ediary_app.school.models import (
    Enrolment,
    Group,
    GroupMember,
    Holiday,
    Person,
    SchoolClass,
    Subject,
)
from ediary_app.timetable.models import Lesson, Room
from ediary_app.timetable.values import LessonState

lesson, group, subject = Lesson.__table__, Group.__table__, Subject.__table__  # type: ignore[attr-defined]
room, person, member = Room.__table__, Person.__table__, GroupMember.__table__  # type: ignore[attr-defined]
mark, work, kind = Mark.__table__, Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
attendance, homework = Attendance.__table__, Homework.__table__  # type: ignore[attr-defined]
tick, remark = HomeworkTick.__table__, Remark.__table__  # type: ignore[attr-defined]
enrolment, school_class = Enrolment.__table__, SchoolClass.__table__  # type: ignore[attr-defined]
holiday = Holiday.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Child:
    """A pupil whose diary the reader may open (ребёнок)."""

    id: int
    name: str
    initials: str
    class_name: str
    level: int


@dataclass(frozen=True)
class DiaryMark:
    """A mark as the diary shows it; `weight` is empty when it is 1."""

    id: int
    value: str
    kind: str
    weight: str
    comment: str


@dataclass(frozen=True)
class DiaryLesson:
    """One lesson of a day."""

    id: int
    slot: int
    starts: str
    ends: str
    subject: str
    color: int
    room: str
    teacher: str
    topic: str
    is_cancelled: bool
    attendance: str
    minutes_late: int
    marks: tuple[DiaryMark, ...]
    homework_id: int
    homework: str
    homework_minutes: int
    homework_done: bool


@dataclass(frozen=True)
class DiaryNote:
    """Praise, a remark or a recommendation of a day."""

    kind: str
    text: str
    who: str


@dataclass(frozen=True)
class DiaryDay:
    """A day of the diary; homework stands on the day it is due."""

    on: date
    is_today: bool
    closed: str
    minutes: int
    norm: int
    lessons: tuple[DiaryLesson, ...]
    notes: tuple[DiaryNote, ...]


@dataclass(frozen=True)
class DiaryWeek:
    """A week of one pupil's diary."""

    student_id: int = 0
    monday: date | None = None
    sunday: date | None = None
    days: tuple[DiaryDay, ...] = ()


@use_case(requires=Permission.DIARY_READ, writes=False)
def my_children(ctx: Context) -> tuple[Child, ...]:
    """The pupils whose diaries the reader may open: own children, or oneself."""
    rows = ctx.session.execute(
        select(
            person.c.id, person.c.family_name, person.c.given_name, school_class.c.level,
            school_class.c.letter,
        )
        .select_from(person)
        .join(enrolment, and_(enrolment.c.student_id == person.c.id,
                              enrolment.c.starts_on <= ctx.today,
                              or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today)),
              isouter=True)
        .join(school_class, school_class.c.id == enrolment.c.class_id, isouter=True)
        .where(person.c.id.in_(policy.readable_students(ctx)))
        .order_by(school_class.c.level.desc(), person.c.sort_key)
        .limit(20)
    )  # fmt: skip
    return tuple(
        Child(
            id=r.id,
            name=f"{r.given_name} {r.family_name}",
            initials=f"{r.given_name[:1]}{r.family_name[:1]}",
            class_name=f"{r.level}{r.letter}" if r.level else "",
            level=r.level or 0,
        )
        for r in rows
    )


@use_case(requires=Permission.DIARY_READ, writes=False)
def diary_week(ctx: Context, *, student_id: int, on: date | None = None) -> DiaryWeek:
    """The week that holds a date (this week by default), in eight statements.

    On a weekend the coming week is shown by default.
    """
    policy.student_readable(ctx, student_id)
    day = on or (ctx.today + timedelta(days=2) if ctx.today.weekday() >= 5 else ctx.today)
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    lessons = _lessons(ctx, student_id, monday, sunday)
    ids = [row.id for row in lessons]
    parts = _Parts(
        marks=_marks(ctx, student_id, ids),
        absences=_absences(ctx, student_id, ids),
        tasks=_tasks(ctx, student_id, monday, sunday),
        notes=_notes(ctx, student_id, monday, sunday),
        closed=_closed(ctx, student_id, lessons, monday, sunday),
    )
    by_day: dict[date, list[Row[Any]]] = defaultdict(list)
    for row in lessons:
        by_day[row.date].append(row)
    shown = [monday + timedelta(days=n) for n in range(7)]
    days = [
        _day(ctx, d, by_day[d], parts)
        for d in shown
        if d.weekday() < 5 or by_day[d] or parts.notes[d]
    ]
    return DiaryWeek(student_id, monday, sunday, tuple(days))


@dataclass(frozen=True)
class _Parts:
    marks: dict[int, list[DiaryMark]]
    absences: dict[int, tuple[str, int]]
    tasks: dict[tuple[int, date], list[Row[Any]]]
    notes: dict[date, list[DiaryNote]]
    closed: dict[date, str]


def _day(ctx: Context, day: date, rows: list[Row[Any]], parts: _Parts) -> DiaryDay:
    waiting = {key: list(found) for key, found in parts.tasks.items() if key[1] == day}
    lessons = []
    for row in rows:
        tasks = waiting.pop((row.group_id, day), [])
        lessons.append(_lesson(row, tasks, parts))
    level = rows[0].level if rows else 9
    return DiaryDay(
        on=day,
        is_today=day == ctx.today,
        closed=parts.closed.get(day, "") if not rows else "",
        minutes=sum(x.homework_minutes for x in lessons),
        norm=rules.homework_norm(level),
        lessons=tuple(lessons),
        notes=tuple(parts.notes[day]),
    )


def _lesson(row: Row[Any], tasks: list[Row[Any]], parts: _Parts) -> DiaryLesson:
    code, minutes = parts.absences.get(row.id, ("", 0))
    first = tasks[0] if tasks else None
    return DiaryLesson(
        id=row.id,
        slot=row.slot,
        starts=row.starts_at.strftime("%H:%M") if row.starts_at else "",
        ends=row.ends_at.strftime("%H:%M") if row.ends_at else "",
        subject=row.subject,
        color=row.color,
        room=row.room or "",
        teacher=names.short_name(row.family_name, row.given_name, row.middle_name),
        topic=row.topic,
        is_cancelled=row.state == LessonState.CANCELLED,
        attendance=code,
        minutes_late=minutes,
        marks=tuple(parts.marks.get(row.id, ())),
        homework_id=first.id if first else 0,
        homework="\n".join(task.text for task in tasks),
        homework_minutes=sum(task.minutes for task in tasks),
        homework_done=bool(first and first.is_done),
    )


def _of_student(student_id: int) -> Any:
    """The pupil's groups with the dates they belong to them."""
    return and_(
        member.c.student_id == student_id,
        member.c.starts_on <= lesson.c.date,
        or_(member.c.ends_on.is_(None), member.c.ends_on >= lesson.c.date),
    )


def _lessons(ctx: Context, student_id: int, first: date, last: date) -> list[Row[Any]]:
    return list(
        ctx.session.execute(
            select(
                lesson.c.id, lesson.c.group_id, lesson.c.date, lesson.c.slot, lesson.c.starts_at,
                lesson.c.ends_at, lesson.c.state, lesson.c.topic, subject.c.name.label("subject"),
                subject.c.color, room.c.name.label("room"), group.c.level, group.c.year_id,
                person.c.family_name, person.c.given_name, person.c.middle_name,
            )
            .select_from(member)
            .join(lesson, lesson.c.group_id == member.c.group_id)
            .join(group, group.c.id == member.c.group_id)
            .join(subject, subject.c.id == group.c.subject_id)
            .join(person, person.c.id == lesson.c.teacher_id)
            .join(room, room.c.id == lesson.c.room_id, isouter=True)
            .where(_of_student(student_id), lesson.c.date.between(first, last))
            .order_by(lesson.c.date, lesson.c.slot)
        )
    )  # fmt: skip


def _marks(ctx: Context, student_id: int, ids: list[int]) -> dict[int, list[DiaryMark]]:
    found: dict[int, list[DiaryMark]] = defaultdict(list)
    rows = ctx.session.execute(
        select(
            mark.c.id, mark.c.lesson_id, mark.c.value, mark.c.comment, kind.c.name, kind.c.weight
        )
        .join(work, work.c.id == mark.c.work_id)
        .join(kind, kind.c.id == work.c.kind_id)
        .where(
            mark.c.student_id == student_id,
            mark.c.lesson_id.in_(ids),
            mark.c.value.is_not(None),
            mark.c.value != ".",
        )
        .order_by(mark.c.id)
    )
    for r in rows:
        weight = "" if r.weight == 100 else rules.weight_text(r.weight)
        found[r.lesson_id].append(DiaryMark(r.id, r.value, r.name, weight, r.comment))
    return found


def _absences(ctx: Context, student_id: int, ids: list[int]) -> dict[int, tuple[str, int]]:
    rows = ctx.session.execute(
        select(attendance.c.lesson_id, attendance.c.code, attendance.c.minutes_late).where(
            attendance.c.student_id == student_id,
            attendance.c.lesson_id.in_(ids),
            attendance.c.code.is_not(None),
        )
    )
    return {r.lesson_id: (r.code, r.minutes_late) for r in rows}


def _tasks(
    ctx: Context, student_id: int, first: date, last: date
) -> dict[tuple[int, date], list[AnyRow]]:
    found: dict[tuple[int, date], list[AnyRow]] = defaultdict(list)
    rows = ctx.session.execute(
        select(
            homework.c.id, homework.c.group_id, homework.c.due_on, homework.c.text,
            homework.c.minutes, tick.c.is_done,
        )
        .select_from(member)
        .join(homework, homework.c.group_id == member.c.group_id)
        .join(tick, and_(tick.c.homework_id == homework.c.id, tick.c.student_id == student_id),
              isouter=True)
        .where(
            member.c.student_id == student_id,
            member.c.starts_on <= homework.c.due_on,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= homework.c.due_on),
            homework.c.due_on.between(first, last),
        )
        .order_by(homework.c.id)
    )  # fmt: skip
    for r in rows:
        found[r.group_id, r.due_on].append(r)
    return found


def _notes(ctx: Context, student_id: int, first: date, last: date) -> dict[date, list[DiaryNote]]:
    found: dict[date, list[DiaryNote]] = defaultdict(list)
    rows = ctx.session.execute(
        select(
            remark.c.date, remark.c.kind, remark.c.text, person.c.family_name, person.c.given_name,
            person.c.middle_name,
        )
        .join(person, person.c.id == remark.c.written_by)
        .where(remark.c.student_id == student_id, ~remark.c.is_removed,
               remark.c.date.between(first, last))
        .order_by(remark.c.id)
    )  # fmt: skip
    for r in rows:
        who = names.short_name(r.family_name, r.given_name, r.middle_name)
        found[r.date].append(DiaryNote(r.kind, r.text, who))
    return found


def _closed(
    ctx: Context, student_id: int, lessons: list[Row[Any]], first: date, last: date
) -> dict[date, str]:
    """The holidays of the week by day, of the pupil's own level where it is known."""
    level = lessons[0].level if lessons else 9
    own_school = select(person.c.school_id).where(person.c.id == student_id).scalar_subquery()
    rows = ctx.session.execute(
        select(holiday.c.name, holiday.c.starts_on, holiday.c.ends_on).where(
            holiday.c.school_id == own_school,
            holiday.c.starts_on <= last,
            holiday.c.ends_on >= first,
            holiday.c.level_from <= level,
            holiday.c.level_to >= level,
        )
    )
    found: dict[date, str] = {}
    for name, start, end in rows:
        day = max(start, first)
        while day <= min(end, last):
            found[day] = name
            day += timedelta(days=1)
    return found


@use_case(requires=Permission.HOMEWORK_TICK)
def tick_homework(ctx: Context, *, homework_id: int, student_id: int, done: bool) -> bool:
    """A pupil's own "done" on a homework, or taking it back."""
    policy.student_readable(ctx, student_id)
    found = ctx.session.scalar(
        select(homework.c.school_id)
        .join(member, member.c.group_id == homework.c.group_id)
        .where(homework.c.id == homework_id, member.c.student_id == student_id)
        .limit(1)
    )
    if found is None:
        raise errors.NotFound(_("There is no such homework, or it is not yours."))
    row = ctx.session.scalars(
        select(HomeworkTick).where(
            tick.c.homework_id == homework_id, tick.c.student_id == student_id
        )
    ).first()
    if row is None:
        row = HomeworkTick(
            school_id=found, homework_id=homework_id, student_id=student_id, at=ctx.now
        )
        ctx.session.add(row)
    row.is_done, row.at = done, ctx.now
    ctx.session.flush()
    ctx.record("journal.homework_ticked", row, about=student_id, facts={"done": done})
    return done


__all__ = ["Child", "DiaryWeek", "diary_week", "my_children", "tick_homework"]
