"""Reasons of absences with their papers (основания пропусков): set, brought up to date, undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.audit.erasing import erases
from ediary_app.journal import policy
from ediary_app.journal.ground_plan import Ground, checked, touched
from ediary_app.journal.models import AbsenceGround, Attendance, GroundChange
from ediary_app.journal.values import JournalEvent
from ediary_app.kernel import bulk, errors
from ediary_app.kernel.i18n import _

ground_table = AbsenceGround.__table__  # type: ignore[attr-defined]
change = GroundChange.__table__  # type: ignore[attr-defined]
attendance = Attendance.__table__  # type: ignore[attr-defined]
WHAT = "ground_change"


@use_case(requires=Permission.ATTENDANCE_KEEP)
def set_ground(ctx: Context, *, ground: Ground) -> int:
    """Set the reason of a pupil's absences; the codes of those lessons follow, with history.

    Later lessons of the span are only suggested to their teachers. Returns the reason's number.
    """
    checked(ctx, ground)
    _check_new(ctx, ground)
    row = {
        **ground.model_dump(),
        "school_id": ctx.school_id, "set_by": ctx.actor.person_id, "set_at": ctx.now,
    }  # fmt: skip
    made = insert(ground_table).values(row).returning(ground_table.c.id)
    ground_id = int(ctx.session.execute(made).scalar_one())
    changed = _apply(ctx, ground_id, ground)
    _tell(ctx, JournalEvent.GROUND_SET, ground_id, ground, changed)
    return ground_id


@use_case(requires=Permission.ATTENDANCE_KEEP)
def renew_ground(ctx: Context, *, ground_id: int) -> int:
    """Let absences recorded since then follow the reason too; returns how many lessons changed."""
    ground = _live(ctx, ground_id)
    _forget_changes_of(ctx, ground_id, ground)
    changed = _apply(ctx, ground_id, ground)
    _tell(ctx, JournalEvent.GROUND_RENEWED, ground_id, ground, changed)
    return changed


@use_case(requires=Permission.ATTENDANCE_KEEP)
def undo_ground(ctx: Context, *, ground_id: int) -> int:
    """Take a reason back: its lessons get their former codes, but for those changed since.

    Returns how many lessons came back.
    """
    ground = _live(ctx, ground_id)
    rows = ctx.session.execute(
        select(
            attendance.c.id, attendance.c.code, attendance.c.version, attendance.c.lesson_id,
            attendance.c.group_id, change.c.code_before, change.c.version_after,
        )
        .join(change, change.c.attendance_id == attendance.c.id)
        .where(change.c.ground_id == ground_id)
        .order_by(attendance.c.id)
        .with_for_update(of=attendance)
    ).all()  # fmt: skip
    back = [row for row in rows if row.version == row.version_after]
    _write(ctx, ground_id, ground.student_id, [(row, row.code_before) for row in back])
    ctx.session.execute(
        update(ground_table).where(ground_table.c.id == ground_id).values(undone_at=ctx.now)
    )
    _tell(ctx, JournalEvent.GROUND_UNDONE, ground_id, ground, len(back))
    return len(back)


def _check_new(ctx: Context, ground: Ground) -> None:
    """Refuse the very same reason a second time: a double tap, or two open pages."""
    same = [ground_table.c[name] == value for name, value in ground.model_dump().items()]
    found = select(ground_table.c.id).where(*same, ground_table.c.undone_at.is_(None))
    if ctx.session.scalar(found.limit(1)) is not None:
        raise errors.Conflict(_("This reason is written down already."))


def _live(ctx: Context, ground_id: int) -> Row[Any]:
    """The reason of a pupil of one's own class, if it was not taken back; locked."""
    row = ctx.session.execute(
        select(ground_table)
        .where(ground_table.c.id == ground_id, ground_table.c.school_id == ctx.school_id)
        .with_for_update()
    ).first()
    if row is None:
        raise errors.NotFound(_("There is no such reason in your class."))
    policy.pupil_led(ctx, row.student_id, row.first_day, row.last_day)
    if row.undone_at is not None:
        raise errors.Conflict(_("This reason was taken back already."))
    return row


def _apply(ctx: Context, ground_id: int, ground: Any) -> int:
    """Give the absences of the span the reason's code; what stood there is kept for the undo."""
    rows = ctx.session.execute(touched(ctx, ground).with_for_update(of=attendance)).all()
    _write(ctx, ground_id, ground.student_id, [(row, ground.code) for row in rows])
    kept = [
        {"ground_id": ground_id, "attendance_id": row.id, "code_before": row.code,
         "version_after": row.version + 1}
        for row in rows
    ]  # fmt: skip
    if kept:
        ctx.session.execute(insert(change), kept)
    return len(rows)


def _forget_changes_of(ctx: Context, ground_id: int, ground: Any) -> None:
    """What is about to change anew is remembered anew: somebody changed it in between."""
    again = touched(ctx, ground).with_only_columns(attendance.c.id).order_by(None)
    ctx.session.execute(
        delete(change).where(change.c.ground_id == ground_id, change.c.attendance_id.in_(again))
    )


def _write(ctx: Context, ground_id: int, student: int, rows: Sequence[tuple[Any, str]]) -> None:
    """Write the codes in one statement; an event of each, under the reason's number."""
    signed = {"set_by": ctx.actor.person_id, "set_at": ctx.now}
    new = {row.id: {"code": code, "version": row.version + 1, **signed} for row, code in rows}
    bulk.update_many(ctx.session, Attendance.__table__, new)  # type: ignore[attr-defined]
    reason = str(_("by the class teacher's record no. {n}", n=ground_id))
    for row, code in rows:
        ctx.record(
            JournalEvent.ATTENDANCE_SET,
            ("attendance", row.id),
            about=student,
            group_id=row.group_id,
            lesson_id=row.lesson_id,
            facts={"ground": ground_id},
            values={"code": code, "minutes": 0, "before": row.code, "reason": reason},
        )


def _tell(ctx: Context, kind: JournalEvent, ground_id: int, ground: Any, changed: int) -> None:
    values = {
        "code": ground.code, "document": ground.document, "number": ground.document_number,
        "dated": ground.document_date or "",
    }  # fmt: skip
    facts = {"first": ground.first_day, "last": ground.last_day, "lessons": changed}
    ctx.record(
        kind, ("absence_ground", ground_id), about=ground.student_id, facts=facts, values=values
    )


@erases(WHAT)
def erase_former_codes(ctx: Context, person_id: int) -> int:
    """Former codes kept for an undo go when the pupil's history is erased."""
    of_person = select(ground_table.c.id).where(
        ground_table.c.student_id == person_id, ground_table.c.school_id == ctx.school_id
    )
    done = ctx.session.execute(delete(change).where(change.c.ground_id.in_(of_person)))
    return int(done.rowcount)  # type: ignore[attr-defined]
