"""The roll-call (перекличка): who was there, who was late, who was absent and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal.marks import author, check_open
from ediary_app.journal.models import Attendance
from ediary_app.journal.values import AttendanceCode, JournalEvent
from ediary_app.kernel import bulk, errors
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
    return _record_presence(ctx, lesson, [line])[student_id]


@use_case(requires=Permission.ROLL_CALL)
def take_roll(ctx: Context, *, lesson_id: int, entries: list[Presence]) -> int:
    """The whole roll-call in one act; the lesson counts as held. Returns how many are absent."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    _record_presence(ctx, lesson, entries)
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


def _record_presence(ctx: Context, lesson: Row[Any], lines: list[Presence]) -> dict[int, int]:
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
    asked = [(line, before.get(line.student_id)) for line in lines]
    changed = [x for line, was in asked if (x := change_of(lesson, line, was))]
    write_presence(ctx, changed)
    versions = {student: int(row.version) for student, row in before.items()}
    return {**dict.fromkeys(ids, 0), **versions, **{x.student_id: x.version for x in changed}}


@dataclass(frozen=True, eq=False)
class Change:
    """What becomes of one pupil's attendance of a lesson."""

    lesson: Row[Any]
    student_id: int
    code: AttendanceCode | None
    minutes: int
    before: Row[Any] | None

    @property
    def version(self) -> int:
        """The version that stands afterwards."""
        return self.before.version + 1 if self.before else 1


def change_of(lesson: Row[Any], line: Presence, before: Row[Any] | None) -> Change | None:
    """The change that a line asks for; None where everything is so already."""
    minutes = line.minutes_late if line.code is AttendanceCode.LATE else 0
    if not 0 <= minutes <= 90:
        raise errors.Invalid(_("Minutes late: from 0 to 90."), fields={"minutes_late": _("0–90")})
    if (before.code, before.minutes_late) == (line.code, minutes) if before else not line.code:
        return None
    _check_version(line, before)
    return Change(lesson, line.student_id, line.code, minutes, before)


def _check_version(line: Presence, before: Row[Any] | None) -> None:
    if line.expected_version is not None and line.expected_version != (
        before.version if before else 0
    ):
        now = before.code if before and before.code else "—"
        raise errors.Conflict(
            _("Somebody else changed this attendance meanwhile: it is {code} now.", code=now)
        )


def write_presence(ctx: Context, changes: list[Change]) -> None:
    """All changes in two statements, however many pupils and lessons; an event of each."""
    rows = {x: _row(ctx, x) for x in changes}
    new = [x for x in changes if x.before is None]
    made = [{**_place(x), **rows[x]} for x in new]
    ids = dict(zip(new, bulk.insert_many(ctx.session, attendance, made), strict=True))
    ids |= {x: int(x.before.id) for x in changes if x.before is not None}
    kept = {ids[x]: rows[x] for x in changes if x.before is not None}
    bulk.update_many(ctx.session, attendance, kept)
    for change in changes:
        _tell_presence(ctx, change.lesson, change, ids[change])


def _place(change: Change) -> dict[str, Any]:
    lesson = change.lesson
    return {
        "school_id": lesson.school_id,
        "group_id": lesson.group_id,
        "lesson_id": lesson.id,
        "student_id": change.student_id,
    }


def _row(ctx: Context, change: Change) -> dict[str, Any]:
    return {
        "code": change.code,
        "minutes_late": change.minutes,
        "version": change.version,
        "set_by": author(ctx, change.lesson),
        "set_at": ctx.now,
    }


def _tell_presence(ctx: Context, lesson: Row[Any], change: Change, row_id: int) -> None:
    was = change.before.code if change.before else None
    ctx.record(
        JournalEvent.ATTENDANCE_SET if change.code else JournalEvent.ATTENDANCE_CLEARED,
        ("attendance", row_id),
        about=change.student_id,
        group_id=lesson.group_id,
        lesson_id=lesson.id,
        values={"code": change.code or "", "minutes": change.minutes, "before": was or ""},
    )


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
