"""The journal page of a group and a term (страница журнала), and the groups one may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Exists, ScalarSelect, Select, exists, func, select

from ediary_app.access.context import Context
from ediary_app.access.prepared import prepared
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import rules
from ediary_app.journal.cells import PackedCode, PackedMark, codes_on, marks_on
from ediary_app.journal.columns import Column, PackedPupil, PackedWork, framed, kinds_of
from ediary_app.journal.policy import not_taken_off, readable_groups, sees_illness
from ediary_app.journal.values import MarkValue
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.models import Assignment, Group, LevelPlan, SchoolYear, Subject, Term
from ediary_app.school.values import TERM_NAMES, Marking, TermKind

group, subject = Group.__table__, Subject.__table__  # type: ignore[attr-defined]
assignment = Assignment.__table__  # type: ignore[attr-defined]
year, term, plan = SchoolYear.__table__, Term.__table__, LevelPlan.__table__  # type: ignore[attr-defined]
OVERLAP = timedelta(seconds=30)
"""News reaches back so far: an act that took long has an older moment than its commit."""


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

    `values`: the marks this group is given. `kinds`: (id, name, glyph, weight). `columns`:
    (lesson id, date, slot, why it cannot be filled: `future`, `cancelled`, `other` teacher's, or
    nothing). `works`: (column, kind id, number, title). `rows`: (pupil id, name, first day in the
    group, last day if it is over). `marks` and `codes`: see `cells`. `shape` changes when columns
    or rows do; `read_at` is the moment from which on `journal_news` tells the rest.
    """

    group_id: int = 0
    title: str = ""
    subject: str = ""
    term_id: int = 0
    is_marked: bool = True
    opens_lessons: bool = False
    today: date | None = None
    read_at: datetime | None = None
    shape: str = ""
    terms: tuple[TermChoice, ...] = ()
    values: tuple[str, ...] = ()
    kinds: tuple[tuple[int, str, str, int], ...] = ()
    columns: tuple[Column, ...] = ()
    works: tuple[PackedWork, ...] = ()
    rows: tuple[PackedPupil, ...] = ()
    marks: tuple[PackedMark, ...] = ()
    codes: tuple[PackedCode, ...] = ()


@dataclass(frozen=True)
class JournalNews:
    """What changed on a page since it was read: all its works, the newer marks and codes."""

    group_id: int = 0
    term_id: int = 0
    read_at: datetime | None = None
    shape: str = ""
    works: tuple[PackedWork, ...] = ()
    marks: tuple[PackedMark, ...] = ()
    codes: tuple[PackedCode, ...] = ()


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
    frame, places = framed(ctx, group_id, chosen.starts_on, chosen.ends_on, found)
    allowed = rules.allowed_values(Marking(found.marking))
    return JournalPage(
        group_id=group_id,
        title=found.name,
        subject=found.subject,
        term_id=chosen.id,
        is_marked=found.marking != Marking.NONE,
        opens_lessons=found.mine_from is not None and ctx.actor.may(Permission.LESSON_TEACH),
        today=ctx.today,
        read_at=ctx.now,
        shape=frame.shape,
        terms=terms,
        values=tuple(v.value for v in MarkValue if v in allowed),
        kinds=kinds_of(ctx, frame),
        columns=frame.columns,
        works=frame.works,
        rows=frame.rows,
        marks=marks_on(ctx, places),
        codes=codes_on(ctx, places),
    )


@use_case(requires=Permission.JOURNAL_READ, writes=False)
def journal_news(
    ctx: Context, *, group_id: int, term_id: int, since: datetime | None = None
) -> JournalNews:
    """What changed on a journal page since it was read; acts of a moment before may come again."""
    found = _group(ctx, group_id)
    terms = terms_of(ctx, found.year_id, found.level)
    chosen = chosen_term(terms, term_id, ctx.today)
    frame, places = framed(ctx, group_id, chosen.starts_on, chosen.ends_on, found)
    after = (since or ctx.now) - OVERLAP
    return JournalNews(
        group_id=group_id,
        term_id=chosen.id,
        read_at=ctx.now,
        shape=frame.shape,
        works=frame.works,
        marks=marks_on(ctx, places, after),
        codes=codes_on(ctx, places, after),
    )


def _taught_by(ctx: Context) -> Exists:
    """Whether the actor teaches the group."""
    return exists().where(
        assignment.c.group_id == group.c.id,
        assignment.c.teacher_id == ctx.actor.person_id,
        not_taken_off(ctx),
    )


def _mine(ctx: Context, day: ColumnElement[date]) -> ScalarSelect[date]:
    """The first or last day of the actor's teaching the group."""
    return (
        select(day)
        .where(
            assignment.c.group_id == group.c.id,
            assignment.c.teacher_id == ctx.actor.person_id,
            not_taken_off(ctx),
        )
        .scalar_subquery()
    )


def _group(ctx: Context, group_id: int) -> AnyRow:
    """The group with its subject, if the actor may read it."""
    found = ctx.row(*_wanted(ctx, group_id=group_id))
    if found is None:
        raise errors.NotFound(_("There is no such journal page, or it is not yours."))
    return found


@prepared
def _wanted(ctx: Context, *, group_id: int) -> Select[Any]:
    begins = func.min(assignment.c.starts_on)
    ends = func.max(func.coalesce(assignment.c.ends_on, date.max))
    return (
        select(
            group.c.name, group.c.level, group.c.year_id, group.c.marking,
            subject.c.name.label("subject"), _mine(ctx, begins).label("mine_from"),
            _mine(ctx, ends).label("mine_to"),
            sees_illness(ctx).label("sees_illness"),
        )
        .join(subject, subject.c.id == group.c.subject_id)
        .where(group.c.id == group_id, group.c.id.in_(readable_groups(ctx)))
    )  # fmt: skip


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
