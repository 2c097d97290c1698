"""What a movement will change (что изменит перевод или выбытие), and what forbids it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.school.models import (
    Enrolment,
    Group,
    GroupMember,
    SchoolClass,
    SchoolYear,
    Subject,
)
from ediary_app.school.values import LEAVING, EnrolmentEnd, GroupKind

enrolment = Enrolment.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]
group = Group.__table__  # type: ignore[attr-defined]
subject = Subject.__table__  # type: ignore[attr-defined]
school_class = SchoolClass.__table__  # type: ignore[attr-defined]
year = SchoolYear.__table__  # type: ignore[attr-defined]

ORDER_LENGTH, YEAR_DAYS = 32, 400
DAY = timedelta(days=1)


@dataclass(frozen=True)
class MovePreview:
    """What a movement will do: the last day in the old class, groups that end, groups that begin.

    `into` is empty when the pupil leaves the school.
    """

    out_of: str = ""
    last_day: date | None = None
    into: str = ""
    first_day: date | None = None
    ending: tuple[str, ...] = ()
    beginning: tuple[str, ...] = ()


@use_case(requires=Permission.PEOPLE_MANAGE, writes=False)
def move_preview(
    ctx: Context, *, student_id: int, class_id: int, on: date, order_number: str = ""
) -> MovePreview:
    """What a move to another class from a day on will change."""
    check_order(order_number)
    old = present(ctx, student_id, last_day_before(ctx, on), "on")
    new = other_class(ctx, old, class_id)
    ending = _titles(ctx, _memberships(old, on).where(group.c.class_id == old.class_id))
    beginning = _titles(ctx, whole_groups(class_id, group.c.name, subject.c.name))
    return MovePreview(_title(old), on - DAY, _title(new), on, ending=ending, beginning=beginning)


@use_case(requires=Permission.PEOPLE_MANAGE, writes=False)
def leave_preview(
    ctx: Context,
    *,
    student_id: int,
    last_day: date,
    reason: EnrolmentEnd = EnrolmentEnd.LEFT,
    order_number: str = "",
) -> MovePreview:
    """What changes when the pupil leaves the school after a day."""
    check_leaving(ctx, last_day, reason, order_number)
    old = present(ctx, student_id, last_day, "last_day")
    return MovePreview(
        _title(old), last_day, ending=_titles(ctx, _memberships(old, last_day + DAY))
    )


def refused(field: str, reason: LazyText) -> errors.Invalid:
    """A refusal that belongs to one field of the form."""
    return errors.Invalid(reason, fields={field: reason})


def check_order(order_number: str) -> None:
    """An order's number fits its place."""
    if len(order_number) > ORDER_LENGTH:
        raise refused("order_number", _("At most {n} characters.", n=ORDER_LENGTH))


def check_leaving(ctx: Context, last_day: date, reason: EnrolmentEnd, order_number: str) -> None:
    """A leaving has a reason that leads out of the school, and a day that may be meant."""
    if reason not in LEAVING:
        raise refused("reason", _("Choose why the pupil leaves."))
    check_order(order_number)
    check_day(ctx, last_day, "last_day")


def check_day(ctx: Context, on: date, field: str) -> None:
    """A day near enough to be meant."""
    if abs((on - ctx.today).days) > YEAR_DAYS:
        raise refused(field, _("Choose a day of this school year."))


def last_day_before(ctx: Context, on: date) -> date:
    """The last day in the old class when the first one in the new is known."""
    check_day(ctx, on, "on")
    return on - DAY


def present(ctx: Context, student_id: int, last_day: date, field: str) -> AnyRow:
    """The enrolment of a pupil of this school that can end with this day."""
    found = ctx.session.execute(
        enrolments(ctx, student_id)
        .where(or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on > last_day))
        .limit(1)
    ).first()
    if found is None:
        raise errors.NotFound(_("The pupil is in no class of this school on that day."))
    if found.starts_on > last_day:
        since = found.starts_on.strftime("%d.%m.%Y")
        raise refused(
            field, _("The pupil is in this class since {day}: choose a later day.", day=since)
        )
    if last_day > found.year_ends_on:
        raise refused(field, _("Choose a day of this school year."))
    return found


def enrolments(ctx: Context, student_id: int) -> Select[Any]:
    """The enrolments of a pupil in this school, the newest first."""
    return (
        select(
            enrolment.c.id, enrolment.c.student_id, enrolment.c.class_id, enrolment.c.starts_on,
            enrolment.c.ends_on, school_class.c.year_id, school_class.c.level,
            school_class.c.letter, year.c.ends_on.label("year_ends_on"),
        )
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .join(year, year.c.id == school_class.c.year_id)
        .where(enrolment.c.student_id == student_id, enrolment.c.school_id == ctx.school_id)
        .order_by(enrolment.c.starts_on.desc(), enrolment.c.id.desc())
    )  # fmt: skip


def other_class(ctx: Context, old: AnyRow, class_id: int) -> AnyRow:
    """Another class of the same year of this school, to move to."""
    found = ctx.session.execute(
        select(school_class.c.id, school_class.c.level, school_class.c.letter).where(
            school_class.c.id == class_id,
            school_class.c.id != old.class_id,
            school_class.c.school_id == ctx.school_id,
            school_class.c.year_id == old.year_id,
        )
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no other class of this name in the year."))
    return found


def whole_groups(class_id: int, *columns: Any) -> Select[Any]:
    """The groups that everybody of a class is in."""
    return (
        select(*columns)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(group.c.class_id == class_id, group.c.kind == GroupKind.WHOLE_CLASS.value)
    )


def _memberships(old: AnyRow, first_day_out: date) -> Select[Any]:
    """The groups of the year in which the pupil still is on a day."""
    return (
        select(group.c.name, subject.c.name)
        .select_from(member)
        .join(group, group.c.id == member.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(
            member.c.student_id == old.student_id,
            group.c.year_id == old.year_id,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= first_day_out),
        )
    )


def _titles(ctx: Context, found: Select[Any]) -> tuple[str, ...]:
    rows = ctx.session.execute(found.order_by(subject.c.sort_key, group.c.name))
    return tuple(f"{title}, {name}" for name, title in rows)


def _title(row: AnyRow) -> str:
    return f"{row.level}{row.letter}"
