"""One subject of a pupil (отметки по предмету): each mark of a period, and the way of the mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import children, periods, rules
from ediary_app.journal.models import Attendance, Mark, Work, WorkKind
from ediary_app.journal.page import TermChoice
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.school import names
from ediary_app.school.models import Assignment, Group, GroupMember, Person, Subject
from ediary_app.timetable.models import Lesson

lesson, group, subject = Lesson.__table__, Group.__table__, Subject.__table__  # type: ignore[attr-defined]
mark, work, kind = Mark.__table__, Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
member, attendance = GroupMember.__table__, Attendance.__table__  # type: ignore[attr-defined]
assignment, person = Assignment.__table__, Person.__table__  # type: ignore[attr-defined]
MOST_MARKS = 400


@dataclass(frozen=True)
class StepOfMean:
    """A mark with what the mean was after it: in words, and in hundredths for the drawing.

    `number` is 0 for what does not count (зч, нз); `level` is 0 before anything counts.
    """

    id: int
    value: str
    number: int
    on: date
    kind: str
    weight: str
    topic: str
    comment: str
    mean: str
    level: int


@dataclass(frozen=True)
class SubjectMarks:
    """A subject in a period: its teachers, its marks, the mean and how it came about."""

    student_id: int = 0
    subject_id: int = 0
    subject: str = ""
    color: int = 0
    teachers: str = ""
    term_id: int = 0
    period: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    terms: tuple[TermChoice, ...] = ()
    mean: str = ""
    formula: str = ""
    trend: str = ""
    missed: int = 0
    steps: tuple[StepOfMean, ...] = ()


@dataclass(frozen=True)
class OpenSubject:
    """The page of a subject: the family and the subject of the open child."""

    family: children.Family = children.NOBODY
    shown: SubjectMarks = SubjectMarks()


@use_case(requires=Permission.DIARY_READ, writes=False)
def open_subject(
    ctx: Context, *, subject_id: int, child_id: int = 0, term_id: int = 0
) -> OpenSubject:
    """A subject of the open child; empty when this child does not learn it this year."""
    family = children.opened(ctx, child_id)
    if not family.child_id:
        return OpenSubject()
    terms, chosen = periods.chosen(ctx, family.child_id, term_id)
    if chosen is None:
        return OpenSubject(family)
    year = {"first": terms[-1].starts_on, "last": terms[-1].ends_on}
    which = {"student": family.child_id, "subject": subject_id, **year}
    groups = list(ctx.session.execute(_GROUPS, which).all())
    if not groups:
        return OpenSubject(family, SubjectMarks(student_id=family.child_id))
    told = _told(ctx, family.child_id, groups, chosen)
    shown = SubjectMarks(student_id=family.child_id, terms=terms, **told)
    return OpenSubject(family, shown)


def _told(
    ctx: Context, student_id: int, groups: list[AnyRow], chosen: TermChoice
) -> dict[str, Any]:
    span = {"first": chosen.starts_on, "last": chosen.ends_on}
    which = {"student": student_id, "groups": sorted({row.id for row in groups}), **span}
    marks = list(ctx.session.execute(_MARKS, which).all())
    counted = [(int(m.value), m.weight) for m in marks if m.value.isdigit()]
    return {
        "subject_id": groups[0].subject_id,
        "subject": groups[0].subject,
        "color": groups[0].color,
        "teachers": _teachers(groups),
        "term_id": chosen.id,
        "period": chosen.name,
        "starts_on": chosen.starts_on,
        "ends_on": chosen.ends_on,
        "mean": rules.mean_text(rules.weighted_mean(counted)),
        "formula": rules.formula_text(counted),
        "trend": rules.trend_word(rules.running_means(counted)),
        "missed": ctx.session.scalar(_MISSED, which) or 0,
        "steps": _steps(marks),
    }


def _teachers(groups: list[AnyRow]) -> str:
    found = [
        names.full_name(row.family_name, row.given_name, row.middle_name)
        for row in groups
        if row.family_name
    ]
    return ", ".join(dict.fromkeys(found))


def _steps(marks: list[AnyRow]) -> tuple[StepOfMean, ...]:
    """Each mark with the mean after it; a mark that does not count leaves the mean as it was."""
    steps: list[StepOfMean] = []
    counted: list[tuple[int, int]] = []
    for row in marks:
        if row.value.isdigit():
            counted.append((int(row.value), row.weight))
        steps.append(_step(row, counted))
    return tuple(steps)


def _step(row: AnyRow, counted: list[tuple[int, int]]) -> StepOfMean:
    mean = rules.weighted_mean(counted)
    return StepOfMean(
        id=row.id,
        value=row.value,
        number=int(row.value) if row.value.isdigit() else 0,
        on=row.date,
        kind=row.name,
        weight=rules.weight_text(row.weight),
        topic=row.topic,
        comment=row.comment,
        mean=rules.mean_text(mean),
        level=0 if mean is None else round(mean * 100),
    )


_GROUPS = (
    select(
        group.c.id, group.c.subject_id, subject.c.name.label("subject"), subject.c.color,
        person.c.family_name, person.c.given_name, person.c.middle_name,
    )
    .select_from(member)
    .join(group, group.c.id == member.c.group_id)
    .join(subject, subject.c.id == group.c.subject_id)
    .join(assignment, assignment.c.group_id == group.c.id, isouter=True)
    .join(person, person.c.id == assignment.c.teacher_id, isouter=True)
    .where(
        member.c.student_id == bindparam("student"),
        group.c.subject_id == bindparam("subject"),
        member.c.starts_on <= bindparam("last"),
        or_(member.c.ends_on.is_(None), member.c.ends_on >= bindparam("first")),
    )
    .order_by(group.c.id.desc(), assignment.c.starts_on.desc())
)  # fmt: skip
_WHOSE = (
    lesson.c.date.between(bindparam("first"), bindparam("last")),
    among(lesson.c.group_id, "groups"),
)
_MARKS = (
    select(
        mark.c.id, mark.c.value, mark.c.comment, lesson.c.date, lesson.c.topic, kind.c.name,
        kind.c.weight,
    )
    .join(lesson, lesson.c.id == mark.c.lesson_id)
    .join(work, work.c.id == mark.c.work_id)
    .join(kind, kind.c.id == work.c.kind_id)
    .where(
        mark.c.student_id == bindparam("student"),
        mark.c.value.is_not(None),
        mark.c.value != ".",
        *_WHOSE,
    )
    .order_by(lesson.c.date, lesson.c.slot, mark.c.id)
    .limit(MOST_MARKS)
)  # fmt: skip
_MISSED = (
    select(func.count())
    .select_from(attendance)
    .join(lesson, lesson.c.id == attendance.c.lesson_id)
    .where(
        attendance.c.student_id == bindparam("student"),
        attendance.c.code.in_(sorted(rules.ABSENCES)),
        *_WHOSE,
    )
)
