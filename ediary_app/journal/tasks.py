"""Homework as the pupil has it (задания ученика): by the day it is due, with the own tick."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal.models import Homework, HomeworkTick, StoredFile
from ediary_app.journal.values import JournalEvent
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import policy
from ediary_app.school.models import Group, GroupMember, Subject

group, subject = Group.__table__, Subject.__table__  # type: ignore[attr-defined]
homework, tick = Homework.__table__, HomeworkTick.__table__  # type: ignore[attr-defined]
member, stored = GroupMember.__table__, StoredFile.__table__  # type: ignore[attr-defined]
MOST_TASKS = 400


@dataclass(frozen=True)
class TaskFile:
    """A file beside a homework, to be loaded from `/api/files/<id>`."""

    id: int
    name: str


@dataclass(frozen=True)
class Task:
    """A homework with the pupil's own tick (задание)."""

    id: int
    subject_id: int
    subject: str
    color: int
    text: str
    minutes: int
    is_done: bool
    files: tuple[TaskFile, ...] = ()


_DUE = (
    select(
        member.c.student_id, homework.c.id, homework.c.group_id, homework.c.lesson_id,
        homework.c.due_on, homework.c.text, homework.c.minutes,
        group.c.subject_id, subject.c.name.label("subject"), subject.c.color, tick.c.is_done,
    )
    .select_from(member)
    .join(homework, homework.c.group_id == member.c.group_id)
    .join(group, group.c.id == homework.c.group_id)
    .join(subject, subject.c.id == group.c.subject_id)
    .join(tick, and_(tick.c.homework_id == homework.c.id,
                     tick.c.student_id == member.c.student_id), isouter=True)
    .where(
        among(member.c.student_id, "students"),
        member.c.starts_on <= homework.c.due_on,
        or_(member.c.ends_on.is_(None), member.c.ends_on >= homework.c.due_on),
        homework.c.due_on.between(bindparam("first"), bindparam("last")),
    )
    .order_by(homework.c.due_on, subject.c.sort_key, homework.c.id)
    .limit(MOST_TASKS)
)  # fmt: skip


def due(ctx: Context, student_ids: Sequence[int], first: date, last: date) -> list[AnyRow]:
    """Homework rows of these pupils' own groups that fall due between two days."""
    which = {"students": student_ids, "first": first, "last": last}
    return ctx.rows(_DUE, which)


_FILES = (
    select(stored.c.id, stored.c.lesson_id, stored.c.name)
    .where(among(stored.c.lesson_id, "lessons"), ~stored.c.is_removed)
    .order_by(stored.c.id)
)


def files_beside(ctx: Context, rows: Iterable[AnyRow]) -> dict[int, tuple[TaskFile, ...]]:
    """The files of these homework rows by the lesson that gave them."""
    lessons = sorted({row.lesson_id for row in rows})
    if not lessons:
        return {}
    found: dict[int, tuple[TaskFile, ...]] = defaultdict(tuple)
    for row in ctx.rows(_FILES, {"lessons": lessons}):
        found[row.lesson_id] += (TaskFile(row.id, row.name),)
    return found


def task_of(row: Any, files: dict[int, tuple[TaskFile, ...]]) -> Task:
    """One row of `due` as the screen shows it."""
    return Task(
        id=row.id,
        subject_id=row.subject_id,
        subject=row.subject,
        color=row.color,
        text=row.text,
        minutes=row.minutes,
        is_done=bool(row.is_done),
        files=files.get(row.lesson_id, ()),
    )


def groups_of(ctx: Context, student_id: int) -> tuple[int, ...]:
    """The teaching groups a pupil is in today: what a live page listens to."""
    return tuple(
        ctx.session.scalars(
            select(member.c.group_id).where(
                member.c.student_id == student_id,
                member.c.starts_on <= ctx.today,
                or_(member.c.ends_on.is_(None), member.c.ends_on >= ctx.today),
            )
        )
    )


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
        row = _new_tick(found, homework_id, student_id, ctx.now)
        ctx.session.add(row)
    row.is_done, row.at = done, ctx.now
    ctx.session.flush()
    ctx.record(JournalEvent.HOMEWORK_TICKED, row, about=student_id, facts={"done": done})
    return done


def _new_tick(school_id: int, homework_id: int, student_id: int, at: datetime) -> HomeworkTick:
    return HomeworkTick(school_id=school_id, homework_id=homework_id, student_id=student_id, at=at)
