"""The roll-call (перекличка): who was there, who was late, who was absent and why."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row, insert, or_, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal.marks import author, check_open
from ediary_app.journal.models import Attendance
from ediary_app.journal.values import AttendanceCode, JournalEvent
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school.models import GroupMember
from ediary_app.timetable import policy
from ediary_app.timetable import service as timetable
from ediary_app.timetable.values import LessonState

attendance = Attendance.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]


class Presence(BaseModel):
    """One line of a roll-call; `code=None` says the pupil is there."""

    student_id: int
    code: AttendanceCode | None = None
    minutes_late: int = 0
    expected_version: int | None = None


@use_case(requires=Permission.ROLL_CALL)
def set_attendance(
    ctx: Context,
    *,
    lesson_id: int,
    student_id: int,
    code: AttendanceCode | None,
    minutes_late: int = 0,
    expected_version: int | None = None,
) -> int:
    """Set or clear one pupil's attendance of a lesson; returns its new version.

    `expected_version` (0: nothing there yet) guards somebody else's change: `Conflict`.
    """
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    line = Presence(
        student_id=student_id,
        code=code,
        minutes_late=minutes_late,
        expected_version=expected_version,
    )
    return _apply(ctx, lesson, [line])[student_id]


@use_case(requires=Permission.ROLL_CALL)
def take_roll(ctx: Context, *, lesson_id: int, entries: list[Presence]) -> int:
    """The whole roll-call in one act; the lesson counts as held. Returns how many are absent."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    _apply(ctx, lesson, entries)
    _mark_called(ctx, lesson)
    return sum(1 for line in entries if line.code is not None and line.code.is_absence)


def _mark_called(ctx: Context, lesson: Row[Any]) -> None:
    timetable.write_in_lesson(ctx, lesson.id, roll_called_at=ctx.now, state=LessonState.HELD)
    ctx.record(
        JournalEvent.ROLL_CALLED,
        ("lesson", lesson.id),
        group_id=lesson.group_id,
        lesson_id=lesson.id,
    )


def _apply(ctx: Context, lesson: Row[Any], lines: list[Presence]) -> dict[int, int]:
    ids = [line.student_id for line in lines]
    _check_members(ctx, lesson, ids)
    before = {
        row.student_id: row
        for row in ctx.session.execute(
            select(attendance)
            .where(attendance.c.lesson_id == lesson.id, attendance.c.student_id.in_(ids))
            .order_by(attendance.c.student_id)
            .with_for_update()
        )
    }
    return {line.student_id: _one(ctx, lesson, line, before.get(line.student_id)) for line in lines}


def _one(ctx: Context, lesson: Row[Any], line: Presence, before: Row[Any] | None) -> int:
    minutes = line.minutes_late if line.code is AttendanceCode.LATE else 0
    if not 0 <= minutes <= 90:
        raise errors.Invalid(_("Minutes late: from 0 to 90."), fields={"minutes_late": _("0–90")})
    was = (before.code, before.minutes_late) if before else (None, 0)
    if was == (line.code, minutes):
        return int(before.version) if before else 0
    _check_version(line, before)
    changed = {
        "code": line.code,
        "minutes_late": minutes,
        "set_by": author(ctx, lesson),
        "set_at": ctx.now,
    }
    version = before.version + 1 if before else 1
    row_id = _write(ctx, lesson, line.student_id, before, {**changed, "version": version})
    event = JournalEvent.ATTENDANCE_SET if line.code else JournalEvent.ATTENDANCE_CLEARED
    ctx.record(
        event,
        ("attendance", row_id),
        about=line.student_id,
        group_id=lesson.group_id,
        lesson_id=lesson.id,
        values={"code": line.code or "", "minutes": minutes, "before": was[0] or ""},
    )
    return version


def _check_version(line: Presence, before: Row[Any] | None) -> None:
    if line.expected_version is not None and line.expected_version != (
        before.version if before else 0
    ):
        now = before.code if before and before.code else "—"
        raise errors.Conflict(
            _("Somebody else changed this attendance meanwhile: it is {code} now.", code=now)
        )


def _write(
    ctx: Context, lesson: Row[Any], student_id: int, before: Row[Any] | None, row: dict[str, Any]
) -> int:
    if before is not None:
        ctx.session.execute(update(attendance).where(attendance.c.id == before.id).values(row))
        return int(before.id)
    full = {
        "school_id": lesson.school_id,
        "group_id": lesson.group_id,
        "lesson_id": lesson.id,
        "student_id": student_id,
        **row,
    }
    made = insert(attendance).values(full).returning(attendance.c.id)
    return int(ctx.session.execute(made).scalar_one())


def _check_members(ctx: Context, lesson: Row[Any], ids: list[int]) -> None:
    known = set(
        ctx.session.scalars(
            select(member.c.student_id).where(
                member.c.group_id == lesson.group_id,
                member.c.student_id.in_(ids),
                member.c.starts_on <= lesson.date,
                or_(member.c.ends_on.is_(None), member.c.ends_on >= lesson.date),
            )
        )
    )
    if known != set(ids):
        raise errors.NotFound(_("A pupil in the list is not in the group on that day."))
