"""The journal page of a group and a term (страница журнала), and the groups one may open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import rules
from ediary_app.journal.models import Attendance, Mark, Work, WorkKind
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.models import (
    Assignment,
    Group,
    GroupMember,
    LevelPlan,
    Person,
    SchoolClass,
    SchoolYear,
    Subject,
    Term,
)
from ediary_app.school.policy import WHOLE_SCHOOL
from ediary_app.school.values import TERM_NAMES, TermKind
from ediary_app.timetable.models import Lesson

group, subject = Group.__table__, Subject.__table__  # type: ignore[attr-defined]
assignment, member = Assignment.__table__, GroupMember.__table__  # type: ignore[attr-defined]
year, term, plan = SchoolYear.__table__, Term.__table__, LevelPlan.__table__  # type: ignore[attr-defined]
school_class, person = SchoolClass.__table__, Person.__table__  # type: ignore[attr-defined]
lesson, mark, work = Lesson.__table__, Mark.__table__, Work.__table__  # type: ignore[attr-defined]
kind, attendance = WorkKind.__table__, Attendance.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class GroupChoice:
    """A group whose journal one may open."""

    id: int
    name: str
    subject: str
    year: str


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

    `columns`: (lesson id, date, slot, glyphs of its works). `rows`: (pupil id, name, mean).
    `cells`: (row, column, marks as text, attendance code); only cells that hold something.
    """

    group_id: int = 0
    title: str = ""
    subject: str = ""
    term_id: int = 0
    today: date | None = None
    terms: tuple[TermChoice, ...] = ()
    columns: tuple[tuple[int, str, int, str], ...] = ()
    rows: tuple[tuple[int, str, str], ...] = ()
    cells: tuple[tuple[int, int, str, str], ...] = ()


def readable_groups(ctx: Context) -> Select[tuple[int]]:
    """Groups the actor may read: taught ones, those of the own class, all for the office."""
    ids = select(group.c.id).where(group.c.school_id == ctx.school_id)
    if ctx.actor.role in WHOLE_SCHOOL or ctx.actor.is_system:
        return ids
    me = ctx.actor.person_id
    taught = select(assignment.c.group_id).where(assignment.c.teacher_id == me)
    own = select(school_class.c.id).where(school_class.c.class_teacher_id == me)
    return ids.where(or_(group.c.id.in_(taught), group.c.class_id.in_(own)))


@use_case(requires=Permission.JOURNAL_READ, writes=False)
def my_groups(ctx: Context, *, search: str = "", limit: int = 200) -> tuple[GroupChoice, ...]:
    """The groups whose journal the actor may open, this year's first."""
    rows = ctx.session.execute(
        select(group.c.id, group.c.name, subject.c.name.label("subject"), year.c.name.label("year"))
        .join(subject, subject.c.id == group.c.subject_id)
        .join(year, year.c.id == group.c.year_id)
        .where(group.c.id.in_(readable_groups(ctx)))
        .order_by(year.c.starts_on.desc(), group.c.level, group.c.name, subject.c.sort_key)
        .limit(2_000)
    )
    wanted = names.search_key(search)
    found = [
        GroupChoice(row.id, row.name, row.subject, row.year)
        for row in rows
        if wanted in names.search_key(row.name, row.subject)
    ]
    return tuple(found[:limit])


@use_case(requires=Permission.JOURNAL_READ, writes=False)
def journal_page(ctx: Context, *, group_id: int, term_id: int = 0) -> JournalPage:
    """A journal page; without a term the one that holds today, or the last begun."""
    found = ctx.session.execute(
        select(group.c.name, group.c.level, group.c.year_id, subject.c.name.label("subject"))
        .join(subject, subject.c.id == group.c.subject_id)
        .where(group.c.id == group_id, group.c.id.in_(readable_groups(ctx)))
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such journal page, or it is not yours."))
    terms = terms_of(ctx, found.year_id, found.level)
    chosen = chosen_term(terms, term_id, ctx.today)
    columns = _columns(ctx, group_id, chosen)
    places = {lesson_id: index for index, (lesson_id, *_rest) in enumerate(columns)}
    pupils = _pupils(ctx, group_id, chosen)
    cells, means = _cells(ctx, group_id, chosen, places, [p for p, _n in pupils])
    return JournalPage(
        group_id=group_id,
        title=found.name,
        subject=found.subject,
        term_id=chosen.id,
        today=ctx.today,
        terms=terms,
        columns=columns,
        rows=tuple((p, name, means.get(p, "")) for p, name in pupils),
        cells=cells,
    )


def terms_of(ctx: Context, year_id: int, level: int) -> tuple[TermChoice, ...]:
    """The terms of a level's year, in order."""
    rows = ctx.session.execute(
        select(term.c.id, term.c.kind, term.c.number, term.c.starts_on, term.c.ends_on)
        .join(plan, (plan.c.year_id == term.c.year_id) & (plan.c.term_kind == term.c.kind))
        .where(term.c.year_id == year_id, plan.c.level == level)
        .order_by(term.c.number)
    )
    return tuple(
        TermChoice(r.id, f"{r.number} {TERM_NAMES[TermKind(r.kind)]}", r.starts_on, r.ends_on)
        for r in rows
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
) -> tuple[tuple[int, str, int, str], ...]:
    span = lesson.c.date.between(chosen.starts_on, chosen.ends_on)
    glyphs: dict[int, list[str]] = defaultdict(list)
    for row in ctx.session.execute(
        select(work.c.lesson_id, kind.c.glyph, kind.c.weight)
        .join(kind, kind.c.id == work.c.kind_id)
        .join(lesson, lesson.c.id == work.c.lesson_id)
        .where(work.c.group_id == group_id, span)
        .order_by(work.c.id)
    ):
        glyphs[row.lesson_id].append(f"{row.glyph}·{rules.weight_text(row.weight)}")
    rows = ctx.session.execute(
        select(lesson.c.id, lesson.c.date, lesson.c.slot)
        .where(lesson.c.group_id == group_id, span)
        .order_by(lesson.c.date, lesson.c.slot)
    )
    return tuple((r.id, r.date.isoformat(), r.slot, " ".join(glyphs.get(r.id, ()))) for r in rows)


def _pupils(ctx: Context, group_id: int, chosen: TermChoice) -> list[tuple[int, str]]:
    rows = ctx.session.execute(
        select(person.c.id, person.c.family_name, person.c.given_name)
        .join(member, member.c.student_id == person.c.id)
        .where(
            member.c.group_id == group_id,
            member.c.starts_on <= chosen.ends_on,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= chosen.starts_on),
        )
        .order_by(person.c.sort_key, person.c.id)
        .distinct()
        .add_columns(person.c.sort_key)
    )
    return [(row.id, names.list_name(row.family_name, row.given_name)) for row in rows]


def _cells(
    ctx: Context,
    group_id: int,
    chosen: TermChoice,
    places: dict[int, int],
    pupils: list[int],
) -> tuple[tuple[tuple[int, int, str, str], ...], dict[int, str]]:
    lines = {student: index for index, student in enumerate(pupils)}
    texts: dict[tuple[int, int], str] = {}
    counted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    marks = ctx.session.execute(
        select(mark.c.student_id, mark.c.lesson_id, mark.c.value, kind.c.weight)
        .join(work, work.c.id == mark.c.work_id)
        .join(kind, kind.c.id == work.c.kind_id)
        .join(lesson, lesson.c.id == mark.c.lesson_id)
        .where(mark.c.group_id == group_id, mark.c.value.is_not(None),
               lesson.c.date.between(chosen.starts_on, chosen.ends_on))
        .order_by(mark.c.id)
    )  # fmt: skip
    for student, lesson_id, value, weight in marks:
        place = (lines.get(student, -1), places.get(lesson_id, -1))
        texts[place] = f"{texts[place]}/{value}" if place in texts else value
        if value.isdigit():
            counted[student].append((int(value), weight))
    codes: dict[tuple[int, int], str] = {}
    absences = ctx.session.execute(
        select(attendance.c.student_id, attendance.c.lesson_id, attendance.c.code)
        .join(lesson, lesson.c.id == attendance.c.lesson_id)
        .where(attendance.c.group_id == group_id, attendance.c.code.is_not(None),
               lesson.c.date.between(chosen.starts_on, chosen.ends_on))
    )  # fmt: skip
    for student, lesson_id, code in absences:
        codes[lines.get(student, -1), places.get(lesson_id, -1)] = code
    filled = sorted(place for place in texts.keys() | codes.keys() if min(place) >= 0)
    cells = tuple((r, c, texts.get((r, c), ""), codes.get((r, c), "")) for r, c in filled)
    return cells, {s: rules.mean_text(rules.weighted_mean(m)) for s, m in counted.items()}
