"""Movement of pupils (движение обучающихся): to another class, out of the school, and its story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert, or_, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import policy
from ediary_app.school.models import Enrolment, Group, GroupMember, SchoolClass
from ediary_app.school.values import EnrolmentEnd, GroupKind, SchoolEvent

enrolment, member = Enrolment.__table__, GroupMember.__table__  # type: ignore[attr-defined]
group, school_class = Group.__table__, SchoolClass.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Stay:
    """A pupil's time in a class; `until` is the last day, None while it lasts."""

    class_name: str
    since: date
    until: date | None
    reason: EnrolmentEnd | None
    order_number: str


@use_case(requires=Permission.PEOPLE_READ, writes=False)
def student_movement(ctx: Context, *, student_id: int) -> tuple[Stay, ...]:
    """Every class a pupil was in, the first one first."""
    policy.student_readable(ctx, student_id)
    rows = ctx.session.execute(
        select(
            school_class.c.level, school_class.c.letter, enrolment.c.starts_on,
            enrolment.c.ends_on, enrolment.c.end_reason, enrolment.c.order_number,
        )
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .where(enrolment.c.student_id == student_id)
        .order_by(enrolment.c.starts_on, enrolment.c.id)
    )  # fmt: skip
    return tuple(
        Stay(f"{r.level}{r.letter}", r.starts_on, r.ends_on,
             EnrolmentEnd(r.end_reason) if r.end_reason else None, r.order_number)
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
    old = _present(ctx, student_id, on)
    new = ctx.session.execute(
        select(school_class.c.id).where(
            school_class.c.id == class_id,
            school_class.c.school_id == ctx.school_id,
            school_class.c.year_id == old.year_id,
        )
    ).first()
    if new is None or class_id == old.class_id:
        raise errors.NotFound(_("There is no other class of this name in the year."))
    _end(ctx, old, on, EnrolmentEnd.TRANSFER)
    row = {"school_id": ctx.school_id, "student_id": student_id, "class_id": class_id,
           "starts_on": on, "order_number": order_number}  # fmt: skip
    made = ctx.session.execute(insert(enrolment).values(row).returning(enrolment.c.id))
    _join_groups(ctx, student_id, class_id, on)
    enrolment_id = int(made.scalar_one())
    ctx.record(SchoolEvent.STUDENT_ENROLLED, ("enrolment", enrolment_id), about=student_id,
               facts={"class_id": class_id, "on": on})  # fmt: skip
    return enrolment_id


@use_case(requires=Permission.PEOPLE_MANAGE)
def end_enrolment(ctx: Context, *, student_id: int, last_day: date) -> None:
    """A pupil leaves the school after a day (выбытие); the file and the marks stay."""
    _end(ctx, _present(ctx, student_id, last_day), last_day + timedelta(days=1), EnrolmentEnd.LEFT)


def _present(ctx: Context, student_id: int, on: date) -> AnyRow:
    """The enrolment that a pupil of this school has on a day and that can end before it."""
    found = ctx.session.execute(
        select(enrolment.c.id, enrolment.c.student_id, enrolment.c.class_id, enrolment.c.starts_on,
               school_class.c.year_id)
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .where(
            enrolment.c.student_id == student_id, enrolment.c.school_id == ctx.school_id,
            enrolment.c.starts_on < on,
            or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= on),
        )
        .order_by(enrolment.c.starts_on.desc())
        .limit(1)
    ).first()  # fmt: skip
    if found is None:
        raise errors.NotFound(_("The pupil is in no class of this school on that day."))
    return found


def _end(ctx: Context, old: AnyRow, first_day_out: date, reason: EnrolmentEnd) -> None:
    """End an enrolment and the memberships in the class's groups with it."""
    last = first_day_out - timedelta(days=1)
    ctx.session.execute(
        update(enrolment)
        .where(enrolment.c.id == old.id)
        .values(ends_on=last, end_reason=reason.value)
    )
    groups = select(group.c.id).where(group.c.year_id == old.year_id)
    if reason is EnrolmentEnd.TRANSFER:
        groups = groups.where(group.c.class_id == old.class_id)
    mine = (member.c.student_id == old.student_id, member.c.group_id.in_(groups))
    ctx.session.execute(delete(member).where(*mine, member.c.starts_on > last))
    still = or_(member.c.ends_on.is_(None), member.c.ends_on > last)
    ctx.session.execute(update(member).where(*mine, still).values(ends_on=last))
    ctx.record(SchoolEvent.ENROLMENT_ENDED, ("enrolment", old.id), about=old.student_id,
               facts={"class_id": old.class_id, "last_day": last, "reason": reason})  # fmt: skip


def _join_groups(ctx: Context, student_id: int, class_id: int, on: date) -> None:
    whole = select(group.c.id).where(
        group.c.class_id == class_id, group.c.kind == GroupKind.WHOLE_CLASS.value
    )
    rows = [
        {"school_id": ctx.school_id, "group_id": group_id, "student_id": student_id,
         "starts_on": on}
        for group_id in ctx.session.scalars(whole)
    ]  # fmt: skip
    if rows:
        ctx.session.execute(insert(member), rows)
