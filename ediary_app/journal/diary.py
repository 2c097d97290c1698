"""The diary week of a pupil (неделя дневника): lessons, homework, marks, attendance, words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import children, diary_rows, rules, tasks
from ediary_app.journal.news import NO_NEWS, News, news_of
from ediary_app.journal.tasks import Task
from ediary_app.kernel.db import AnyRow
from ediary_app.school import names
from ediary_app.timetable.values import LessonState

SUMMER = (6, 7, 8)


@dataclass(frozen=True)
class DiaryMark:
    """A mark as the diary shows it; `weight` is empty when it is 1."""

    id: int
    value: str
    kind: str
    weight: str
    comment: str
    is_new: bool


@dataclass(frozen=True)
class DiaryLesson:
    """One lesson of a day; its tasks are those that are due in it."""

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
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class DiaryNote:
    """Praise, a remark or a recommendation of a day."""

    id: int
    kind: str
    text: str
    who: str
    is_new: bool


@dataclass(frozen=True)
class DiaryDay:
    """A day of the diary; homework stands on the day it is due, `tasks` outside of any lesson."""

    on: date
    is_today: bool
    closed: str
    minutes: int
    norm: int
    lessons: tuple[DiaryLesson, ...]
    tasks: tuple[Task, ...]
    notes: tuple[DiaryNote, ...]


@dataclass(frozen=True)
class DiaryWeek:
    """A week of one pupil's diary; `closed` names a whole week off, `next_on` what follows it."""

    student_id: int = 0
    monday: date | None = None
    sunday: date | None = None
    is_this_week: bool = True
    closed: str = ""
    next_on: date | None = None
    days: tuple[DiaryDay, ...] = ()
    group_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class OpenDiary:
    """The page of the diary: the family, the week, what is new, and the moment it was read."""

    family: children.Family = children.NOBODY
    week: DiaryWeek = DiaryWeek()
    news: News = NO_NEWS
    read_at: datetime | None = None


@use_case(requires=Permission.DIARY_READ, writes=False)
def open_diary(
    ctx: Context,
    *,
    child_id: int = 0,
    on: date | None = None,
    since: datetime | None = None,
    with_news: bool = True,
) -> OpenDiary:
    """A week of the open child, with what is new since the last visit or since a moment."""
    family = children.opened(ctx, child_id)
    if not family.child_id:
        return OpenDiary()
    found = news_of(ctx, family.child_id, since) if with_news else News(since=since)
    week = _week(ctx, family.child, on, found.since)
    return OpenDiary(family, week, found, ctx.now)


@use_case(requires=Permission.DIARY_READ, writes=False)
def diary_week(
    ctx: Context, *, student_id: int, on: date | None = None, since: datetime | None = None
) -> DiaryWeek:
    """The week that holds a date (this week by default, on a weekend the coming one)."""
    return _week(ctx, children.readable_child(ctx, student_id), on, since)


@dataclass(frozen=True)
class _Parts:
    """What was read of a week, and since when it is new."""

    since: datetime | None
    norm: int
    marks: dict[int, list[AnyRow]]
    absences: dict[tuple[int, int], AnyRow]
    due: dict[tuple[int, date], list[AnyRow]]
    files: dict[int, tuple[tasks.TaskFile, ...]]
    notes: dict[date, list[AnyRow]]
    closed: dict[date, str]

    def is_new(self, at: datetime) -> bool:
        return self.since is not None and at > self.since


def _week(
    ctx: Context, child: children.Child, on: date | None, since: datetime | None
) -> DiaryWeek:
    coming = ctx.today + timedelta(days=2 if ctx.today.weekday() >= 5 else 0)
    day = on or _summer_day(ctx, child.id) or coming
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    rows = diary_rows.lessons(ctx, [child.id], monday, sunday)
    parts = _parts(ctx, child, rows, (monday, sunday), since)
    by_day: dict[date, list[AnyRow]] = defaultdict(list)
    for row in rows:
        by_day[row.date].append(row)
    shown = [monday + timedelta(days=n) for n in range(7)]
    filled = [d for d in shown if d.weekday() < 5 or by_day[d] or parts.notes[d]]
    days = [_day(ctx, d, by_day[d], parts) for d in filled]
    off = _whole_week_off(days)
    return DiaryWeek(
        student_id=child.id,
        monday=monday,
        sunday=sunday,
        is_this_week=monday <= coming <= sunday,
        closed=off,
        next_on=diary_rows.next_lesson_day(ctx, child.id, sunday) if off or not rows else None,
        days=tuple(days),
        group_ids=tuple(sorted({row.group_id for row in rows})),
    )


def _summer_day(ctx: Context, student_id: int) -> date | None:
    """In summer the diary opens at the last lesson of the year that ended."""
    if ctx.today.month not in SUMMER:
        return None
    return diary_rows.last_lesson_day(ctx, student_id, before=ctx.today)


def _parts(
    ctx: Context,
    child: children.Child,
    rows: list[AnyRow],
    span: tuple[date, date],
    since: datetime | None,
) -> _Parts:
    ids = [row.id for row in rows]
    given = tasks.due(ctx, [child.id], *span)
    due: dict[tuple[int, date], list[AnyRow]] = defaultdict(list)
    for row in given:
        due[row.group_id, row.due_on].append(row)
    return _Parts(
        since=since,
        norm=rules.homework_norm(child.level),
        marks=diary_rows.marks(ctx, child.id, ids),
        absences=diary_rows.absences(ctx, [child.id], ids),
        due=due,
        files=tasks.files_beside(ctx, given),
        notes=diary_rows.words(ctx, child.id, *span),
        closed=diary_rows.days_off(ctx, child, *span),
    )


def _whole_week_off(days: list[DiaryDay]) -> str:
    """The name of the holiday when nothing but one holiday fills the working days."""
    named = {day.closed for day in days}
    is_empty = not any(day.lessons or day.tasks or day.notes for day in days)
    return named.pop() if is_empty and len(named) == 1 else ""


def _day(ctx: Context, day: date, rows: list[AnyRow], parts: _Parts) -> DiaryDay:
    waiting = {key: list(found) for key, found in parts.due.items() if key[1] == day}
    lessons = [_lesson(row, waiting.pop((row.group_id, day), []), parts) for row in rows]
    others = [row for found in waiting.values() for row in found]
    every = [task for x in lessons for task in x.tasks]
    outside = [tasks.task_of(row, parts.files) for row in others]
    return DiaryDay(
        on=day,
        is_today=day == ctx.today,
        closed=parts.closed.get(day, "") if not rows else "",
        minutes=sum(task.minutes for task in (*every, *outside)),
        norm=parts.norm,
        lessons=tuple(lessons),
        tasks=tuple(outside),
        notes=tuple(_note(row, parts) for row in parts.notes[day]),
    )


def _lesson(row: AnyRow, due: list[AnyRow], parts: _Parts) -> DiaryLesson:
    presence = parts.absences.get((row.student_id, row.id))
    return DiaryLesson(
        id=row.id,
        slot=row.slot,
        starts=clock_text(row.starts_at),
        ends=clock_text(row.ends_at),
        subject=row.subject,
        color=row.color,
        room=row.room or "",
        teacher=names.short_name(row.family_name, row.given_name, row.middle_name),
        topic=row.topic,
        is_cancelled=row.state == LessonState.CANCELLED,
        attendance=presence.code if presence else "",
        minutes_late=presence.minutes_late if presence else 0,
        marks=tuple(_mark(m, parts) for m in parts.marks.get(row.id, ())),
        tasks=tuple(tasks.task_of(task, parts.files) for task in due),
    )


def clock_text(at: object) -> str:
    """A bell's time as people write it: `08:50`; empty where no bell is set."""
    return at.strftime("%H:%M") if hasattr(at, "strftime") else ""


def _mark(row: AnyRow, parts: _Parts) -> DiaryMark:
    weight = "" if row.weight == 100 else rules.weight_text(row.weight)
    return DiaryMark(row.id, row.value, row.name, weight, row.comment, parts.is_new(row.set_at))


def _note(row: AnyRow, parts: _Parts) -> DiaryNote:
    who = names.short_name(row.family_name, row.given_name, row.middle_name)
    return DiaryNote(row.id, row.kind, row.text, who, parts.is_new(row.written_at))
