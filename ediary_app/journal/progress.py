"""Marks by subject (успеваемость по предметам): every mark, the exact mean, how it came about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import children, news, periods, rules
from ediary_app.journal.models import Attendance, Mark, Work, WorkKind
from ediary_app.journal.page import TermChoice
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.school import policy
from ediary_app.school.models import Group, GroupMember, Subject
from ediary_app.school.values import Marking
from ediary_app.timetable.models import Lesson

lesson, group, subject = Lesson.__table__, Group.__table__, Subject.__table__  # type: ignore[attr-defined]
mark, work, kind = Mark.__table__, Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
member, attendance = GroupMember.__table__, Attendance.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class SubjectMark:
    """A mark in the run of a subject's marks, the oldest first."""

    id: int
    value: str
    on: date
    kind: str
    weight: str
    comment: str
    is_new: bool


@dataclass(frozen=True)
class SubjectLine:
    """A subject of the term: its marks, the mean with two decimals, the formula in figures.

    `line` are the points of the small drawing of its trend, `trend` is up, down, level or empty.
    """

    id: int
    subject: str
    color: int
    has_marks: bool
    marks: tuple[SubjectMark, ...]
    mean: str
    formula: str
    line: str
    trend: str
    absences: int


@dataclass(frozen=True)
class Progress:
    """A pupil's marks of a term by subject (успеваемость за период)."""

    student_id: int = 0
    term_id: int = 0
    terms: tuple[TermChoice, ...] = ()
    subjects: tuple[SubjectLine, ...] = ()


@dataclass(frozen=True)
class OpenMarks:
    """The page of marks (отметки): the family and the open child's term."""

    family: children.Family = children.NOBODY
    progress: Progress = Progress()
    today: date | None = None


@use_case(requires=Permission.DIARY_READ, writes=False)
def open_marks(
    ctx: Context, *, child_id: int = 0, term_id: int = 0, since: datetime | None = None
) -> OpenMarks:
    """A term of the open child; marks set since the last visit, or since a moment, are new."""
    family = children.opened(ctx, child_id)
    if not family.child_id:
        return OpenMarks()
    last = since or news.seen_at(ctx, [family.child_id]).get(family.child_id)
    return OpenMarks(family, _progress(ctx, family.child_id, term_id, last), ctx.today)


@use_case(requires=Permission.DIARY_READ, writes=False)
def marks_by_subject(ctx: Context, *, student_id: int, term_id: int = 0) -> Progress:
    """Marks of a term by subject; without a term the present one (or the last begun).

    `periods.WHOLE_YEAR` as the term gives the whole year.
    """
    policy.student_readable(ctx, student_id)
    return _progress(ctx, student_id, term_id, None)


def _progress(ctx: Context, student_id: int, term_id: int, since: datetime | None) -> Progress:
    terms, chosen = periods.chosen(ctx, student_id, term_id)
    if chosen is None:
        return Progress(student_id=student_id)
    groups = _groups(ctx, student_id, chosen)
    by_subject: dict[int, list[AnyRow]] = defaultdict(list)
    subject_of = {row.id: row.subject_id for row in groups}
    for row in _marks(ctx, student_id, chosen, list(subject_of)):
        by_subject[subject_of[row.group_id]].append(row)
    absent = _absences(ctx, student_id, chosen, subject_of)
    seen: dict[int, AnyRow] = {row.subject_id: row for row in reversed(groups)}
    ordered = sorted(seen.values(), key=lambda row: row.sort_key)
    lines = [_line(r, by_subject[r.subject_id], absent[r.subject_id], since) for r in ordered]
    return Progress(student_id, chosen.id, terms, tuple(lines))


def _line(row: AnyRow, marks: list[AnyRow], absences: int, since: datetime | None) -> SubjectLine:
    counted = [(int(m.value), m.weight) for m in marks if m.value.isdigit()]
    means = rules.running_means(counted)
    return SubjectLine(
        id=row.subject_id,
        subject=row.subject,
        color=row.color,
        has_marks=Marking(row.marking) is not Marking.NONE,
        marks=tuple(_mark(m, since) for m in marks),
        mean=rules.mean_text(rules.weighted_mean(counted)),
        formula=rules.formula_text(counted),
        line=rules.trend_points(means),
        trend=rules.trend_word(means),
        absences=absences,
    )


def _mark(row: AnyRow, since: datetime | None) -> SubjectMark:
    weight = "" if row.weight == 100 else rules.weight_text(row.weight)
    is_new = since is not None and row.set_at > since
    return SubjectMark(row.id, row.value, row.date, row.name, weight, row.comment, is_new)


_GROUPS = (
    select(
        group.c.id, group.c.subject_id, group.c.marking, subject.c.name.label("subject"),
        subject.c.color, subject.c.sort_key,
    )
    .join(member, member.c.group_id == group.c.id)
    .join(subject, subject.c.id == group.c.subject_id)
    .where(
        member.c.student_id == bindparam("student"),
        member.c.starts_on <= bindparam("last"),
        or_(member.c.ends_on.is_(None), member.c.ends_on >= bindparam("first")),
    )
    .order_by(group.c.id)
)  # fmt: skip
_IN_TERM = lesson.c.date.between(bindparam("first"), bindparam("last"))
_MARKS = (
    select(
        mark.c.id, mark.c.group_id, mark.c.value, mark.c.comment, mark.c.set_at,
        lesson.c.date, kind.c.name, kind.c.weight,
    )
    .join(lesson, lesson.c.id == mark.c.lesson_id)
    .join(work, work.c.id == mark.c.work_id)
    .join(kind, kind.c.id == work.c.kind_id)
    .where(
        mark.c.student_id == bindparam("student"),
        among(lesson.c.group_id, "groups"),
        mark.c.value.is_not(None),
        mark.c.value != ".",
        _IN_TERM,
    )
    .order_by(lesson.c.date, lesson.c.slot, mark.c.id)
)  # fmt: skip
_MISSED = (
    select(attendance.c.group_id, func.count())
    .join(lesson, lesson.c.id == attendance.c.lesson_id)
    .where(
        attendance.c.student_id == bindparam("student"),
        attendance.c.code.in_(sorted(rules.ABSENCES)),
        _IN_TERM,
    )
    .group_by(attendance.c.group_id)
)


def _in(student_id: int, term: TermChoice) -> dict[str, object]:
    return {"student": student_id, "first": term.starts_on, "last": term.ends_on}


def _groups(ctx: Context, student_id: int, term: TermChoice) -> list[AnyRow]:
    return ctx.rows(_GROUPS, _in(student_id, term))


def _marks(ctx: Context, student_id: int, term: TermChoice, groups: list[int]) -> list[AnyRow]:
    return ctx.rows(_MARKS, {**_in(student_id, term), "groups": groups})


def _absences(
    ctx: Context, student_id: int, term: TermChoice, subject_of: dict[int, int]
) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for group_id, count in ctx.rows(_MISSED, _in(student_id, term)):
        if group_id in subject_of:
            found[subject_of[group_id]] += count
    return found
