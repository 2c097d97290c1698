"""What the wizard shows (предпросмотр перевода): choices, plan, differences, progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from ediary_app.access.context import Context
from ediary_app.access.models import Account
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs.policy import job_table
from ediary_app.jobs.values import LIVE, JobState
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import LazyText, _, ngettext
from ediary_app.rollover import drafts, lines, rules, snapshot, undo
from ediary_app.rollover.carrying import ENDS
from ediary_app.rollover.snapshot import staff, subject
from ediary_app.rollover.values import (
    CHOSEN_WAYS,
    WAY_NAMES,
    Choices,
    Fate,
    Plan,
    Reason,
    RolloverState,
    Snapshot,
    Way,
)
from ediary_app.rollover.views import Choice, ClassSheet, Desk, OwnLine, PupilLine, Total
from ediary_app.school import names
from ediary_app.school.models import Person

account = Account.__table__  # type: ignore[attr-defined]
person = Person.__table__  # type: ignore[attr-defined]
LEFT_SHOWN = 300


@use_case(requires=Permission.YEAR_TURN, writes=False)
def desk(ctx: Context) -> Desk:
    """The whole wizard of the year that ends."""
    year = snapshot.year_to_turn(ctx)
    row = drafts.newest(ctx, year.id)
    chosen = drafts.choices_in(row)
    school = snapshot.taken(ctx, year.id, chosen)
    plan = rules.plan_of(school, chosen)
    teachers = _teachers(ctx)
    titles = {one.id: one.title for one in teachers}
    return Desk(
        year_name=year.name, year_ends_on=year.ends_on, next_name=plan.year.name,
        starts_on=plan.year.starts_on, ends_on=plan.year.ends_on,
        leaving_on=chosen.leaving_on or year.ends_on, order_number=chosen.order_number,
        is_open=plan.year.id > 0, is_early=ctx.today < year.ends_on,
        terms=lines.terms(plan), holidays=lines.holidays(plan),
        classes=lines.classes(school, chosen, plan),
        first_letters=", ".join(rules.first_letters(school, chosen)), teachers=teachers,
        made_classes=lines.new_classes(plan, titles),
        own=_own_lines(ctx, school, chosen, plan), totals=_totals(plan),
        warnings=_warnings(ctx, school, plan), left=lines.left(plan, _subjects(ctx))[:LEFT_SHOWN],
        left_count=len(plan.left), moving=sum(f.way in ENDS for f in plan.fates),
        **_progress(ctx, row),
    )  # fmt: skip


@use_case(requires=Permission.YEAR_TURN, writes=False)
def class_sheet(ctx: Context, *, class_id: int) -> ClassSheet:
    """The pupils of a class, each with the way chosen for them."""
    year = snapshot.year_to_turn(ctx)
    chosen = drafts.choices_in(drafts.newest(ctx, year.id))
    school = snapshot.taken(ctx, year.id, chosen)
    plan = rules.plan_of(school, chosen)
    room = next((c for c in school.classes if c.id == class_id), None)
    if room is None:
        raise errors.NotFound(_("There is no such class in the year."))
    fates = [f for f in plan.fates if f.pupil.class_id == class_id]
    people = _people(ctx, [f.pupil.student_id for f in fates])
    by_id = {f.pupil.student_id: f for f in fates}
    return ClassSheet(
        class_id, f"{room.level}{room.letter}",
        tuple(_pupil_line(by_id[i], name, chosen) for i, name in people.items()),
        tuple(Choice(way.value, str(WAY_NAMES[way])) for way in CHOSEN_WAYS),
        tuple(Choice(f"{c.key[0]}:{c.key[1]}", lines.titled(c.key)) for c in plan.classes),
    )  # fmt: skip


def _pupil_line(fate: Fate, name: str, chosen: Choices) -> PupilLine:
    own = chosen.pupils.get(fate.pupil.student_id)
    to = f"{own.level}:{own.letter}" if own and own.level else ""
    return PupilLine(
        fate.pupil.student_id, name, own.way.value if own else "", to, lines.outcome(fate)
    )


def _own_lines(ctx: Context, school: Snapshot, chosen: Choices, plan: Plan) -> tuple[OwnLine, ...]:
    found = {
        f.pupil.student_id: f
        for f in plan.fates
        if f.way is Way.HELD or f.pupil.student_id in chosen.pupils
    }
    people = _people(ctx, list(found))
    return tuple(lines.own(school, found[i], name) for i, name in people.items())


def _people(ctx: Context, ids: list[int]) -> dict[int, str]:
    """Names in the order of the alphabet."""
    rows = ctx.session.execute(
        select(person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name)
        .where(among(person.c.id, ids))
        .order_by(person.c.sort_key, person.c.id)
    )
    return {r.id: names.full_name(*r[1:]) for r in rows}


def _teachers(ctx: Context) -> tuple[Choice, ...]:
    rows = ctx.session.execute(
        select(person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name)
        .join(staff, staff.c.person_id == person.c.id)
        .where(
            staff.c.school_id == ctx.school_id,
            or_(staff.c.left_on.is_(None), staff.c.left_on > ctx.today),
        )
        .order_by(person.c.sort_key, person.c.id)
    )
    return tuple(Choice(str(r.id), names.short_name(*r[1:])) for r in rows)


def _subjects(ctx: Context) -> dict[int, str]:
    rows = ctx.session.execute(
        select(subject.c.id, subject.c.name).where(subject.c.school_id == ctx.school_id)
    )
    return {r.id: r.name for r in rows}


def _totals(plan: Plan) -> tuple[Total, ...]:
    """Pupils by their ways, then what is made."""
    ways = Counter(fate.way for fate in plan.fates)
    made = (
        (_("New classes"), sum(not c.id for c in plan.classes)),
        (_("New groups"), sum(not g.id for g in plan.groups)),
        (_("Teaching assignments"), sum(len(g.teachers) for g in plan.groups if not g.id)),
    )
    pupils = [(WAY_NAMES[way], ways[way]) for way in Way if ways[way]]
    return tuple(Total(str(title), n) for title, n in (*pupils, *made))


def _warnings(ctx: Context, school: Snapshot, plan: Plan) -> tuple[str, ...]:
    """What the office should look at before it begins."""
    said: list[Any] = []
    if ctx.today < school.year.ends_on:
        said.append(_("This school year is not over yet: changes in classes until then are yours "
                      "to repeat."))  # fmt: skip
    ninth = sum(c.level == 9 for c in school.classes)
    if ninth and any(f.way is Way.PROMOTED and f.to and f.to[0] == 10 for f in plan.fates):
        said.append(_("Level 9 goes on to level 10: choose who finishes the school."))
    without = sum(c.teacher_id is None for c in plan.classes)
    if without:
        said.append(_no_leader(without))
    return (*map(str, said), *_held_words(plan.fates))


def _no_leader(n: int) -> LazyText:
    return ngettext("{n} class has no class teacher.", "{n} classes have no class teacher.", n)


def _held_words(fates: Iterable[Fate]) -> tuple[str, ...]:
    held = sum(fate.way is Way.HELD and fate.reason is not Reason.IN_NEW_YEAR for fate in fates)
    said = ngettext("{n} pupil cannot be moved: see below why.",
                    "{n} pupils cannot be moved: see below why.", held)  # fmt: skip
    return (str(said),) if held else ()


def _progress(ctx: Context, row: AnyRow | None) -> dict[str, Any]:
    """How far the turn is, who began it, and whether it may be taken back."""
    if row is None:
        return {}
    by = select(account.c.display_name, account.c.login).where(account.c.id == row.account_id)
    who = ctx.session.execute(by).first()
    job = ctx.session.execute(
        select(job_table).where(job_table.c.id == (row.job_id or 0))
    ).first()  # fmt: skip
    is_live = job is not None and job.state in LIVE
    is_begun = row.state == RolloverState.STARTED
    found = undo.dependents(ctx, undo.done_by(ctx, row.id)) if is_begun and not is_live else ()
    return {
        "rollover_id": row.id, "state": row.state, "started_at": row.started_at,
        "by": (who.display_name or who.login) if who else "", "job_id": job.id if job else 0,
        "done": job.done if job else 0, "total": job.total if job else 0, "is_live": is_live,
        "is_failed": job is not None and job.state in (JobState.FAILED, JobState.CANCELLED),
        "may_undo": is_begun and not is_live and not found,
        "depends": tuple(Total(one.title, one.count) for one in found),
    }  # fmt: skip
