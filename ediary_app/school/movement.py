"""Movement of pupils (движение обучающихся): to another class, out of the school, and its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Delete, Update, delete, insert, or_, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import movement_plan as plan
from ediary_app.school import policy
from ediary_app.school.movement_plan import enrolment, group, member, school_class
from ediary_app.school.values import LEAVING, EnrolmentEnd, SchoolEvent

UNDO_DAYS = 14
"""A movement that was a mistake is noticed in two weeks; later it is history."""


@dataclass(frozen=True)
class Stay:
    """A pupil's time in a class; `until` is the last day, None while it lasts."""

    class_name: str
    since: date
    until: date | None
    reason: EnrolmentEnd | None
    order_number: str
    end_order: str = ""


@use_case(requires=Permission.PEOPLE_READ, writes=False)
def student_movement(ctx: Context, *, student_id: int) -> tuple[Stay, ...]:
    """Every class a pupil was in, the first one first."""
    policy.student_readable(ctx, student_id)
    return stays(ctx, student_id)


def stays(ctx: Context, student_id: int) -> tuple[Stay, ...]:
    """Every class of a pupil whom the actor was found to know, the first one first."""
    rows = ctx.session.execute(
        select(
            school_class.c.level, school_class.c.letter, enrolment.c.starts_on,
            enrolment.c.ends_on, enrolment.c.end_reason, enrolment.c.order_number,
            enrolment.c.end_order,
        )
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .where(enrolment.c.student_id == student_id)
        .order_by(enrolment.c.starts_on, enrolment.c.id)
    )  # fmt: skip
    return tuple(
        Stay(f"{r.level}{r.letter}", r.starts_on, r.ends_on,
             EnrolmentEnd(r.end_reason) if r.end_reason else None, r.order_number, r.end_order)
        for r in rows
    )  # fmt: skip


@use_case(requires=Permission.PEOPLE_MANAGE)
def move_student(
    ctx: Context, *, student_id: int, class_id: int, on: date, order_number: str = ""
) -> int:
    """Move a pupil to another class of the year from a day on (перевод в другой класс).

    Marks stay with the groups they were given in. The pupil joins the whole-class groups of the
    new class; subgroups are chosen by hand. Returns the new enrolment.
    """
    plan.check_order(order_number)
    old = plan.present(ctx, student_id, plan.last_day_before(ctx, on), "on")
    plan.other_class(ctx, old, class_id)
    _end(ctx, old, on, EnrolmentEnd.TRANSFER, order_number)
    row = {"school_id": ctx.school_id, "student_id": student_id, "class_id": class_id,
           "starts_on": on, "order_number": order_number}  # fmt: skip
    made = ctx.session.execute(insert(enrolment).values(row).returning(enrolment.c.id))
    join_groups(ctx, student_id, class_id, on)
    enrolment_id = int(made.scalar_one())
    ctx.record(SchoolEvent.STUDENT_ENROLLED, ("enrolment", enrolment_id), about=student_id,
               facts={"class_id": class_id, "on": on, "order": order_number})  # fmt: skip
    return enrolment_id


@use_case(requires=Permission.PEOPLE_MANAGE)
def end_enrolment(
    ctx: Context,
    *,
    student_id: int,
    last_day: date,
    reason: EnrolmentEnd = EnrolmentEnd.LEFT,
    order_number: str = "",
) -> None:
    """A pupil leaves the school after a day (выбытие); the file and the marks stay."""
    plan.check_leaving(ctx, last_day, reason, order_number)
    old = plan.present(ctx, student_id, last_day, "last_day")
    _end(ctx, old, last_day + timedelta(days=1), reason, order_number)


@use_case(requires=Permission.PEOPLE_MANAGE)
def undo_movement(ctx: Context, *, student_id: int) -> None:
    """Take back a pupil's last move or leaving (отменить движение), within two weeks of its day.

    Marks stay with the groups they were given in, also those of the days between.
    """
    undone, made = _last_movement(ctx, student_id)
    if undone is None:
        raise errors.NotFound(_("There is no movement of the last two weeks to take back."))
    back = {"ends_on": None, "end_reason": None, "end_order": ""}
    _as_seen(ctx, update(enrolment).values(**back), undone)
    groups = select(group.c.id).where(group.c.year_id == undone.year_id)
    mine = member.c.student_id == student_id
    if made is not None:
        _as_seen(ctx, delete(enrolment), made)
        of_new = select(group.c.id).where(group.c.class_id == made.class_id)
        joined = member.c.group_id.in_(of_new) & (member.c.starts_on >= made.starts_on)
        ctx.session.execute(delete(member).where(mine, joined))
        groups = groups.where(group.c.class_id == undone.class_id)
    ended = member.c.group_id.in_(groups) & (member.c.ends_on == undone.ends_on)
    ctx.session.execute(update(member).where(mine, ended).values(ends_on=None))
    ctx.record(SchoolEvent.MOVEMENT_UNDONE, ("enrolment", undone.id), about=student_id,
               facts={"class_id": undone.class_id, "was": undone.end_reason})  # fmt: skip


def _as_seen(ctx: Context, change: Update | Delete, seen: AnyRow) -> None:
    """Change an enrolment only as long as it is what was read: one of two at once is told so."""
    same = enrolment.c.ends_on.is_not_distinct_from(seen.ends_on)
    done = ctx.session.execute(change.where(enrolment.c.id == seen.id, same))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise errors.Conflict(_("Somebody else moved this pupil at the same moment. Look again."))


def has_movement_to_undo(ctx: Context, student_id: int) -> bool:
    """Whether the last movement may still be taken back."""
    return _last_movement(ctx, student_id)[0] is not None


def _last_movement(ctx: Context, student_id: int) -> tuple[AnyRow | None, AnyRow | None]:
    """The enrolment that the last movement ended, and the one it made, if it made one."""
    rows = ctx.session.execute(
        plan.enrolments(ctx, student_id).add_columns(enrolment.c.end_reason).limit(2)
    ).all()
    if not rows:
        return None, None
    made = rows[0] if rows[0].ends_on is None else None
    undone = rows[0] if made is None else rows[-1]
    if undone.ends_on is None:
        return None, None
    fits = undone.end_reason in ((EnrolmentEnd.TRANSFER,) if made is not None else LEAVING)
    is_recent = undone.ends_on >= ctx.today - timedelta(days=UNDO_DAYS)
    return (undone, made) if fits and is_recent else (None, None)


def _end(
    ctx: Context, old: AnyRow, first_day_out: date, reason: EnrolmentEnd, order_number: str
) -> None:
    """End an enrolment and the memberships in the class's groups with it."""
    last = first_day_out - timedelta(days=1)
    ending = {"ends_on": last, "end_reason": reason.value, "end_order": order_number}
    _as_seen(ctx, update(enrolment).values(**ending), old)
    groups = select(group.c.id).where(group.c.year_id == old.year_id)
    if reason is EnrolmentEnd.TRANSFER:
        groups = groups.where(group.c.class_id == old.class_id)
    mine = (member.c.student_id == old.student_id, member.c.group_id.in_(groups))
    ctx.session.execute(delete(member).where(*mine, member.c.starts_on > last))
    still = or_(member.c.ends_on.is_(None), member.c.ends_on > last)
    ctx.session.execute(update(member).where(*mine, still).values(ends_on=last))
    ctx.record(SchoolEvent.ENROLMENT_ENDED, ("enrolment", old.id), about=old.student_id,
               facts={"class_id": old.class_id, "last_day": last, "reason": reason,
                      "order": order_number})  # fmt: skip


def join_groups(ctx: Context, student_id: int, class_id: int, on: date) -> None:
    """Put a pupil into the groups that everybody of a class is in."""
    rows = [
        {"school_id": ctx.school_id, "group_id": group_id, "student_id": student_id,
         "starts_on": on}
        for group_id in ctx.session.scalars(plan.whole_groups(class_id, group.c.id))
    ]  # fmt: skip
    if rows:
        ctx.session.execute(insert(member), rows)
