"""Keeping definitions (ведение определений): draft, publish, roll back, withdraw.

A definition has one draft at most; a published version never changes. Whoever writes says with
`stamp` what was seen: where somebody has been faster, nothing is written.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field as Limit
from sqlalchemy import delete, func, insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import definitions, history
from ediary_app.lowcode.definition_reading import (
    CACHE,
    Key,
    check_key,
    definition,
    row_of,
    scope_of,
    version,
    versions_of,
)
from ediary_app.lowcode.definition_values import Content, DefinitionEvent, DefinitionState, Kept

Title = Annotated[str, Limit(max_length=120)]
Note = Annotated[str, Limit(max_length=200)]
MOST_OWN = 500
"""Definitions of one kind that a school may make."""


@use_case(requires=Permission.DEFINE)
def keep_draft(
    ctx: Context, *, kind: Key, content: dict[str, Any], name: str = "", title: Title = "",
    stamp: int = 0,
) -> Kept:  # fmt: skip
    """Keep what is being written; faults do not matter yet (сохранить черновик).

    Without a name (its key) a new definition is made. Where somebody else has written meanwhile
    nothing is written, and the answer holds their words.
    """
    of_kind = definitions.kind_of(kind)
    definitions.fits(content)
    check_key(of_kind, name, is_new_allowed=True)
    if of_kind.keys is None and not title:
        raise errors.Invalid(_("Say what it is called."), fields={"title": _("This is needed.")})
    row = row_of(ctx, kind, name, lock=True) if name else None
    if row is not None and row.stamp != stamp:
        return _beaten(ctx, row, name)
    if row is None:
        row = _make(ctx, kind, name or _free_key(ctx, kind), title)
    _write_draft(ctx, row, content)
    fresh = _stamped(ctx, row, title)
    facts = {"kind": kind, "number": _draft(ctx, row).number}
    ctx.record(DefinitionEvent.DRAFT_KEPT, ("definition", row.id), facts=facts)
    return Kept(row.key, fresh)


def _beaten(ctx: Context, row: AnyRow, key: str) -> Kept:
    """What somebody else has written meanwhile, and who."""
    newest = versions_of(ctx, row)[:1]
    names = history.names_of(ctx, {one.person_id for one in newest if one.person_id})
    who = next(iter(names.values()), "") or str(_("the system"))
    return Kept(key, row.stamp, who, dict(newest[0].content) if newest else {})


def _make(ctx: Context, kind: str, key: str, title: str) -> AnyRow:
    row = {"school_id": scope_of(ctx), "kind": kind, "key": key, "title": title, "stamp": 0}
    made = ctx.session.execute(insert(definition).values(**row).returning(definition)).one()
    ctx.record(DefinitionEvent.MADE, ("definition", made.id), facts={"kind": kind})
    return made


def _free_key(ctx: Context, kind: str) -> str:
    """The next key of a kind whose definitions the school makes itself."""
    whose = definition.c.school_id == scope_of(ctx)
    asked = select(func.count()).select_from(definition).where(definition.c.kind == kind, whose)
    own = ctx.session.scalar(asked) or 0
    if own >= MOST_OWN:
        raise errors.Conflict(_("At most {n} definitions of one kind.", n=MOST_OWN))
    return f"{kind}-{scope_of(ctx) or 0}-{own + 1}"


def _draft(ctx: Context, row: AnyRow) -> AnyRow:
    found = [one for one in versions_of(ctx, row) if one.state == DefinitionState.DRAFT]
    if not found:
        raise errors.Conflict(_("There is no draft any more. Open the page anew."))
    return found[0]


def _write_draft(ctx: Context, row: AnyRow, content: Content) -> None:
    mine = {"content": dict(content), "person_id": ctx.actor.person_id, "made_at": ctx.now}
    is_draft = (version.c.definition_id == row.id) & (version.c.state == DefinitionState.DRAFT)
    changed = update(version).where(is_draft).values(**mine).returning(version.c.id)
    if ctx.session.execute(changed).first() is None:
        _add(ctx, row, DefinitionState.DRAFT, content)


def _add(ctx: Context, row: AnyRow, state: DefinitionState, content: Content, **more: Any) -> int:
    """A new version under the next number."""
    numbers = select(func.max(version.c.number)).where(version.c.definition_id == row.id)
    number = (ctx.session.scalar(numbers) or 0) + 1
    made = {
        "definition_id": row.id, "number": number, "state": state, "content": dict(content),
        "person_id": ctx.actor.person_id, "made_at": ctx.now, "note": "", **more,
    }  # fmt: skip
    ctx.session.execute(insert(version).values(**made))
    return number


def _stamped(ctx: Context, row: AnyRow, title: str = "") -> int:
    """Count what was done; whoever has seen less must look again."""
    ctx.session.info.pop(CACHE, None)
    named = {"title": title} if title else {}
    counted = update(definition).where(definition.c.id == row.id)
    counted = counted.values(stamp=definition.c.stamp + 1, **named).returning(definition.c.stamp)
    return int(ctx.session.execute(counted).scalar_one())


def _seen(ctx: Context, kind: str, key: str, stamp: int) -> AnyRow:
    """The definition as the actor has seen it, locked; `Conflict` when it is another by now."""
    row = row_of(ctx, kind, key, lock=True)
    if row is None:
        raise errors.NotFound(_("There is no such definition."))
    if row.stamp != stamp:
        raise errors.Conflict(
            _("Somebody else has changed this meanwhile. Open it anew and look first."),
            code="changed_meanwhile",
        )
    return row


@use_case(requires=Permission.DEFINE)
def drop_draft(ctx: Context, *, kind: Key, name: Key, stamp: int) -> int:
    """Throw the draft away; what holds stays as it is (отменить черновик)."""
    row = _seen(ctx, kind, name, stamp)
    draft = _draft(ctx, row)
    ctx.session.execute(delete(version).where(version.c.id == draft.id))
    facts = {"kind": kind, "number": draft.number}
    ctx.record(DefinitionEvent.DRAFT_DROPPED, ("definition", row.id), facts=facts)
    return _stamped(ctx, row)


@use_case(requires=Permission.DEFINE)
def publish(ctx: Context, *, kind: Key, name: Key, stamp: int, note: Note = "") -> int:
    """Put the draft into force from now on (опубликовать); gives its number."""
    row = _seen(ctx, kind, name, stamp)
    draft = _draft(ctx, row)
    _end(ctx, row)
    newest = versions_of(ctx, row)[0].number
    number = draft.number if draft.number == newest else newest + 1
    holds = {"number": number, "state": DefinitionState.PUBLISHED, "published_at": ctx.now,
             "note": note}  # fmt: skip
    ctx.session.execute(update(version).where(version.c.id == draft.id).values(**holds))
    _into_force(ctx, row, draft.content)
    facts = {"kind": kind, "number": number}
    ctx.record(DefinitionEvent.PUBLISHED, ("definition", row.id), facts=facts)
    return int(number)


def _end(ctx: Context, row: AnyRow) -> bool:
    """What was in force ends now."""
    holding = (version.c.definition_id == row.id) & (version.c.state == DefinitionState.PUBLISHED)
    ended = {"state": DefinitionState.SUPERSEDED, "ended_at": ctx.now}
    changed = update(version).where(holding).values(**ended).returning(version.c.id)
    return ctx.session.execute(changed).first() is not None


def _into_force(ctx: Context, row: AnyRow, content: Content) -> None:
    """Refuse what has faults; let the kind do what follows from it."""
    of_kind = definitions.kind_of(row.kind)
    if faults := of_kind.faults(row.key, content):
        raise errors.Invalid(
            _("There is something wrong in the draft. Nothing was published."),
            code="has_faults", fields={one.place: one.text for one in faults},
        )  # fmt: skip
    _stamped(ctx, row)
    of_kind.effect(ctx, row.key, content)


@use_case(requires=Permission.DEFINE)
def roll_back(
    ctx: Context, *, kind: Key, name: Key, number: int, stamp: int, note: Note = ""
) -> int:
    """Publish an earlier version anew, under a new number (откатить); a draft stays."""
    row = _seen(ctx, kind, name, stamp)
    found = [one for one in versions_of(ctx, row) if one.number == number and one.published_at]
    if not found:
        raise errors.NotFound(_("There is no such version."))
    if found[0].state == DefinitionState.PUBLISHED:
        raise errors.Conflict(_("This version is in force already."))
    _end(ctx, row)
    made = _add(
        ctx, row, DefinitionState.PUBLISHED, found[0].content,
        published_at=ctx.now, repeats=number, note=note,
    )  # fmt: skip
    _into_force(ctx, row, found[0].content)
    facts = {"kind": kind, "number": made, "repeats": number}
    ctx.record(DefinitionEvent.ROLLED_BACK, ("definition", row.id), facts=facts)
    return made


@use_case(requires=Permission.DEFINE)
def withdraw(ctx: Context, *, kind: Key, name: Key, stamp: int) -> int:
    """Take the school's own out of force: the deployment's or the supplied one holds again,
    or none (снять с действия)."""
    row = _seen(ctx, kind, name, stamp)
    if not _end(ctx, row):
        raise errors.Conflict(_("Nothing of the school's own is in force here."))
    definitions.kind_of(kind).effect(ctx, name, None)
    ctx.record(DefinitionEvent.WITHDRAWN, ("definition", row.id), facts={"kind": kind})
    return _stamped(ctx, row)
