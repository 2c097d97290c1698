"""What stands in the cells of a journal page (клетки журнала): marks and attendance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from ediary_app.access.context import Context
from ediary_app.journal import rules
from ediary_app.journal.models import Attendance, Mark
from ediary_app.kernel.among import among

mark, attendance = Mark.__table__, Attendance.__table__  # type: ignore[attr-defined]

PackedMark = tuple[int, int, str, int, str]
"""Pupil's row, work's place, value (empty once taken away), version, comment."""
PackedCode = tuple[int, int, str, int, int]
"""Pupil's row, lesson's column, code, minutes late, version."""

_MARKS = (
    select(mark.c.student_id, mark.c.work_id, mark.c.value, mark.c.version, mark.c.comment)
    .where(mark.c.group_id == bindparam("group_id"), among(mark.c.lesson_id, "lessons"))
    .order_by(mark.c.work_id)
)
_CODES = select(
    attendance.c.student_id, attendance.c.lesson_id, attendance.c.code,
    attendance.c.minutes_late, attendance.c.version,
).where(
    attendance.c.group_id == bindparam("group_id"), among(attendance.c.lesson_id, "lessons")
)  # fmt: skip
_NEW_MARKS = _MARKS.where(mark.c.set_at >= bindparam("since"))
_NEW_CODES = _CODES.where(attendance.c.set_at >= bindparam("since"))


@dataclass(frozen=True)
class Places:
    """Where pupils, lessons and works stand on a page: row, column, place among the works."""

    group_id: int
    rows: Mapping[int, int]
    columns: Mapping[int, int]
    works: Mapping[int, int]
    sees_illness: bool = False


def places_of(
    group_id: int,
    pupils: Sequence[int],
    lessons: Sequence[int],
    works: Sequence[int],
    *,
    sees_illness: bool,
) -> Places:
    """The places of ids that stand in this order on the page."""
    rows, columns, columns_of_works = (
        {one: place for place, one in enumerate(ids)} for ids in (pupils, lessons, works)
    )
    return Places(group_id, rows, columns, columns_of_works, sees_illness)


def marks_on(ctx: Context, places: Places, since: datetime | None = None) -> tuple[PackedMark, ...]:
    """The marks of a page; the removed ones too, for their version; or what is new of them."""
    rows, works = places.rows, places.works
    found = ctx.rows(_NEW_MARKS if since else _MARKS, _asked(places, since))
    return tuple(
        (rows[student], works[work], value or "", version, comment)
        for student, work, value, version, comment in found
        if student in rows and work in works
    )


def codes_on(ctx: Context, places: Places, since: datetime | None = None) -> tuple[PackedCode, ...]:
    """The attendance of a page as its reader may see it, or what is new of it."""
    rows, columns, sees = places.rows, places.columns, places.sees_illness
    found = ctx.rows(_NEW_CODES if since else _CODES, _asked(places, since))
    return tuple(
        (
            rows[student],
            columns[lesson],
            rules.shown_code(code, may_see_illness=sees) if code else "",
            minutes,
            version,
        )
        for student, lesson, code, minutes, version in found
        if student in rows
    )


def _asked(places: Places, since: datetime | None) -> dict[str, object]:
    asked: dict[str, object] = {"group_id": places.group_id, "lessons": list(places.columns)}
    return {**asked, "since": since} if since else asked
