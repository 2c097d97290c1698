"""Arrival of pupils (зачисление): into a class from a day on, by an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, insert, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors, eventlog
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import movement
from ediary_app.school import movement_plan as plan
from ediary_app.school.models import Student
from ediary_app.school.movement_plan import enrolment, group, member, school_class, subject, year
from ediary_app.school.values import EnrolmentEnd, SchoolEvent

student = Student.__table__  # type: ignore[attr-defined]
event = eventlog.event_table


@dataclass(frozen=True)
class ArrivalPreview:
    """What an arrival will do: the class, the first day, the groups that begin."""

    into: str
    first_day: date
    beginning: tuple[str, ...] = ()


@use_case(requires=Permission.PEOPLE_MANAGE, writes=False)
def enrol_preview(
    ctx: Context, *, student_id: int, class_id: int, on: date, order_number: str = ""
) -> ArrivalPreview:
    """What enrolling a pupil into a class will change."""
    found = _class_open(ctx, student_id, class_id, on, order_number)
    groups = plan.whole_groups(class_id, group.c.name, subject.c.name)
    titles = ctx.session.execute(groups.order_by(subject.c.sort_key, group.c.name))
    beginning = tuple(f"{title}, {name}" for name, title in titles)
    return ArrivalPreview(f"{found.level}{found.letter}", on, beginning)


@use_case(requires=Permission.PEOPLE_MANAGE)
def enrol_student(
    ctx: Context, *, student_id: int, class_id: int, on: date, order_number: str = ""
) -> int:
    """Enrol a pupil into a class from a day on (зачислить); returns the enrolment.

    The pupil joins the whole-class groups; subgroups are chosen by hand.
    """
    _class_open(ctx, student_id, class_id, on, order_number)
    row = {"school_id": ctx.school_id, "student_id": student_id, "class_id": class_id,
           "starts_on": on, "order_number": order_number}  # fmt: skip
    made = ctx.session.execute(insert(enrolment).values(row).returning(enrolment.c.id))
    enrolment_id = int(made.scalar_one())
    movement.join_groups(ctx, student_id, class_id, on)
    facts = {"class_id": class_id, "on": on, "order": order_number}
    ctx.record(SchoolEvent.STUDENT_ENROLLED, ("enrolment", enrolment_id), about=student_id,
               facts=facts)  # fmt: skip
    return enrolment_id


@use_case(requires=Permission.PEOPLE_MANAGE)
def undo_arrival(ctx: Context, *, student_id: int) -> None:
    """Take back an arrival entered in the last two weeks (отменить зачисление).

    Marks given meanwhile stay where they were given.
    """
    rows = ctx.session.execute(
        plan.enrolments(ctx, student_id).add_columns(enrolment.c.end_reason).limit(2)
    ).all()
    if not rows or rows[0].ends_on is not None or _is_move(rows) or not _is_new(ctx, rows[0].id):
        raise errors.NotFound(_("There is no arrival of the last two weeks to take back."))
    made = rows[0]
    of_class = select(group.c.id).where(group.c.class_id == made.class_id)
    joined = member.c.group_id.in_(of_class) & (member.c.starts_on >= made.starts_on)
    ctx.session.execute(delete(member).where(member.c.student_id == student_id, joined))
    ctx.session.execute(delete(enrolment).where(enrolment.c.id == made.id))
    ctx.record(SchoolEvent.MOVEMENT_UNDONE, ("enrolment", made.id), about=student_id,
               facts={"class_id": made.class_id, "was": "arrival"})  # fmt: skip


def _class_open(
    ctx: Context, student_id: int, class_id: int, on: date, order_number: str
) -> AnyRow:
    """The class, when the pupil may begin in it on this day."""
    plan.check_order(order_number)
    plan.check_day(ctx, on, "on")
    known = select(student.c.person_id).where(
        student.c.person_id == student_id, student.c.school_id == ctx.school_id
    )
    found = ctx.session.execute(
        select(school_class.c.level, school_class.c.letter, year.c.starts_on, year.c.ends_on)
        .join(year, year.c.id == school_class.c.year_id)
        .where(school_class.c.id == class_id, school_class.c.school_id == ctx.school_id)
        .where(known.exists())
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such pupil, or this pupil is not yours to see."))
    if not found.starts_on <= on <= found.ends_on:
        raise plan.refused("on", _("Choose a day of the class's school year."))
    _check_free(ctx, student_id, on)
    return found


def _check_free(ctx: Context, student_id: int, on: date) -> None:
    still = or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= on)
    busy = ctx.session.execute(plan.enrolments(ctx, student_id).where(still).limit(1)).first()
    if busy is not None:
        title = f"{busy.level}{busy.letter}"
        raise errors.Conflict(_("The pupil is in {title} on that day: move them.", title=title))


def _is_move(rows: Sequence[AnyRow]) -> bool:
    """Whether the newest enrolment continues the one before it."""
    return len(rows) > 1 and rows[1].end_reason in (
        EnrolmentEnd.TRANSFER,
        EnrolmentEnd.PROMOTION,
    )


def _is_new(ctx: Context, enrolment_id: int) -> bool:
    since = ctx.now - timedelta(days=movement.UNDO_DAYS)
    entered = select(event.c.id).where(
        event.c.subject == "enrolment", event.c.subject_id == enrolment_id,
        event.c.kind == SchoolEvent.STUDENT_ENROLLED, event.c.at >= since,
    )  # fmt: skip
    return ctx.session.execute(entered.limit(1)).first() is not None
