"""Setting marks (выставление отметок): one act, few statements, the former value never lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, insert, or_, select, update

from ediary_app.access.context import Context
from ediary_app.access.prepared import prepared
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import rules
from ediary_app.journal.models import Attendance, Mark, Work, WorkKind
from ediary_app.journal.values import AttendanceCode, JournalEvent, MarkValue, Note, WorkNumber
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school.models import GroupMember
from ediary_app.school.values import Marking
from ediary_app.timetable import policy
from ediary_app.timetable.values import LessonState

mark, work = Mark.__table__, Work.__table__  # type: ignore[attr-defined]
kind, attendance = WorkKind.__table__, Attendance.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]
_NEW_MARK = insert(mark).returning(mark.c.id)
_CHANGE = (
    update(mark)
    .where(mark.c.id == bindparam("the_mark"), mark.c.version == bindparam("the_version"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("value", "comment", "set_by", "set_at", "version")
        }
    )
)


@dataclass(frozen=True)
class MarkSet:
    """A mark as it stands after the act; `value` is empty once it was taken away."""

    mark_id: int
    work_id: int
    value: str
    version: int


@use_case(requires=Permission.MARK_SET)
def set_mark(
    ctx: Context,
    *,
    lesson_id: int,
    student_id: int,
    kind_id: int,
    value: MarkValue | None,
    number: WorkNumber = 1,
    comment: Note = "",
    reason: Note = "",
    expected_version: int | None = None,
) -> MarkSet:
    """Set, change or take away (`value=None`) a pupil's mark for a work of a lesson.

    `number` tells works of one kind in one lesson apart. A changed or removed mark keeps its
    former value in the history. `expected_version` (0: nothing there yet) guards against
    overwriting somebody else's change: `Conflict`.
    """
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    now_there = _present(ctx, lesson, student_id, kind_id, number)
    if value is not None:
        rules.check_value(value, Marking(lesson.marking))
        absence = AttendanceCode(now_there.code) if now_there.code else None
        rules.check_absence(absence, value, comment)
    if expected_version is not None and (now_there.version or 0) != expected_version:
        raise errors.Conflict(
            _("Somebody else changed this mark meanwhile: it is {value} now.",
              value=now_there.value or "—")
        )  # fmt: skip
    if value is None and now_there.value is None:
        return MarkSet(now_there.mark_id or 0, now_there.work_id or 0, "", now_there.version or 0)
    work_id = now_there.work_id or _make_work(ctx, lesson, kind_id, number)
    done = _write(ctx, lesson, now_there, work_id, student_id, value, comment)
    tell_mark(ctx, lesson, now_there.value, done, student_id, comment, reason, kind_id)
    return done


def check_open(ctx: Context, lesson: Row[Any]) -> None:
    """Refuse to write into a lesson that has not come or was cancelled."""
    rules.check_date(lesson.date, today=ctx.today)
    if lesson.state == LessonState.CANCELLED:
        raise errors.Invalid(_("This lesson was cancelled."), code="lesson_cancelled")


def _present(ctx: Context, lesson: Row[Any], student_id: int, kind_id: int, number: int) -> AnyRow:
    """Kind, membership, attendance, work and mark, in one statement."""
    asked = _place(
        ctx, lesson_id=lesson.id, group_id=lesson.group_id, on=lesson.date, student_id=student_id,
        kind_id=kind_id, number=number,
    )  # fmt: skip
    found = ctx.session.execute(*asked).first()
    if found is None:
        raise errors.NotFound(
            _("This pupil is not in the group on that day, or there is no such kind of work.")
        )
    return found


@prepared
def _place(
    ctx: Context, *, lesson_id: int, group_id: int, on: date, student_id: int, kind_id: int,
    number: int,
) -> Select[Any]:  # fmt: skip
    was_member = and_(
        member.c.group_id == group_id, member.c.student_id == student_id,
        member.c.starts_on <= on, or_(member.c.ends_on.is_(None), member.c.ends_on >= on),
    )  # fmt: skip
    presence = (attendance.c.lesson_id == lesson_id, attendance.c.student_id == student_id)
    same_work = (
        work.c.lesson_id == lesson_id, work.c.kind_id == kind.c.id, work.c.number == number
    )  # fmt: skip
    same_mark = (mark.c.work_id == work.c.id, mark.c.student_id == student_id)
    return (
        select(
            kind.c.weight, attendance.c.code, work.c.id.label("work_id"),
            mark.c.id.label("mark_id"), mark.c.value, mark.c.version, mark.c.comment,
        )
        .select_from(kind)
        .join(member, was_member)
        .join(attendance, and_(*presence), isouter=True)
        .join(work, and_(*same_work), isouter=True)
        .join(mark, and_(*same_mark), isouter=True)
        .where(kind.c.id == kind_id, kind.c.school_id == ctx.school_id, ~kind.c.is_archived)
        .limit(1)
    )  # fmt: skip


def _make_work(ctx: Context, lesson: Row[Any], kind_id: int, number: int) -> int:
    statement = insert(work).values(
        school_id=lesson.school_id,
        group_id=lesson.group_id,
        lesson_id=lesson.id,
        kind_id=kind_id,
        number=number,
        title="",
    )
    return int(ctx.session.execute(statement.returning(work.c.id)).scalar_one())


def _write(
    ctx: Context,
    lesson: Row[Any],
    before: Row[Any],
    work_id: int,
    student_id: int,
    value: MarkValue | None,
    comment: str,
) -> MarkSet:
    text = comment or (before.comment or "" if value is not None else "")
    changed = {"value": value, "comment": text, "set_by": author(ctx, lesson), "set_at": ctx.now}
    if before.mark_id is None:
        row = {
            "school_id": lesson.school_id,
            "group_id": lesson.group_id,
            "lesson_id": lesson.id,
            "work_id": work_id,
            "student_id": student_id,
            "version": 1,
            **changed,
        }
        mark_id = ctx.session.execute(_NEW_MARK, row).scalar_one()
        return MarkSet(int(mark_id), work_id, value.value if value else "", 1)
    version = before.version + 1
    asked = {"the_mark": before.mark_id, "the_version": before.version}
    new = {f"new_{name}": given for name, given in changed.items()}
    result = ctx.session.execute(_CHANGE, {**asked, **new, "new_version": version})
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise errors.Conflict(_("Somebody else changed this mark at the same moment. Look again."))
    return MarkSet(before.mark_id, work_id, value.value if value else "", version)


def author(ctx: Context, lesson: Row[Any]) -> int:
    """The person who signs an entry: the actor, or the lesson's teacher for the system."""
    return ctx.actor.person_id or int(lesson.teacher_id)


def tell_mark(
    ctx: Context,
    lesson: Row[Any],
    before: str | None,
    done: MarkSet,
    student_id: int,
    comment: str,
    reason: str,
    kind_id: int,
) -> None:
    """Leave the event of a mark that was set, changed or taken away."""
    if not done.value:
        event = JournalEvent.MARK_REMOVED
    else:
        event = JournalEvent.MARK_CHANGED if before else JournalEvent.MARK_SET
    values = {"value": done.value, "comment": comment}
    if before:
        values["before"] = str(before)
    if reason:
        values["reason"] = reason
    ctx.record(
        event,
        ("mark", done.mark_id),
        about=student_id,
        group_id=lesson.group_id,
        lesson_id=lesson.id,
        facts={"kind": kind_id, "version": done.version},
        values=values,
    )
