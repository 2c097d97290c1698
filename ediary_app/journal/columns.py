"""The frame of a journal page (сетка страницы): its lessons, works and pupils, in order."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.prepared import prepared
from ediary_app.access.values import Permission
from ediary_app.journal.cells import Places, places_of
from ediary_app.journal.models import Work, WorkKind
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.school import names
from ediary_app.school.models import GroupMember, Person
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState

member, person = GroupMember.__table__, Person.__table__  # type: ignore[attr-defined]
lesson, work = Lesson.__table__, Work.__table__  # type: ignore[attr-defined]
kind = WorkKind.__table__  # type: ignore[attr-defined]

Column = tuple[int, str, int, str]
"""Lesson id, date, number in the day, why it cannot be filled (or nothing)."""
PackedWork = tuple[int, int, int, str]
"""Column of its lesson, kind id, number, title."""
PackedPupil = tuple[int, str, str, str]
"""Pupil id, name, first day in the group, last day if it is over."""


@dataclass(frozen=True)
class Frame:
    """Columns and rows of a page, and a word that changes when they do."""

    columns: tuple[Column, ...]
    works: tuple[PackedWork, ...]
    rows: tuple[PackedPupil, ...]
    shape: str


def framed(
    ctx: Context, group_id: int, first: date, last: date, found: AnyRow
) -> tuple[Frame, Places]:
    """The lessons, works and pupils of a group's term, and where each of them stands."""
    lessons = ctx.rows(*_lessons(group_id=group_id, first=first, last=last))
    ids = [row.id for row in lessons]
    works = ctx.rows(_WORKS, {"lessons": ids})
    pupils = ctx.rows(*_pupils(group_id=group_id, first=first, last=last))
    places = places_of(
        group_id, [p.id for p in pupils], ids, [w.id for w in works],
        sees_illness=found.sees_illness,
    )  # fmt: skip
    columns = tuple((r.id, r.date.isoformat(), r.slot, _lock(ctx, r, found)) for r in lessons)
    rows = tuple(_row(pupil, ctx.today) for pupil in pupils)
    packed = tuple((places.columns[w.lesson_id], w.kind_id, w.number, w.title) for w in works)
    shape = f"{zlib.crc32(repr((columns, rows)).encode()):x}"
    return Frame(columns, packed, rows, shape), places


def _lock(ctx: Context, row: AnyRow, found: AnyRow) -> str:
    """Why the reader cannot fill a lesson; the server refuses it in any case."""
    if row.state == LessonState.CANCELLED:
        return "cancelled"
    is_mine = found.mine_from is not None and found.mine_from <= row.date <= found.mine_to
    teaches = ctx.actor.may(Permission.LESSON_TEACH)
    if not teaches or not (is_mine or row.teacher_id == ctx.actor.person_id):
        return "other"
    return "future" if row.date > ctx.today else ""


def _row(pupil: AnyRow, today: date) -> PackedPupil:
    last = pupil.last_day.isoformat() if pupil.last_day < today else ""
    name = names.list_name(pupil.family_name, pupil.given_name)
    return pupil.id, name, pupil.first_day.isoformat(), last


def kinds_of(ctx: Context, frame: Frame) -> tuple[tuple[int, str, str, int], ...]:
    """The kinds of work one may choose, in the school's order, and those already used here."""
    used = {work_[1] for work_ in frame.works}
    rows = ctx.rows(*_kinds(ctx))
    return tuple(
        (row.id, row.name, row.glyph, row.weight)
        for row in rows
        if not row.is_archived or row.id in used
    )


@prepared
def _kinds(ctx: Context) -> Select[Any]:
    return (
        select(kind.c.id, kind.c.name, kind.c.glyph, kind.c.weight, kind.c.is_archived)
        .where(kind.c.school_id == ctx.school_id)
        .order_by(kind.c.is_archived, kind.c.position, kind.c.id)
    )


_WORKS = (
    select(work.c.id, work.c.lesson_id, work.c.kind_id, work.c.number, work.c.title)
    .where(among(work.c.lesson_id, "lessons"))
    .order_by(work.c.id)
)


@prepared
def _lessons(*, group_id: int, first: date, last: date) -> Select[Any]:
    return (
        select(lesson.c.id, lesson.c.date, lesson.c.slot, lesson.c.state, lesson.c.teacher_id)
        .where(lesson.c.group_id == group_id, lesson.c.date.between(first, last))
        .order_by(lesson.c.date, lesson.c.slot)
    )


@prepared
def _pupils(*, group_id: int, first: date, last: date) -> Select[Any]:
    """The members of the term, in the alphabet's order, each once, with their days."""
    return (
        select(
            person.c.id, person.c.family_name, person.c.given_name,
            func.min(member.c.starts_on).label("first_day"),
            func.max(func.coalesce(member.c.ends_on, date.max)).label("last_day"),
        )
        .join(member, member.c.student_id == person.c.id)
        .where(
            member.c.group_id == group_id,
            member.c.starts_on <= last,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= first),
        )
        .group_by(person.c.id, person.c.family_name, person.c.given_name, person.c.sort_key)
        .order_by(person.c.sort_key, person.c.id)
    )  # fmt: skip
