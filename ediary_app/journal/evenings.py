"""Homework of a child by the day it is due (задания по вечерам): done, left, past due."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import children, rules
from ediary_app.journal.tasks import Task, due, files_beside, groups_of, task_of
from ediary_app.school import names

PAST_DAYS, COMING_DAYS = 14, 14
Words = Annotated[str, Field(max_length=200)]
"""What is searched for (слова поиска)."""


class HomeworkView(StrEnum):
    """Which homework is looked at (какие задания)."""

    AHEAD = "ahead"
    OVERDUE = "overdue"
    PAST = "past"


@dataclass(frozen=True)
class TaskDay:
    """What is due on a day: minutes of all of it and of what is left, and an evening's norm."""

    on: date
    is_past: bool
    is_next: bool
    minutes: int
    left_minutes: int
    done: int
    norm: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class SubjectChoice:
    """A subject to look at alone."""

    id: int
    title: str


@dataclass(frozen=True)
class HomeworkPage:
    """The days that are shown; how far the pupil is with what is ahead; what is past due.

    Who never ticks is not told of what is left: `is_ticked` is whether anything was ticked at all.
    """

    view: HomeworkView = HomeworkView.AHEAD
    subject_id: int = 0
    days: tuple[TaskDay, ...] = ()
    subjects: tuple[SubjectChoice, ...] = ()
    count: int = 0
    done: int = 0
    left_minutes: int = 0
    is_ticked: bool = False
    overdue: int = 0
    group_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class OpenHomework:
    """The page of homework (задания): the family and the open child's tasks."""

    family: children.Family = children.NOBODY
    page: HomeworkPage = HomeworkPage()


@use_case(requires=Permission.DIARY_READ, writes=False)
def open_homework(
    ctx: Context,
    *,
    child_id: int = 0,
    view: HomeworkView = HomeworkView.AHEAD,
    subject_id: int = 0,
    search: Words = "",
) -> OpenHomework:
    """Homework of the open child, two weeks back and ahead; every word of a search must occur."""
    family = children.opened(ctx, child_id)
    if not family.child_id:
        return OpenHomework()
    first, last = ctx.today - timedelta(days=PAST_DAYS), ctx.today + timedelta(days=COMING_DAYS)
    rows = due(ctx, [family.child_id], first, last)
    files = files_beside(ctx, rows)
    every = [(row.due_on, task_of(row, files)) for row in rows]
    norm = rules.homework_norm(family.child.level)
    shown = [(on, task) for on, task in every if _is_shown(on, task, view, ctx.today)]
    found = [(on, task) for on, task in shown if _is_asked(task, subject_id, search)]
    page = HomeworkPage(
        view=view,
        subject_id=subject_id,
        days=_days(found, ctx.today, norm),
        subjects=_subjects(every),
        group_ids=groups_of(ctx, family.child_id),
        **_progress(every, ctx.today),
    )
    return OpenHomework(family, page)


def _is_shown(on: date, task: Task, view: HomeworkView, today: date) -> bool:
    if view is HomeworkView.AHEAD:
        return on >= today
    return on < today and not (view is HomeworkView.OVERDUE and task.is_done)


def _is_asked(task: Task, subject_id: int, search: str) -> bool:
    key = names.search_key(task.subject, task.text)
    words = names.search_key(search).split()
    return subject_id in (0, task.subject_id) and all(word in key for word in words)


def _progress(every: list[tuple[date, Task]], today: date) -> dict[str, Any]:
    """How far the pupil is, of all that is ahead, whatever is looked at."""
    ahead = [task for on, task in every if on >= today]
    is_ticked = any(task.is_done for _on, task in every)
    return {
        "is_ticked": is_ticked,
        "count": len(ahead),
        "done": sum(task.is_done for task in ahead),
        "left_minutes": sum(task.minutes for task in ahead if not task.is_done),
        "overdue": is_ticked * sum(on < today and not task.is_done for on, task in every),
    }


def _subjects(every: list[tuple[date, Task]]) -> tuple[SubjectChoice, ...]:
    found = {task.subject_id: task.subject for _on, task in every}
    ordered = sorted(found.items(), key=lambda pair: names.sort_key(pair[1]))
    return tuple(SubjectChoice(*pair) for pair in ordered)


def _days(found: list[tuple[date, Task]], today: date, norm: int) -> tuple[TaskDay, ...]:
    """The nearest day first: ahead from today on, of what is past the last day."""
    by_day: dict[date, list[Task]] = defaultdict(list)
    for on, task in found:
        by_day[on].append(task)
    coming = min((on for on in by_day if on > today), default=None)
    order = sorted(by_day, key=lambda on: (on < today, abs((on - today).days)))
    return tuple(
        TaskDay(
            on=on,
            is_past=on < today,
            is_next=on == coming,
            minutes=sum(task.minutes for task in by_day[on]),
            left_minutes=sum(task.minutes for task in by_day[on] if not task.is_done),
            done=sum(task.is_done for task in by_day[on]),
            norm=norm,
            tasks=tuple(by_day[on]),
        )
        for on in order
    )
