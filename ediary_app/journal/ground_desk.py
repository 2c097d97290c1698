"""The class teacher's desk of reasons (пропуски и основания): what lacks one, what was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import own_class
from ediary_app.journal.ground_rules import GROUND_CODES
from ediary_app.journal.models import AbsenceGround, Attendance
from ediary_app.journal.own_class import NO_CLASS, Following, group, lesson, person
from ediary_app.journal.values import DOCUMENT_NAMES, AttendanceCode, DocumentKind
from ediary_app.kernel.db import AnyRow
from ediary_app.school import names
from ediary_app.school.models import GroupMember, Subject
from ediary_app.school.roster import ClassChoice

ground = AbsenceGround.__table__  # type: ignore[attr-defined]
attendance = Attendance.__table__  # type: ignore[attr-defined]
subject = Subject.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]
BACK = timedelta(days=60)
"""How far back the desk looks; older absences are in the month's table."""


@dataclass(frozen=True)
class OpenAbsence:
    """Days in a row on which a pupil was absent and nobody knows why."""

    student_id: int
    name: str
    first_day: date
    last_day: date
    first_slot: int
    last_slot: int
    lessons: int


@dataclass(frozen=True)
class WrittenGround:
    """A reason that was written down; `left` are absences since then that still lack it."""

    id: int
    name: str
    code: str
    words: str
    subject: str
    first_day: date
    last_day: date
    document: str
    number: str
    dated: date | None
    who: str
    left: int
    is_undone: bool


@dataclass(frozen=True)
class GroundDesk:
    """Everything on the desk; empty for who does not lead a class."""

    following: Following = NO_CLASS
    today: date | None = None
    absences: tuple[OpenAbsence, ...] = ()
    grounds: tuple[WrittenGround, ...] = ()
    pupils: tuple[ClassChoice, ...] = ()
    subjects: tuple[ClassChoice, ...] = ()


@use_case(requires=Permission.ATTENDANCE_KEEP, writes=False)
def ground_desk(ctx: Context, *, class_id: int = 0) -> GroundDesk:
    """Absences of the last two months without a reason, and the reasons written meanwhile."""
    open_class = own_class.following(ctx, class_id)
    if not open_class.leads:
        return GroundDesk(open_class, ctx.today)
    since = ctx.today - BACK
    people = own_class.pupils(ctx, open_class.id, since, ctx.today)
    shown = {row.id: names.list_name(row.family_name, row.given_name) for row in people}
    unknown = _unknown(ctx, list(shown), since)
    days = own_class.days_between(ctx, open_class.id, since, ctx.today)
    return GroundDesk(
        open_class, ctx.today,
        absences=tuple(sorted(_spans(unknown, days, shown), key=lambda a: a.last_day,
                              reverse=True)),
        grounds=_written(ctx, shown, since, unknown),
        pupils=tuple(ClassChoice(student, name) for student, name in shown.items()),
        subjects=_subjects(ctx, list(shown)),
    )  # fmt: skip


def _unknown(ctx: Context, students: list[int], since: date) -> list[Row[Any]]:
    """Every «Н» of these pupils since a day, in the order of the lessons."""
    rows = ctx.session.execute(
        select(attendance.c.student_id, lesson.c.date, lesson.c.slot, group.c.subject_id)
        .select_from(attendance)
        .join(lesson, lesson.c.id == attendance.c.lesson_id)
        .join(group, group.c.id == lesson.c.group_id)
        .where(attendance.c.student_id.in_(students), lesson.c.date >= since,
               attendance.c.code == AttendanceCode.ABSENT)
        .order_by(attendance.c.student_id, lesson.c.date, lesson.c.slot)
    )  # fmt: skip
    return list(rows)


def _spans(
    rows: Sequence[Row[Any]], days: tuple[date, ...], shown: dict[int, str]
) -> list[OpenAbsence]:
    """School days in a row become one absence."""
    dates = sorted({*days, *(row.date for row in rows)})
    place = {day: number for number, day in enumerate(dates)}
    runs: list[list[Row[Any]]] = []
    for row in rows:
        last = runs[-1][-1] if runs else None
        is_same = last is not None and last.student_id == row.student_id
        if last is not None and is_same and place[row.date] - place[last.date] <= 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [
        OpenAbsence(
            run[0].student_id, shown[run[0].student_id], run[0].date, run[-1].date,
            run[0].slot, run[-1].slot, len(run),
        )
        for run in runs
    ]  # fmt: skip


def _written(
    ctx: Context, shown: dict[int, str], since: date, unknown: Sequence[Row[Any]]
) -> tuple[WrittenGround, ...]:
    rows = ctx.session.execute(
        select(
            ground, subject.c.name.label("subject"), person.c.family_name, person.c.given_name,
            person.c.middle_name,
        )
        .join(person, person.c.id == ground.c.set_by)
        .join(subject, subject.c.id == ground.c.subject_id, isouter=True)
        .where(ground.c.student_id.in_(list(shown)), ground.c.last_day >= since)
        .order_by(ground.c.id.desc())
    )  # fmt: skip
    left: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in unknown:
        left[row.student_id].append(row)
    return tuple(_ground(row, shown, left[row.student_id]) for row in rows)


def _ground(row: AnyRow, shown: dict[int, str], unknown: list[Row[Any]]) -> WrittenGround:
    code = AttendanceCode(row.code)
    is_open = row.undone_at is None and code is not AttendanceCode.FREED
    return WrittenGround(
        row.id, shown[row.student_id], row.code, str(GROUND_CODES[code]), row.subject or "",
        row.first_day, row.last_day, str(DOCUMENT_NAMES[DocumentKind(row.document)]),
        row.document_number, row.document_date,
        names.short_name(row.family_name, row.given_name, row.middle_name),
        left=sum(_covers(row, absence) for absence in unknown) if is_open else 0,
        is_undone=row.undone_at is not None,
    )  # fmt: skip


def _covers(row: Row[Any], absence: Row[Any]) -> bool:
    """Whether an absence lies within a reason."""
    first, last = (row.first_day, row.first_slot), (row.last_day, row.last_slot)
    fits = row.subject_id is None or row.subject_id == absence.subject_id
    return fits and first <= (absence.date, absence.slot) <= last


def _subjects(ctx: Context, students: list[int]) -> tuple[ClassChoice, ...]:
    """What these pupils learn: the subjects one may be freed from."""
    rows = ctx.session.execute(
        select(subject.c.id, subject.c.name, subject.c.sort_key)
        .join(group, group.c.subject_id == subject.c.id)
        .join(member, member.c.group_id == group.c.id)
        .where(member.c.student_id.in_(students), member.c.ends_on.is_(None))
        .distinct()
        .order_by(subject.c.sort_key)
    )
    return tuple(ClassChoice(row.id, row.name) for row in rows)
