"""What is new since the last visit (новое с прошлого раза), and that it was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, literal, or_, select, union_all

from ediary_app.access.context import Context
from ediary_app.access.prepared import prepared
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import children
from ediary_app.journal.models import Attendance, DiaryVisit, Homework, Mark, Remark
from ediary_app.journal.values import JournalEvent
from ediary_app.kernel.among import among
from ediary_app.school.models import Group, GroupMember, Subject
from ediary_app.timetable.models import Lesson

group, subject, lesson = Group.__table__, Subject.__table__, Lesson.__table__  # type: ignore[attr-defined]
mark, attendance = Mark.__table__, Attendance.__table__  # type: ignore[attr-defined]
homework, remark = Homework.__table__, Remark.__table__  # type: ignore[attr-defined]
member, visit = GroupMember.__table__, DiaryVisit.__table__  # type: ignore[attr-defined]
MOST_NEWS = 60


@dataclass(frozen=True)
class NewsItem:
    """One thing that is new: `kind` is mark, attendance, homework, or the kind of a remark."""

    kind: str
    id: int
    subject: str
    text: str
    on: date


@dataclass(frozen=True)
class News:
    """What is new in a pupil's diary since a moment; `is_first` before the first visit."""

    since: datetime | None = None
    is_first: bool = False
    marks: int = 0
    absences: int = 0
    tasks: int = 0
    words: int = 0
    things: tuple[NewsItem, ...] = ()


NO_NEWS = News()


def seen_at(ctx: Context, student_ids: Iterable[int]) -> dict[int, datetime]:
    """When this account last saw the news of these pupils."""
    rows = ctx.rows(*_visits(ctx, students=list(student_ids)))
    return {row.student_id: row.seen_at for row in rows}


@prepared
def _visits(ctx: Context, *, students: Sequence[int]) -> Select[Any]:
    return select(visit.c.student_id, visit.c.seen_at).where(
        visit.c.account_id == ctx.actor.account_id, among(visit.c.student_id, students)
    )


def _columns(kind: Any, row_id: Any, name: Any, text: Any, on: Any, at: Any) -> list[Any]:
    columns = {"kind": kind, "id": row_id, "subject": name, "text": text, "on": on, "at": at}
    return [column.label(label) for label, column in columns.items()]


def _of_lesson(table: Any, kind: str, text: Any) -> Select[Any]:
    columns = (table.c.id, subject.c.name, text, lesson.c.date, table.c.set_at)
    return (
        select(*_columns(literal(kind), *columns))
        .select_from(table)
        .join(lesson, lesson.c.id == table.c.lesson_id)
        .join(group, group.c.id == table.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(table.c.student_id == _STUDENT)
    )


_STUDENT: BindParameter[int] = bindparam("student")
_MARKS = _of_lesson(mark, "mark", mark.c.value).where(
    mark.c.value.is_not(None), mark.c.value != "."
)
_ABSENCES = _of_lesson(attendance, "attendance", attendance.c.code).where(
    attendance.c.code.is_not(None)
)
_TASKS = (
    select(*_columns(literal("homework"), homework.c.id, subject.c.name, homework.c.text,
                     homework.c.due_on, homework.c.set_at))
    .select_from(member)
    .join(homework, homework.c.group_id == member.c.group_id)
    .join(group, group.c.id == homework.c.group_id)
    .join(subject, subject.c.id == group.c.subject_id)
    .where(
        member.c.student_id == _STUDENT,
        member.c.starts_on <= homework.c.due_on,
        or_(member.c.ends_on.is_(None), member.c.ends_on >= homework.c.due_on),
        homework.c.due_on >= bindparam("today"),
    )
)  # fmt: skip
"""Homework that is still ahead."""
_WORDS = select(
    *_columns(remark.c.kind, remark.c.id, literal(""), remark.c.text, remark.c.date,
              remark.c.written_at)
).where(remark.c.student_id == _STUDENT, ~remark.c.is_removed)  # fmt: skip
_every = union_all(_MARKS, _ABSENCES, _TASKS, _WORDS).subquery()
_NEWS = (
    select(_every)
    .where(_every.c.at > bindparam("since"))
    .order_by(_every.c.at.desc())
    .limit(MOST_NEWS)
)


def news_of(ctx: Context, student_id: int, since: datetime | None) -> News:
    """The news since a moment, or since the last visit; on the first visit nothing is new."""
    last = since or seen_at(ctx, [student_id]).get(student_id)
    if last is None:
        return News(since=ctx.now, is_first=True)
    which = {"student": student_id, "since": last, "today": ctx.today}
    rows = ctx.rows(_NEWS, which)
    items = [NewsItem(r.kind, r.id, r.subject, r.text, r.on) for r in rows]
    kinds = [item.kind for item in items]
    known = {name: kinds.count(name) for name in ("mark", "attendance", "homework")}
    return News(
        since=last,
        marks=known["mark"],
        absences=known["attendance"],
        tasks=known["homework"],
        words=len(kinds) - sum(known.values()),
        things=tuple(items),
    )


@use_case(requires=Permission.DIARY_READ)
def mark_seen(ctx: Context, *, student_id: int, seen_at: datetime) -> bool:
    """The reader saw the news of a diary up to a moment; an earlier one changes nothing."""
    child = children.readable_child(ctx, student_id)
    row = ctx.session.scalars(
        select(DiaryVisit).where(
            visit.c.account_id == ctx.actor.account_id, visit.c.student_id == child.id
        )
    ).first()
    moment = min(seen_at, ctx.now)
    if ctx.actor.account_id is None or (row is not None and row.seen_at >= moment):
        return False
    if row is None:
        row = DiaryVisit(
            school_id=child.school_id,
            account_id=ctx.actor.account_id,
            student_id=child.id,
            seen_at=moment,
        )
        ctx.session.add(row)
    row.seen_at = moment
    ctx.session.flush()
    ctx.record(JournalEvent.NEWS_SEEN, row, school_id=child.school_id)
    return True
