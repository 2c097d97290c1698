"""The journal page of a group and a term (страница журнала), and the groups one may open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Exists, Select, exists, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.prepared import prepared
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import rules
from ediary_app.journal.cells import Sums, sums_of
from ediary_app.journal.models import Work, WorkKind
from ediary_app.journal.policy import not_taken_off, readable_groups, sees_illness
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.models import (
    Assignment,
    Group,
    GroupMember,
    LevelPlan,
    Person,
    SchoolYear,
    Subject,
    Term,
)
from ediary_app.school.values import TERM_NAMES, Marking, TermKind
from ediary_app.timetable.models import Lesson

group, subject = Group.__table__, Subject.__table__  # type: ignore[attr-defined]
member, person = GroupMember.__table__, Person.__table__  # type: ignore[attr-defined]
assignment = Assignment.__table__  # type: ignore[attr-defined]
year, term, plan = SchoolYear.__table__, Term.__table__, LevelPlan.__table__  # type: ignore[attr-defined]
lesson, work = Lesson.__table__, Work.__table__  # type: ignore[attr-defined]
kind = WorkKind.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class GroupChoice:
    """A group whose journal one may open."""

    id: int
    name: str
    subject: str
    year: str
    is_mine: bool = False


@dataclass(frozen=True)
class GroupChoices:
    """One page of the groups that fit a search, and how many fit in all."""

    items: tuple[GroupChoice, ...] = ()
    total: int = 0
    search: str = ""


@dataclass(frozen=True)
class TermChoice:
    """A term of the group's level."""

    id: int
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class JournalPage:
    """Group × term, packed for the screen.

    `columns`: (lesson id, date, slot, glyphs of its works). `rows`: (pupil id, name, mean, how
    many marks, how many lessons missed, last day in the group if it is over). `cells`: (row,
    column, marks as text, attendance code, whether a comment stands there); only filled ones.
    """

    group_id: int = 0
    title: str = ""
    subject: str = ""
    term_id: int = 0
    is_marked: bool = True
    opens_lessons: bool = False
    today: date | None = None
    terms: tuple[TermChoice, ...] = ()
    columns: tuple[tuple[int, str, int, str], ...] = ()
    rows: tuple[tuple[int, str, str, int, int, str], ...] = ()
    cells: tuple[tuple[int, int, str, str, bool], ...] = ()


@use_case(requires=Permission.JOURNAL_READ, writes=False)
def my_groups(ctx: Context, *, search: str = "", limit: int = 30) -> GroupChoices:
    """The groups whose journal the actor may open: this year's first, the own ones before others.

    Every word of the search must occur in the group's name, its subject or its year.
    """
    mine = _taught_by(ctx)
    rows = ctx.session.execute(
        select(
            group.c.id, group.c.name, subject.c.name.label("subject"),
            year.c.name.label("year"), mine.label("is_mine"),
        )
        .join(subject, subject.c.id == group.c.subject_id)
        .join(year, year.c.id == group.c.year_id)
        .where(group.c.id.in_(readable_groups(ctx)))
        .order_by(year.c.starts_on.desc(), mine.desc(), group.c.level, group.c.name,
                  subject.c.sort_key)
        .limit(5_000)
    )  # fmt: skip
    words = names.search_key(search).split()
    found = [
        GroupChoice(row.id, row.name, row.subject, row.year, bool(row.is_mine))
        for row in rows
        if all(word in names.search_key(row.name, row.subject, row.year) for word in words)
    ]
    return GroupChoices(tuple(found[: max(1, min(limit, 300))]), len(found), search)


@use_case(requires=Permission.JOURNAL_READ, writes=False)
def journal_page(ctx: Context, *, group_id: int, term_id: int = 0) -> JournalPage:
    """A journal page; without a term the one that holds today, or the last begun."""
    found = _group(ctx, group_id)
    terms = terms_of(ctx, found.year_id, found.level)
    chosen = chosen_term(terms, term_id, ctx.today)
    columns, weights = _columns(ctx, group_id, chosen)
    first, last = chosen.starts_on, chosen.ends_on
    pupils = ctx.rows(*_pupils(group_id=group_id, first=first, last=last))
    sees = found.sees_illness
    sums = sums_of(ctx, group_id, [c[0] for c in columns], weights, sees_illness=sees)
    return JournalPage(
        group_id=group_id,
        title=found.name,
        subject=found.subject,
        term_id=chosen.id,
        is_marked=found.marking != Marking.NONE,
        opens_lessons=found.is_mine and ctx.actor.may(Permission.LESSON_TEACH),
        today=ctx.today,
        terms=terms,
        columns=columns,
        rows=tuple(_row(pupil, sums, ctx.today) for pupil in pupils),
        cells=sums.cells([pupil.id for pupil in pupils]),
    )


def _taught_by(ctx: Context) -> Exists:
    """Whether the actor teaches the group."""
    return exists().where(
        assignment.c.group_id == group.c.id,
        assignment.c.teacher_id == ctx.actor.person_id,
        not_taken_off(ctx),
    )


def _group(ctx: Context, group_id: int) -> AnyRow:
    """The group with its subject, if the actor may read it."""
    found = ctx.row(*_wanted(ctx, group_id=group_id))
    if found is None:
        raise errors.NotFound(_("There is no such journal page, or it is not yours."))
    return found


@prepared
def _wanted(ctx: Context, *, group_id: int) -> Select[Any]:
    return (
        select(
            group.c.name, group.c.level, group.c.year_id, group.c.marking,
            subject.c.name.label("subject"), _taught_by(ctx).label("is_mine"),
            sees_illness(ctx).label("sees_illness"),
        )
        .join(subject, subject.c.id == group.c.subject_id)
        .where(group.c.id == group_id, group.c.id.in_(readable_groups(ctx)))
    )  # fmt: skip


def _row(pupil: AnyRow, sums: Sums, today: date) -> tuple[int, str, str, int, int, str]:
    left = pupil.last_day < today
    return (
        pupil.id,
        names.list_name(pupil.family_name, pupil.given_name),
        sums.mean_text(pupil.id),
        sums.mark_count(pupil.id),
        sums.missed[pupil.id],
        pupil.last_day.isoformat() if left else "",
    )


def terms_of(ctx: Context, year_id: int, level: int) -> tuple[TermChoice, ...]:
    """The terms of a level's year, in order."""
    rows = ctx.rows(*_terms(year_id=year_id, level=level))
    return tuple(
        TermChoice(
            r.id, str(TERM_NAMES[TermKind(r.kind)]).format(n=r.number), r.starts_on, r.ends_on
        )
        for r in rows
    )


@prepared
def _terms(*, year_id: int, level: int) -> Select[Any]:
    return (
        select(term.c.id, term.c.kind, term.c.number, term.c.starts_on, term.c.ends_on)
        .join(plan, (plan.c.year_id == term.c.year_id) & (plan.c.term_kind == term.c.kind))
        .where(term.c.year_id == year_id, plan.c.level == level)
        .order_by(term.c.number)
    )


def chosen_term(terms: tuple[TermChoice, ...], term_id: int, today: date) -> TermChoice:
    """The wanted term, or the one that holds today, or the last begun, or the first."""
    if not terms:
        raise errors.NotFound(_("No terms are set for this level. Ask the deputy head."))
    wanted = [t for t in terms if t.id == term_id]
    holding = [t for t in terms if t.starts_on <= today <= t.ends_on]
    begun = [t for t in terms if t.starts_on <= today]
    return (wanted or holding or begun[-1:] or list(terms[:1]))[0]


def _columns(
    ctx: Context, group_id: int, chosen: TermChoice
) -> tuple[tuple[tuple[int, str, int, str], ...], dict[int, int]]:
    """The lessons of the term with the glyphs of their works, and the weight of each work."""
    first, last = chosen.starts_on, chosen.ends_on
    rows = ctx.rows(*_lessons(group_id=group_id, first=first, last=last))
    works = ctx.rows(_WORKS, {"lessons": [r.id for r in rows]})
    glyphs: dict[int, list[str]] = defaultdict(list)
    for row in works:
        glyphs[row.lesson_id].append(f"{row.glyph}·{rules.weight_text(row.weight)}")
    columns = tuple(
        (r.id, r.date.isoformat(), r.slot, " ".join(glyphs.get(r.id, ()))) for r in rows
    )
    return columns, {row.id: row.weight for row in works}


_WORKS = (
    select(work.c.id, work.c.lesson_id, kind.c.glyph, kind.c.weight)
    .join(kind, kind.c.id == work.c.kind_id)
    .where(among(work.c.lesson_id, "lessons"))
    .order_by(work.c.id)
)


@prepared
def _lessons(*, group_id: int, first: date, last: date) -> Select[Any]:
    return (
        select(lesson.c.id, lesson.c.date, lesson.c.slot)
        .where(lesson.c.group_id == group_id, lesson.c.date.between(first, last))
        .order_by(lesson.c.date, lesson.c.slot)
    )


@prepared
def _pupils(*, group_id: int, first: date, last: date) -> Select[Any]:
    """The members of the term, in the alphabet's order, each once, with the day they left."""
    return (
        select(
            person.c.id, person.c.family_name, person.c.given_name,
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
