"""A person's card (карточка человека): what the school knows of them, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import directory, kin, movement, names, policy, standing
from ediary_app.school.models import Assignment, Group, GroupMember, Subject
from ediary_app.school.roster import (
    ClassChoice,
    in_force,
    person,
    school_class,
    staff,
    student,
)
from ediary_app.school.values import END_NAMES, FieldOwner

group, subject = Group.__table__, Subject.__table__  # type: ignore[attr-defined]
member, assignment = GroupMember.__table__, Assignment.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class InGroup:
    """A teaching group and the time in it; `until` is None while it lasts."""

    title: str
    since: date
    until: date | None


@dataclass(frozen=True)
class ToldStay:
    """A time in a class as the story tells it; `ending` says in words why it ended."""

    class_name: str
    since: date
    until: date | None
    order_number: str
    ending: str
    end_order: str


@dataclass(frozen=True)
class PupilPart:
    """What a card says of a pupil."""

    class_name: str = ""
    is_enrolled: bool = False
    file_number: str = ""
    groups: tuple[InGroup, ...] = ()
    guardians: tuple[kin.Kin, ...] = ()
    stays: tuple[ToldStay, ...] = ()
    other_classes: tuple[ClassChoice, ...] = ()
    may_undo: bool = False


@dataclass(frozen=True)
class StaffPart:
    """What a card says of a member of staff: post, classes led, groups taught."""

    post: str = ""
    left_on: date | None = None
    leads: tuple[str, ...] = ()
    taught: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonCard:
    """A person's card; the parts of what a person is not are empty."""

    id: int = 0
    name: str = ""
    who: str = ""
    birth_date: date | None = None
    is_student: bool = False
    is_staff: bool = False
    pupil: PupilPart = field(default_factory=PupilPart)
    work: StaffPart = field(default_factory=StaffPart)
    children: tuple[kin.Kin, ...] = ()
    may_manage: bool = False


@use_case(requires=Permission.PEOPLE_READ, writes=False)
def person_card(ctx: Context, *, person_id: int) -> PersonCard:
    """The card of somebody the actor looks after."""
    row, children = known_person(ctx, person_id)
    known = standing.of_people(ctx, [person_id])
    return PersonCard(
        id=row.id,
        name=names.full_name(row.family_name, row.given_name, row.middle_name),
        who=known.words(person_id),
        birth_date=row.birth_date if row.is_kept else None,
        is_student=row.is_kept,
        is_staff=row.is_staff,
        pupil=_pupil(ctx, row, known.stays.get(row.id)) if row.is_kept else PupilPart(),
        work=_work(ctx, row) if row.is_staff else StaffPart(),
        children=children,
        may_manage=ctx.actor.may(Permission.PEOPLE_MANAGE),
    )


def known_person(ctx: Context, person_id: int) -> tuple[AnyRow, tuple[kin.Kin, ...]]:
    """Somebody the actor looks after, and the children they represent; else `NotFound`."""
    row = _person(ctx, person_id)
    children = kin.children_of(ctx, person_id)
    if not (row.is_kept or children or row.is_staff):
        raise errors.NotFound(_("There is no such person in your school, or not for you to see."))
    return row, children


def owners_of(row: AnyRow, children: tuple[kin.Kin, ...]) -> tuple[FieldOwner, ...]:
    """Which fields of the school's own a card has: one may be several things."""
    is_one = {FieldOwner.STUDENT: row.is_kept, FieldOwner.GUARDIAN: bool(children),
              FieldOwner.STAFF: row.is_staff}  # fmt: skip
    return tuple(owner for owner, holds in is_one.items() if holds)


def _person(ctx: Context, person_id: int) -> AnyRow:
    kept = person.c.id.in_(policy.kept_students(ctx))
    works = staff.c.person_id.is_not(None) if policy.keeps_school(ctx) else person.c.id.is_(None)
    found = ctx.session.execute(
        select(
            person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name,
            person.c.birth_date, student.c.file_number, staff.c.post, staff.c.left_on,
            kept.label("is_kept"), works.label("is_staff"),
        )
        .outerjoin(student, student.c.person_id == person.c.id)
        .outerjoin(staff, staff.c.person_id == person.c.id)
        .where(person.c.id == person_id, person.c.school_id == ctx.school_id)
    ).first()  # fmt: skip
    if found is None:
        raise errors.NotFound(_("There is no such person in your school, or not for you to see."))
    return found


def _pupil(ctx: Context, row: AnyRow, last: AnyRow | None) -> PupilPart:
    lasts = last is not None and (last.ends_on is None or last.ends_on >= ctx.today)
    manages = ctx.actor.may(Permission.PEOPLE_MANAGE)
    others = directory.classes(ctx) if manages else ()
    return PupilPart(
        class_name=f"{last.level}{last.letter}" if last is not None else "",
        is_enrolled=lasts,
        file_number=row.file_number or "",
        groups=_groups(ctx, row.id),
        guardians=kin.guardians_of(ctx, row.id),
        stays=tuple(_told(stay) for stay in movement.stays(ctx, row.id)),
        other_classes=tuple(c for c in others if last is not None and c.id != last.class_id),
        may_undo=manages and movement.has_movement_to_undo(ctx, row.id),
    )


def _told(stay: movement.Stay) -> ToldStay:
    ending = str(END_NAMES[stay.reason]) if stay.reason else ""
    return ToldStay(
        stay.class_name, stay.since, stay.until, stay.order_number, ending, stay.end_order
    )


def _groups(ctx: Context, student_id: int) -> tuple[InGroup, ...]:
    """The groups one is in or will be, by the subject's name."""
    rows = ctx.session.execute(
        select(group.c.name, subject.c.name.label("title"), member.c.starts_on, member.c.ends_on)
        .select_from(member)
        .join(group, group.c.id == member.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(
            member.c.student_id == student_id,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= ctx.today),
        )
        .order_by(subject.c.sort_key, group.c.name, member.c.starts_on)
    )
    return tuple(InGroup(f"{r.title}, {r.name}", r.starts_on, r.ends_on) for r in rows)


def _work(ctx: Context, row: AnyRow) -> StaffPart:
    led = ctx.session.execute(
        select(school_class.c.level, school_class.c.letter)
        .where(
            school_class.c.class_teacher_id == row.id,
            school_class.c.id.in_([choice.id for choice in directory.classes(ctx)]),
        )
        .order_by(school_class.c.level, school_class.c.letter)
    )
    taught: Any = ctx.session.execute(
        select(subject.c.name, group.c.name)
        .select_from(assignment)
        .join(group, group.c.id == assignment.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(assignment.c.teacher_id == row.id, in_force(ctx, assignment))
        .order_by(subject.c.sort_key, group.c.level, group.c.name)
    )
    return StaffPart(
        post=row.post or "",
        left_on=row.left_on,
        leads=tuple(f"{level}{letter}" for level, letter in led),
        taught=tuple(f"{title}, {name}" for title, name in taught),
    )
