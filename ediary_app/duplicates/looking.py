"""Looking for duplicates (поиск дубликатов): found, kept as pairs, dismissed with a reason."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.consent.models import Contact
from ediary_app.consent.values import ContactKind
from ediary_app.duplicates import rules
from ediary_app.duplicates.models import DuplicatePair
from ediary_app.duplicates.values import SIGNS, DuplicateEvent, Known, PairState, Sign
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.models import Person, School

pair = DuplicatePair.__table__  # type: ignore[attr-defined]
person, contact = Person.__table__, Contact.__table__  # type: ignore[attr-defined]
school = School.__table__  # type: ignore[attr-defined]
PAGE = 25
one, other = person.alias("one"), person.alias("other")


@dataclass(frozen=True)
class PairLine:
    """A pair in the list: who they are, how sure, and why."""

    id: int
    one: str
    other: str
    one_birth: str
    other_birth: str
    score: int
    reasons: str
    note: str


@dataclass(frozen=True)
class PairList:
    """A page of pairs, the surest first."""

    lines: tuple[PairLine, ...] = ()
    page: int = 1
    pages: int = 1
    total: int = 0


def alone_in_school(ctx: Context) -> None:
    """One search, merge or undo at a time in a school."""
    ctx.session.execute(select(school.c.id).where(school.c.id == ctx.school_id).with_for_update())


@use_case(requires=Permission.PEOPLE_MERGE)
def look(ctx: Context) -> int:
    """Look for duplicates anew; what was dismissed stays dismissed. Returns how many are open."""
    alone_in_school(ctx)
    known = _decided(ctx)
    found = [p for p in rules.pairs(_people(ctx)) if (p[0].id, p[1].id) not in known]
    mine = pair.c.school_id == ctx.school_id
    ctx.session.execute(delete(pair).where(mine, pair.c.state == PairState.OPEN.value))
    rows = [
        {"school_id": ctx.school_id, "one_id": a.id, "other_id": b.id, "note": "",
         "score": rules.score(signs), "signs": [s.value for s in signs],
         "state": PairState.OPEN.value}
        for a, b, signs in found
    ]  # fmt: skip
    if rows:
        ctx.session.execute(insert(pair), rows)
    ctx.record(DuplicateEvent.SOUGHT, ("school", ctx.school_id), facts={"found": len(rows)})
    return len(rows)


def _decided(ctx: Context) -> set[tuple[int, int]]:
    rows = ctx.session.execute(
        select(pair.c.one_id, pair.c.other_id).where(
            pair.c.school_id == ctx.school_id, pair.c.state == PairState.DISMISSED.value
        )
    )
    return {(r.one_id, r.other_id) for r in rows}


def _people(ctx: Context) -> list[Known]:
    """Everybody of the school with their contacts: two statements."""
    contacts: dict[tuple[int, str], set[str]] = defaultdict(set)
    said = select(contact.c.person_id, contact.c.kind, contact.c.value)
    for row in ctx.session.execute(said.where(contact.c.school_id == ctx.school_id)):
        contacts[row.person_id, row.kind].add(row.value.casefold())
    people = ctx.session.execute(
        select(person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name,
               person.c.birth_date)
        .where(person.c.school_id == ctx.school_id)
        .order_by(person.c.id)
    )  # fmt: skip
    return [
        Known(*row, frozenset(contacts.get((row.id, ContactKind.PHONE), ())),
              frozenset(contacts.get((row.id, ContactKind.EMAIL), ())))
        for row in people
    ]  # fmt: skip


@use_case(requires=Permission.PEOPLE_MERGE, writes=False)
def pairs(ctx: Context, *, state: PairState = PairState.OPEN, page: int = 1) -> PairList:
    """The pairs that wait, or those that were said to be two people."""
    mine = (pair.c.school_id == ctx.school_id) & (pair.c.state == state.value)
    total = ctx.session.scalar(select(func.count()).select_from(pair).where(mine)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = ctx.session.execute(
        _selected(mine)
        .order_by(pair.c.score.desc(), one.c.sort_key, pair.c.id)
        .limit(PAGE).offset((page - 1) * PAGE)
    )  # fmt: skip
    return PairList(tuple(_line(row) for row in rows), page, pages, total)


def _selected(which: ColumnElement[bool]) -> Select[Any]:
    named = [t.c[name].label(f"{t.name}_{name}") for t in (one, other)
             for name in ("family_name", "given_name", "middle_name", "birth_date")]  # fmt: skip
    return (
        select(pair.c.id, pair.c.score, pair.c.signs, pair.c.note, *named)
        .join(one, one.c.id == pair.c.one_id)
        .join(other, other.c.id == pair.c.other_id)
        .where(which)
    )


def _line(row: AnyRow) -> PairLine:
    return PairLine(
        row.id,
        names.full_name(row.one_family_name, row.one_given_name, row.one_middle_name),
        names.full_name(row.other_family_name, row.other_given_name, row.other_middle_name),
        _born(row.one_birth_date), _born(row.other_birth_date), row.score,
        ", ".join(str(SIGNS[Sign(sign)]) for sign in row.signs), row.note,
    )  # fmt: skip


def _born(on: date | None) -> str:
    return on.strftime("%d.%m.%Y") if on else ""


def pair_of_school(ctx: Context, pair_id: int) -> AnyRow:
    """A pair of the actor's own school, else `NotFound`."""
    found = ctx.session.execute(
        select(pair).where(pair.c.id == pair_id, pair.c.school_id == ctx.school_id)
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such pair any more. Look for duplicates anew."))
    return found


@use_case(requires=Permission.PEOPLE_MERGE)
def dismiss(ctx: Context, *, pair_id: int, note: str) -> None:
    """These are two people (не дубликат): remembered, with the reason."""
    if not note:
        reason = _("Say in a few words why these are two people.")
        raise errors.Invalid(reason, fields={"note": reason})
    found = pair_of_school(ctx, pair_id)
    _decide(ctx, pair_id, PairState.DISMISSED, note[:200])
    ctx.record(DuplicateEvent.DISMISSED, ("duplicate_pair", pair_id), about=found.one_id,
               facts={"other": found.other_id}, values={"note": note[:200]})  # fmt: skip


@use_case(requires=Permission.PEOPLE_MERGE)
def reopen(ctx: Context, *, pair_id: int) -> None:
    """Perhaps they are one person after all."""
    found = pair_of_school(ctx, pair_id)
    _decide(ctx, pair_id, PairState.OPEN, "")
    ctx.record(DuplicateEvent.REOPENED, ("duplicate_pair", pair_id), about=found.one_id,
               facts={"other": found.other_id})  # fmt: skip


def _decide(ctx: Context, pair_id: int, state: PairState, note: str) -> None:
    changed = update(pair).where(pair.c.id == pair_id)
    ctx.session.execute(changed.values(state=state.value, note=note))
