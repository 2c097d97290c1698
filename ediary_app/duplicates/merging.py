"""Merging two cards (слияние карточек) and taking it apart (отмена слияния)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, null, select, update

from ediary_app.access.context import Context
from ediary_app.access.models import Account
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.duplicates import cards, looking, moving, references
from ediary_app.duplicates.cards import role
from ediary_app.duplicates.models import PersonMerge
from ediary_app.duplicates.moving import Trace
from ediary_app.duplicates.values import DuplicateEvent
from ediary_app.kernel import errors
from ediary_app.kernel.db import metadata
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.models import Person

merge_table = PersonMerge.__table__  # type: ignore[attr-defined]
account, person = Account.__table__, Person.__table__  # type: ignore[attr-defined]
UNIQUE = ("file_number", "personnel_number")
PAGE = 20


@dataclass(frozen=True)
class MergeLine:
    """A merge that was made: whose card, when, by whom."""

    id: int
    name: str
    at: datetime
    by: str
    may_undo: bool


@dataclass(frozen=True)
class MergeList:
    """A page of merges, the newest first."""

    lines: tuple[MergeLine, ...] = ()
    page: int = 1
    pages: int = 1


@use_case(requires=Permission.PEOPLE_MERGE)
def merge(
    ctx: Context, *, pair_id: int, kept_id: int, from_other: tuple[str, ...] = (),
    account_id: int | None = None,
) -> int:  # fmt: skip
    """Make one card of two: everything that refers to the other one moves; returns the merge.

    `from_other` are the fields that the other card knows better; a field that is empty is filled
    from the other anyway. `account_id` is the account that stays, when both sign in in one role.
    """
    looking.alone_in_school(ctx)
    pair = looking.pair_of_school(ctx, pair_id)
    if kept_id not in (pair.one_id, pair.other_id):
        raise errors.NotFound(_("Choose which of the two cards stays."))
    gone_id = pair.other_id if kept_id == pair.one_id else pair.one_id
    if refused := cards.refusals(ctx, kept_id, gone_id):
        raise errors.Conflict(refused[0], code="cannot_merge")
    before = (cards.card(ctx, kept_id), cards.card(ctx, gone_id))
    trace = _carried_out(ctx, kept_id, gone_id, before, from_other, account_id)
    merge_id = ctx.session.execute(
        insert(merge_table)
        .values(school_id=ctx.school_id, kept_id=kept_id, gone_id=gone_id, merged_at=ctx.now,
                account_id=ctx.actor.account_id, trace_values=asdict(trace))
        .returning(merge_table.c.id)
    ).scalar_one()  # fmt: skip
    facts = {"kept": kept_id, "gone": gone_id, "fields": sorted(from_other)}
    for about in (kept_id, gone_id):
        ctx.record(DuplicateEvent.MERGED, ("person_merge", merge_id), about=about, facts=facts)
    return int(merge_id)


Cards = tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]


def _carried_out(
    ctx: Context, kept: int, gone: int, before: Cards, from_other: tuple[str, ...],
    account_id: int | None,
) -> Trace:  # fmt: skip
    chosen = Trace()
    _choose_account(ctx, chosen, kept, gone, account_id)
    _complete(ctx, chosen, kept, before)
    trace = moving.move_all(ctx, kept, gone)
    trace.moved = chosen.moved + trace.moved
    trace.made = chosen.made
    for name in (*references.CARDS, "person"):
        if name in before[1]:
            moving.remove(ctx, trace, metadata.tables[name], gone)
    _fill(ctx, trace, kept, before, from_other)
    return trace


def _complete(ctx: Context, trace: Trace, kept: int, before: Cards) -> None:
    """A pupil's file, a member of staff's: the card that stays gets what only the other has."""
    for name in references.CARDS:
        if name in before[1] and name not in before[0]:
            values = {**before[1][name], "person_id": kept}
            values |= {column: None for column in UNIQUE if column in values}
            moving.make(ctx, trace, metadata.tables[name], values)


def _choose_account(
    ctx: Context, trace: Trace, kept: int, gone: int, account_id: int | None
) -> None:
    """One account stays for each role; the other one's role sleeps."""
    found = cards.accounts(ctx, kept, gone)
    used = [one.id for one in found if one.is_used]
    if not found:
        return
    if account_id is None and len(used) > 1:
        raise errors.Conflict(_("Both sign in with their own account: choose which one stays."),
                              code="choose_account")  # fmt: skip
    stays = account_id or (used[0] if used else found[0].id)
    if stays not in {one.id for one in found}:
        raise errors.NotFound(_("Choose one of the two accounts."))
    others = [one.id for one in found if one.id != stays]
    sleeping = ctx.session.scalars(
        select(role.c.id).where(
            role.c.account_id.in_(others), role.c.person_id.in_((kept, gone)), role.c.is_active
        )
    ).all()
    moving.change(ctx, trace, role.c.is_active, list(sleeping), True, False)


def _fill(
    ctx: Context, trace: Trace, kept: int, before: Cards, from_other: tuple[str, ...]
) -> None:
    """Fields of the card that stays: chosen from the other, or empty here and known there."""
    now = cards.card(ctx, kept)
    for name in cards.FIELDS:
        table, _dot, column = name.partition(".")
        if table not in now or table not in before[1]:
            continue
        mine, theirs = now[table].get(column), before[1][table].get(column)
        if mine != theirs and theirs not in (None, "") and (name in from_other or not mine):
            moving.change(ctx, trace, metadata.tables[table].c[column], [kept], mine, theirs)
    _sorted_anew(ctx, trace, kept, now["person"])


def _sorted_anew(ctx: Context, trace: Trace, kept: int, was: dict[str, Any]) -> None:
    row = cards.card(ctx, kept)["person"]
    parts = (row["family_name"], row["given_name"], row["middle_name"])
    keys = {"sort_key": names.sort_key(*parts), "search_key": names.search_key(*parts),
            "version": was["version"] + 1}  # fmt: skip
    for column, value in keys.items():
        if was[column] != value:
            moving.change(ctx, trace, person.c[column], [kept], was[column], value)


@use_case(requires=Permission.PEOPLE_MERGE)
def undo_merge(ctx: Context, *, merge_id: int) -> None:
    """Take a merge apart: both cards are as they were, to the byte; only the events stay."""
    looking.alone_in_school(ctx)
    found = ctx.session.execute(
        select(merge_table).where(
            merge_table.c.id == merge_id, merge_table.c.school_id == ctx.school_id
        )
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such merge, or it is not your school's."))
    if found.undone_at is not None or found.trace_values is None:
        raise errors.Conflict(_("This merge is undone already, or what it knew was erased."))
    moving.put_back(ctx, found.trace_values)
    ctx.session.execute(
        update(merge_table)
        .where(merge_table.c.id == merge_id)
        .values(undone_at=ctx.now, trace_values=null())
    )
    for about in (found.kept_id, found.gone_id):
        ctx.record(DuplicateEvent.MERGE_UNDONE, ("person_merge", merge_id), about=about,
                   facts={"kept": found.kept_id, "gone": found.gone_id})  # fmt: skip


@use_case(requires=Permission.PEOPLE_MERGE, writes=False)
def merges(ctx: Context, *, page: int = 1) -> MergeList:
    """Merges in force, the newest first."""
    mine = (merge_table.c.school_id == ctx.school_id) & merge_table.c.undone_at.is_(None)
    total = ctx.session.scalar(select(func.count()).select_from(merge_table).where(mine)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = ctx.session.execute(
        select(merge_table.c.id, merge_table.c.merged_at, account.c.display_name,
               merge_table.c.trace_values.is_not(None).label("may_undo"),
               person.c.family_name, person.c.given_name, person.c.middle_name)
        .join(person, person.c.id == merge_table.c.kept_id)
        .join(account, account.c.id == merge_table.c.account_id, isouter=True)
        .where(mine)
        .order_by(merge_table.c.id.desc())
        .limit(PAGE).offset((page - 1) * PAGE)
    )  # fmt: skip
    lines = (
        MergeLine(r.id, names.full_name(r.family_name, r.given_name, r.middle_name), r.merged_at,
                  r.display_name or "", r.may_undo)
        for r in rows
    )  # fmt: skip
    return MergeList(tuple(lines), page, pages)
