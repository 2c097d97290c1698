"""Marks by subject (успеваемость по предметам): every mark, the exact mean, how it came about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, and_, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import rules
from ediary_app.journal.models import Attendance, Homework, HomeworkTick, Mark, Work, WorkKind
from ediary_app.journal.page import TermChoice, chosen_term, terms_of
from ediary_app.school import policy
from ediary_app.school.models import Enrolment, Group, GroupMember, SchoolClass, Subject
from ediary_app.school.values import Marking
from ediary_app.timetable.models import Lesson

lesson, group, subject = Lesson.__table__, Group.__table__, Subject.__table__  # type: ignore[attr-defined]
mark, work, kind = Mark.__table__, Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
member, attendance = GroupMember.__table__, Attendance.__table__  # type: ignore[attr-defined]
enrolment, school_class = Enrolment.__table__, SchoolClass.__table__  # type: ignore[attr-defined]
homework, tick = Homework.__table__, HomeworkTick.__table__  # type: ignore[attr-defined]
TASK_DAYS = 14


@dataclass(frozen=True)
class SubjectMark:
    """A mark in the run of a subject's marks, the oldest first."""

    id: int
    value: str
    on: date
    kind: str
    weight: str
    comment: str


@dataclass(frozen=True)
class SubjectLine:
    """A subject of the term: its marks, the mean with two decimals, the formula in figures.

    `trend` is the mean after each counted mark, in hundredths, for the small line.
    """

    subject: str
    color: int
    has_marks: bool
    marks: tuple[SubjectMark, ...]
    mean: str
    formula: str
    trend: tuple[int, ...]
    absences: int


@dataclass(frozen=True)
class Progress:
    """A pupil's marks of a term by subject (успеваемость за период)."""

    student_id: int = 0
    term_id: int = 0
    terms: tuple[TermChoice, ...] = ()
    subjects: tuple[SubjectLine, ...] = ()


@use_case(requires=Permission.DIARY_READ, writes=False)
def marks_by_subject(ctx: Context, *, student_id: int, term_id: int = 0) -> Progress:
    """Marks of a term by subject; without a term the present one (or the last begun)."""
    policy.student_readable(ctx, student_id)
    home = _home(ctx, student_id)
    if home is None:
        return Progress(student_id=student_id)
    terms = terms_of(ctx, home.year_id, home.level)
    chosen = chosen_term(terms, term_id, ctx.today)
    groups = _groups(ctx, student_id, chosen)
    by_subject: dict[int, list[Row[Any]]] = defaultdict(list)
    subject_of = {row.id: row.subject_id for row in groups}
    for row in _marks(ctx, student_id, chosen):
        if row.group_id in subject_of:
            by_subject[subject_of[row.group_id]].append(row)
    absent = _absences(ctx, student_id, chosen, subject_of)
    seen: dict[int, Row[Any]] = {row.subject_id: row for row in reversed(groups)}
    ordered = sorted(seen.values(), key=lambda row: row.sort_key)
    lines = [_line(row, by_subject[row.subject_id], absent[row.subject_id]) for row in ordered]
    return Progress(student_id, chosen.id, terms, tuple(lines))


def _line(row: Row[Any], marks: list[Row[Any]], absences: int) -> SubjectLine:
    counted = [(int(m.value), m.weight) for m in marks if m.value.isdigit()]
    return SubjectLine(
        subject=row.subject,
        color=row.color,
        has_marks=Marking(row.marking) is not Marking.NONE,
        marks=tuple(
            SubjectMark(
                m.id, m.value, m.date, m.name,
                "" if m.weight == 100 else rules.weight_text(m.weight), m.comment,
            )
            for m in marks
        ),
        mean=rules.mean_text(rules.weighted_mean(counted)),
        formula=rules.formula_text(counted),
        trend=tuple(_trend(counted)),
        absences=absences,
    )  # fmt: skip


def _trend(counted: list[tuple[int, int]]) -> list[int]:
    total = weights = 0
    points = []
    for value, weight in counted:
        total, weights = total + value * weight, weights + weight
        if weights:
            points.append((Fraction(total, weights) * 100).__floor__())
    return points


def _home(ctx: Context, student_id: int) -> Row[Any] | None:
    """Level and year of the pupil's class now, or of the last one."""
    return ctx.session.execute(
        select(school_class.c.level, school_class.c.year_id)
        .join(enrolment, enrolment.c.class_id == school_class.c.id)
        .where(enrolment.c.student_id == student_id, enrolment.c.starts_on <= ctx.today)
        .order_by(enrolment.c.starts_on.desc(), enrolment.c.id.desc())
        .limit(1)
    ).first()


def _groups(ctx: Context, student_id: int, term: TermChoice) -> list[Row[Any]]:
    return list(
        ctx.session.execute(
            select(
                group.c.id, group.c.subject_id, group.c.marking, subject.c.name.label("subject"),
                subject.c.color, subject.c.sort_key,
            )
            .join(member, member.c.group_id == group.c.id)
            .join(subject, subject.c.id == group.c.subject_id)
            .where(
                member.c.student_id == student_id,
                member.c.starts_on <= term.ends_on,
                or_(member.c.ends_on.is_(None), member.c.ends_on >= term.starts_on),
            )
            .order_by(group.c.id)
        )
    )  # fmt: skip


def _marks(ctx: Context, student_id: int, term: TermChoice) -> list[Row[Any]]:
    return list(
        ctx.session.execute(
            select(
                mark.c.id, mark.c.group_id, mark.c.value, mark.c.comment, lesson.c.date,
                kind.c.name, kind.c.weight,
            )
            .join(lesson, lesson.c.id == mark.c.lesson_id)
            .join(work, work.c.id == mark.c.work_id)
            .join(kind, kind.c.id == work.c.kind_id)
            .where(
                mark.c.student_id == student_id,
                mark.c.value.is_not(None),
                mark.c.value != ".",
                lesson.c.date.between(term.starts_on, term.ends_on),
            )
            .order_by(lesson.c.date, lesson.c.slot, mark.c.id)
        )
    )  # fmt: skip


def _absences(
    ctx: Context, student_id: int, term: TermChoice, subject_of: dict[int, int]
) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    rows = ctx.session.execute(
        select(attendance.c.group_id, func.count())
        .join(lesson, lesson.c.id == attendance.c.lesson_id)
        .where(
            attendance.c.student_id == student_id,
            attendance.c.code.in_(("Н", "Б", "УП", "НП")),
            lesson.c.date.between(term.starts_on, term.ends_on),
        )
        .group_by(attendance.c.group_id)
    )
    for group_id, count in rows:
        if group_id in subject_of:
            found[subject_of[group_id]] += count
    return found


@dataclass(frozen=True)
class Task:
    """A homework in the list by due date (задание)."""

    id: int
    due_on: date
    subject: str
    color: int
    text: str
    minutes: int
    is_done: bool
    is_past: bool


@use_case(requires=Permission.DIARY_READ, writes=False)
def homework_list(ctx: Context, *, student_id: int) -> tuple[Task, ...]:
    """Homework of a pupil by due date: from a week ago to two weeks ahead."""
    policy.student_readable(ctx, student_id)
    first, last = ctx.today - timedelta(days=7), ctx.today + timedelta(days=TASK_DAYS)
    rows = ctx.session.execute(
        select(
            homework.c.id, homework.c.due_on, homework.c.text, homework.c.minutes,
            subject.c.name.label("subject"), subject.c.color, tick.c.is_done,
        )
        .select_from(member)
        .join(homework, homework.c.group_id == member.c.group_id)
        .join(group, group.c.id == homework.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .join(tick, and_(tick.c.homework_id == homework.c.id, tick.c.student_id == student_id),
              isouter=True)
        .where(
            member.c.student_id == student_id,
            member.c.starts_on <= homework.c.due_on,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= homework.c.due_on),
            homework.c.due_on.between(first, last),
        )
        .order_by(homework.c.due_on, subject.c.sort_key, homework.c.id)
        .limit(300)
    )  # fmt: skip
    return tuple(
        Task(
            id=r.id,
            due_on=r.due_on,
            subject=r.subject,
            color=r.color,
            text=r.text,
            minutes=r.minutes,
            is_done=bool(r.is_done),
            is_past=r.due_on < ctx.today,
        )
        for r in rows
    )
