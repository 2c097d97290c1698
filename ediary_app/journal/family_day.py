"""All children today (все дети сегодня): what a parent of several wants to know at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import children, diary_rows, news, rules, tasks
from ediary_app.journal.diary import clock_text
from ediary_app.journal.models import Mark, Remark
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.school.models import Group, Subject
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState

mark, lesson = Mark.__table__, Lesson.__table__  # type: ignore[attr-defined]
group, subject = Group.__table__, Subject.__table__  # type: ignore[attr-defined]
remark = Remark.__table__  # type: ignore[attr-defined]
AHEAD_DAYS, MOST_MARKS = 14, 200


@dataclass(frozen=True)
class ShortLesson:
    """A lesson in a line: `place` is past, now or ahead."""

    id: int
    slot: int
    starts: str
    ends: str
    subject: str
    room: str
    is_cancelled: bool
    place: str
    attendance: str
    minutes_late: int


@dataclass(frozen=True)
class ShortMark:
    """A new mark in a line."""

    id: int
    value: str
    subject: str
    on: date


@dataclass(frozen=True)
class ShortWord:
    """New praise, a new remark or recommendation in a line."""

    id: int
    kind: str
    text: str
    on: date


@dataclass(frozen=True)
class ChildDay:
    """A child's day: today's lessons, or those of the next school day once today is over."""

    child: children.Child
    on: date | None
    is_today: bool
    lessons: tuple[ShortLesson, ...]
    missed: int
    marks: tuple[ShortMark, ...]
    due_on: date | None
    due_left: int
    due_count: int
    due_minutes: int
    norm: int
    words: tuple[ShortWord, ...] = ()


@dataclass(frozen=True)
class FamilyDay:
    """The day of a whole family, and the groups whose news concern it."""

    today: date | None = None
    children: tuple[ChildDay, ...] = ()
    group_ids: tuple[int, ...] = ()


@use_case(requires=Permission.DIARY_READ, writes=False)
def family_day(ctx: Context) -> FamilyDay:
    """Every child's day, in a number of statements that does not grow with the children."""
    family = children.children_of(ctx)
    ids = [child.id for child in family]
    if not ids:
        return FamilyDay(today=ctx.today)
    last = ctx.today + timedelta(days=AHEAD_DAYS)
    rows = diary_rows.lessons(ctx, ids, ctx.today, last)
    todays = [row.id for row in rows if row.date == ctx.today]
    absences = diary_rows.absences(ctx, ids, todays)
    given = tasks.due(ctx, ids, ctx.today + timedelta(days=1), last)
    seen = news.seen_at(ctx, ids)
    fresh, words = _new_marks(ctx, seen), _new_words(ctx, seen)
    lessons, due = _by_child(rows), _by_child(given)
    return FamilyDay(
        today=ctx.today,
        children=tuple(
            replace(
                _child_day(ctx, child, lessons[child.id], absences, due[child.id]),
                marks=tuple(fresh[child.id]),
                words=tuple(words[child.id]),
            )
            for child in family
        ),
        group_ids=tuple(sorted({row.group_id for row in rows})),
    )


def _by_child(rows: Sequence[AnyRow]) -> dict[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[row.student_id].append(row)
    return found


def _child_day(
    ctx: Context,
    child: children.Child,
    rows: list[AnyRow],
    absences: dict[tuple[int, int], AnyRow],
    due: list[AnyRow],
) -> ChildDay:
    now = ctx.now.astimezone(ZoneInfo(ctx.zone)).strftime("%H:%M")
    todays = [row for row in rows if row.date == ctx.today]
    is_over = all(_place(row, ctx.today, now) == "past" for row in todays)
    coming = sorted({row.date for row in rows if row.date > ctx.today})
    on = (coming[0] if coming else None) if is_over else ctx.today
    next_due = [row for row in due if coming and row.due_on == coming[0]]
    missed = [absences[child.id, row.id] for row in todays if (child.id, row.id) in absences]
    return ChildDay(
        child=child,
        on=on,
        is_today=on == ctx.today,
        lessons=tuple(_short(row, ctx.today, now, absences) for row in rows if row.date == on),
        missed=sum(1 for row in missed if row.code in rules.ABSENCES),
        marks=(),
        due_on=coming[0] if coming else None,
        due_left=sum(1 for row in next_due if not row.is_done),
        due_count=len(next_due),
        due_minutes=sum(row.minutes for row in next_due if not row.is_done),
        norm=rules.homework_norm(child.level),
    )


def _place(row: AnyRow, today: date, now: str) -> str:
    if row.date > today:
        return "ahead"
    starts, ends = clock_text(row.starts_at), clock_text(row.ends_at)
    if ends and ends <= now:
        return "past"
    return "now" if starts and starts <= now else "ahead"


def _short(
    row: AnyRow, today: date, now: str, absences: dict[tuple[int, int], AnyRow]
) -> ShortLesson:
    presence = absences.get((row.student_id, row.id))
    return ShortLesson(
        id=row.id,
        slot=row.slot,
        starts=clock_text(row.starts_at),
        ends=clock_text(row.ends_at),
        subject=row.subject,
        room=row.room or "",
        is_cancelled=row.state == LessonState.CANCELLED,
        place=_place(row, today, now),
        attendance=presence.code if presence else "",
        minutes_late=presence.minutes_late if presence else 0,
    )


def _new_words(ctx: Context, seen: dict[int, datetime]) -> dict[int, list[ShortWord]]:
    """Praise, remarks and recommendations since this account's last visit to each diary."""
    found: dict[int, list[ShortWord]] = defaultdict(list)
    if not seen:
        return found
    rows = ctx.session.execute(
        select(
            remark.c.id, remark.c.student_id, remark.c.kind, remark.c.text, remark.c.date,
            remark.c.written_at,
        )
        .where(
            among(remark.c.student_id, list(seen)),
            ~remark.c.is_removed,
            remark.c.written_at > min(seen.values()),
        )
        .order_by(remark.c.written_at.desc())
        .limit(MOST_MARKS)
    )  # fmt: skip
    for row in rows:
        if row.written_at > seen[row.student_id]:
            found[row.student_id].append(ShortWord(row.id, row.kind, row.text, row.date))
    return found


def _new_marks(ctx: Context, seen: dict[int, datetime]) -> dict[int, list[ShortMark]]:
    """Marks set since this account's last visit to each diary."""
    found: dict[int, list[ShortMark]] = defaultdict(list)
    if not seen:
        return found
    rows = ctx.session.execute(
        select(
            mark.c.id, mark.c.student_id, mark.c.value, mark.c.set_at, lesson.c.date,
            subject.c.name.label("subject"),
        )
        .join(lesson, lesson.c.id == mark.c.lesson_id)
        .join(group, group.c.id == mark.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(
            mark.c.student_id.in_(list(seen)),
            mark.c.set_at > min(seen.values()),
            mark.c.value.is_not(None),
            mark.c.value != ".",
        )
        .order_by(mark.c.set_at.desc())
        .limit(MOST_MARKS)
    )  # fmt: skip
    for row in rows:
        if row.set_at > seen[row.student_id]:
            found[row.student_id].append(ShortMark(row.id, row.value, row.subject, row.date))
    return found
