"""The school as the plan sees it (снимок школы): read in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import FromClause, Select, func, or_, select

from ediary_app.access.context import Context
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.rollover import rules
from ediary_app.rollover.values import Choices, Pupil, Room, Snapshot, Span, Taught, Year
from ediary_app.school.models import (
    Assignment,
    Enrolment,
    Group,
    GroupMember,
    Holiday,
    LevelPlan,
    SchoolClass,
    SchoolYear,
    StaffMember,
    Subject,
    Term,
)
from ediary_app.school.values import GroupKind


def _table(model: Any) -> FromClause:
    found: FromClause = model.__table__
    return found


year, term, holiday, plan = map(_table, (SchoolYear, Term, Holiday, LevelPlan))
room, enrolment, group = map(_table, (SchoolClass, Enrolment, Group))
member, assignment, staff, subject = map(_table, (GroupMember, Assignment, StaffMember, Subject))


def year_to_turn(ctx: Context) -> Year:
    """The year begun last that has classes: the one that ends."""
    with_classes = select(room.c.id).where(room.c.year_id == year.c.id).exists()
    found = ctx.session.execute(
        _years(ctx).where(year.c.starts_on <= ctx.today, with_classes)
        .order_by(year.c.starts_on.desc()).limit(1)
    ).first()  # fmt: skip
    if found is None:
        raise errors.NotFound(_("There is no school year with classes yet."))
    return Year(*found)


def _years(ctx: Context) -> Select[Any]:
    return select(year.c.id, year.c.name, year.c.starts_on, year.c.ends_on).where(
        year.c.school_id == ctx.school_id
    )


def taken(ctx: Context, year_id: int, chosen: Choices) -> Snapshot:
    """The school's year and what the next one has already."""
    old = Year(*ctx.session.execute(_years(ctx).where(year.c.id == year_id)).one())
    following = ctx.session.execute(
        _years(ctx).where(year.c.starts_on > old.starts_on).order_by(year.c.starts_on).limit(1)
    ).first()
    target = Year(*following) if following else None
    ids = (old.id, target.id if target else 0)
    rooms, groups = _rooms(ctx, ids), _groups(ctx, old, ids)
    pupils, settled = _pupils(ctx, ids)
    day = rules.year_after(Snapshot(old, target), chosen).starts_on
    return Snapshot(
        old, target, _terms(ctx, old), _holidays(ctx, old), _plans(ctx, old),
        _has(ctx, ids[1]), rooms[0], rooms[1], pupils, settled, groups[0], groups[1],
        frozenset(ctx.session.scalars(
            select(subject.c.id).where(subject.c.school_id == ctx.school_id, subject.c.is_archived)
        )),
        frozenset(ctx.session.scalars(select(staff.c.person_id).where(
            staff.c.school_id == ctx.school_id,
            or_(staff.c.left_on.is_(None), staff.c.left_on > day),
        ))),
    )  # fmt: skip


def _terms(ctx: Context, old: Year) -> tuple[Span, ...]:
    rows = ctx.session.execute(
        select(term).where(term.c.year_id == old.id).order_by(term.c.kind, term.c.number)
    )
    return tuple(
        Span(f"{r.kind}:{r.number}", r.starts_on, r.ends_on, r.kind, r.number) for r in rows
    )


def _holidays(ctx: Context, old: Year) -> tuple[Span, ...]:
    rows = ctx.session.execute(
        select(holiday)
        .where(holiday.c.year_id == old.id)
        .order_by(holiday.c.starts_on, holiday.c.id)
    )
    return tuple(
        Span(r.name, r.starts_on, r.ends_on, level_from=r.level_from, level_to=r.level_to)
        for r in rows
    )


def _plans(ctx: Context, old: Year) -> tuple[tuple[int, str], ...]:
    rows = ctx.session.execute(
        select(plan.c.level, plan.c.term_kind)
        .where(plan.c.year_id == old.id)
        .order_by(plan.c.level)
    )
    return tuple((r.level, r.term_kind) for r in rows)


def _has(ctx: Context, target_id: int) -> frozenset[str]:
    """Which parts of the calendar the next year has already."""
    counted = [
        select(func.count()).select_from(t).where(t.c.year_id == target_id).scalar_subquery()
        for t in (term, holiday, plan)
    ]
    row = ctx.session.execute(select(*counted)).one()
    names = ("term", "holiday", "level_plan")
    return frozenset(name for name, n in zip(names, row, strict=True) if n)


def _rooms(ctx: Context, ids: tuple[int, int]) -> tuple[tuple[Room, ...], tuple[Room, ...]]:
    rows = ctx.session.execute(
        select(room).where(room.c.year_id.in_(ids)).order_by(room.c.level, room.c.letter)
    ).all()
    made = [(r.year_id, Room(r.id, r.level, r.letter, r.class_teacher_id, r.shift, r.days_a_week))
            for r in rows]  # fmt: skip
    old, new = ([room for of, room in made if of == one] for one in ids)
    return tuple(old), tuple(new)


def _pupils(ctx: Context, ids: tuple[int, int]) -> tuple[tuple[Pupil, ...], frozenset[int]]:
    """Open enrolments of the old year, and who is in a class of the next."""
    rows = ctx.session.execute(
        select(enrolment.c.id, enrolment.c.student_id, enrolment.c.class_id,
               enrolment.c.starts_on, enrolment.c.ends_on, room.c.year_id)
        .join(room, room.c.id == enrolment.c.class_id)
        .where(room.c.year_id.in_(ids))
        .order_by(enrolment.c.id)
    ).all()  # fmt: skip
    pupils = [Pupil(*r[:4]) for r in rows if r.year_id == ids[0] and r.ends_on is None]
    return tuple(pupils), frozenset(r.student_id for r in rows if r.year_id == ids[1])


def _groups(
    ctx: Context, old: Year, ids: tuple[int, int]
) -> tuple[tuple[Taught, ...], tuple[Taught, ...]]:
    teachers, members = _teachers(ctx, old, ids), _members(ctx, old)
    rows = ctx.session.execute(
        select(group).where(group.c.year_id.in_(ids)).order_by(group.c.level, group.c.id)
    ).all()
    made = [(r.year_id, _taught(r, teachers, members)) for r in rows]
    return tuple(g for y, g in made if y == ids[0]), tuple(g for y, g in made if y == ids[1])


def _taught(
    row: AnyRow, teachers: dict[int, list[tuple[int, bool]]], members: dict[int, list[int]]
) -> Taught:
    return Taught(
        row.id, row.subject_id, row.class_id, row.level, row.name, row.kind, row.marking,
        row.weekly_hours, tuple(teachers.get(row.id, ())), tuple(members.get(row.id, ())),
    )  # fmt: skip


def _teachers(ctx: Context, old: Year, ids: tuple[int, int]) -> dict[int, list[tuple[int, bool]]]:
    """Who teaches each group to the end of its year."""
    last = assignment.c.ends_on
    rows = ctx.session.execute(
        select(assignment.c.group_id, assignment.c.teacher_id, assignment.c.is_main)
        .join(group, group.c.id == assignment.c.group_id)
        .where(group.c.year_id.in_(ids), or_(last.is_(None), last >= old.ends_on))
        .order_by(assignment.c.id)
    )
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    for row in rows:
        found[row.group_id].setdefault(row.teacher_id, row.is_main)
    return {group_id: list(of.items()) for group_id, of in found.items()}


def _members(ctx: Context, old: Year) -> dict[int, list[int]]:
    """The pupils of the groups that are not whole classes, to the end of the year."""
    last = member.c.ends_on
    rows = ctx.session.execute(
        select(member.c.group_id, member.c.student_id)
        .join(group, group.c.id == member.c.group_id)
        .where(
            group.c.year_id == old.id, group.c.kind != GroupKind.WHOLE_CLASS.value,
            or_(last.is_(None), last >= old.ends_on),
        )
        .order_by(member.c.id)
    )  # fmt: skip
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        found[row.group_id].append(row.student_id)
    return found
