"""The timetable as a whole list (расписание списком): rooms, entries, lessons not yet held."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, delete, exists, false, or_, select

from ediary_app.access.context import Context
from ediary_app.kernel.bulk import Lists, chunks
from ediary_app.timetable.models import Lesson, Room, TimetableEntry
from ediary_app.timetable.values import LessonState

LISTS = Lists(Room, TimetableEntry)
lesson = Lesson.__table__  # type: ignore[attr-defined]


def drop_empty_lessons(ctx: Context, entry_ids: list[int], *, from_today: bool) -> int:
    """Take away lessons of these entries in which nothing was written; returns how many."""
    gone = 0
    for some in chunks(entry_ids):
        of_entries = and_(lesson.c.entry_id.in_(some), _is_empty())
        if from_today:
            of_entries = and_(of_entries, lesson.c.date >= ctx.today)
        gone += ctx.session.execute(delete(lesson).where(of_entries)).rowcount  # type: ignore[attr-defined]
    return gone


def lessons_of(entry_ids: list[int]) -> Select[tuple[int]]:
    """The ids of the lessons of these entries."""
    return select(lesson.c.id).where(lesson.c.entry_id.in_(entry_ids))


def _is_empty() -> ColumnElement[bool]:
    """Nothing was written in the lesson, and nothing hangs on it."""
    metadata = lesson.metadata
    used = [
        exists().where(column == lesson.c.id)
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.references(lesson) for key in column.foreign_keys)
    ]
    return and_(
        lesson.c.state == LessonState.PLANNED.value,
        lesson.c.topic == "",
        lesson.c.roll_called_at.is_(None),
        ~or_(false(), *used),
    )
