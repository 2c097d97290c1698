"""Reading definitions (чтение определений): what is in force, the list, one with its versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field as Limit
from sqlalchemy import Integer, String, bindparam, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow, UtcDateTime
from ediary_app.kernel.folding import fold
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import comparing, definitions, history
from ediary_app.lowcode.definition_values import (
    STATE_NAMES,
    Asked,
    Content,
    DefinitionState,
    Difference,
    InForce,
    Line,
    Opened,
    Option,
    Preview,
    Shelf,
    Version,
)
from ediary_app.lowcode.definitions import KINDS, Ask, DefinitionKind
from ediary_app.lowcode.models import Definition, DefinitionVersion

definition = Definition.__table__  # type: ignore[attr-defined]
version = DefinitionVersion.__table__  # type: ignore[attr-defined]
Key = Annotated[str, Limit(min_length=1, max_length=60)]
CACHE = "ediary_definitions"
"""Where one act keeps what it has asked for."""

_when = bindparam("when", type_=UtcDateTime())
_EVERYTHING = (
    select(
        definition.c.kind, definition.c.key, definition.c.title, definition.c.school_id,
        version.c.number, version.c.content, version.c.published_at,
    )
    .join(version, version.c.definition_id == definition.c.id)
    .where(
        or_(
            definition.c.school_id == bindparam("school", type_=Integer()),
            definition.c.school_id.is_(None),
        ),
        version.c.published_at <= _when,
        or_(version.c.ended_at.is_(None), version.c.ended_at > _when),
    )
    .order_by(definition.c.school_id.is_not(None), version.c.published_at, version.c.number)
)  # fmt: skip
"""What holds, the school's own after the deployment's: the last of a key is in force."""
_HOLDING = _EVERYTHING.where(definition.c.kind == bindparam("kind", type_=String()))


def all_in_force(
    ctx: Context, kind: str, *, school_id: int | None = None, when: datetime | None = None
) -> Mapping[str, InForce]:
    """Everything of a kind that holds for a school at a moment, by key; one statement an act.

    The school's own comes before the deployment's, that before what is supplied.
    """
    school = school_id if school_id is not None else ctx.actor.school_id
    kept = ctx.session.info.setdefault(CACHE, {})
    if (kind, school, when) not in kept:
        asked = {"kind": kind, "school": school or 0, "when": when or ctx.now}
        kept[kind, school, when] = _merged(definitions.kind_of(kind), ctx.rows(_HOLDING, asked))
    answer: Mapping[str, InForce] = kept[kind, school, when]
    return answer


def _merged(kind: DefinitionKind, rows: list[AnyRow]) -> dict[str, InForce]:
    """What is supplied, and over it what was published."""
    fixed = kind.fixed_keys()
    found = {k: InForce(said, title=str(fixed[k])) for k, said in _supplied(kind).items()}
    for row in rows:
        title = row.title or str(fixed.get(row.key, row.key))
        found[row.key] = InForce(row.content, row.number, row.school_id, title, row.published_at)
    return found


def _read_everything(ctx: Context) -> None:
    """All kinds at once, in one statement, for the list of them all."""
    school = ctx.actor.school_id
    rows = ctx.rows(_EVERYTHING, {"school": school or 0, "when": ctx.now})
    kept = ctx.session.info.setdefault(CACHE, {})
    for kind in KINDS.values():
        mine = [row for row in rows if row.kind == kind.key]
        kept[kind.key, school, None] = _merged(kind, mine)


def in_force(
    ctx: Context, kind: str, key: str, *, school_id: int | None = None, when: datetime | None = None
) -> InForce | None:
    """What holds under a key for a school at a moment (действующая версия); None: nothing does."""
    return all_in_force(ctx, kind, school_id=school_id, when=when).get(key)


def _supplied(kind: DefinitionKind) -> dict[str, dict[str, Any]]:
    asked = {key: kind.supplied(key) for key in kind.fixed_keys()}
    return {key: dict(content) for key, content in asked.items() if content is not None}


def scope_of(ctx: Context) -> int | None:
    """Whose definitions the actor keeps: the own school's; the system's are the deployment's."""
    return None if ctx.actor.is_system and ctx.actor.school_id is None else ctx.school_id


def row_of(ctx: Context, kind: str, key: str, *, lock: bool = False) -> AnyRow | None:
    """The actor's own definition under a key, if there is one."""
    scope = scope_of(ctx)
    whose = definition.c.school_id.is_(None) if scope is None else definition.c.school_id == scope
    asked = select(definition).where(definition.c.kind == kind, definition.c.key == key, whose)
    return ctx.session.execute(asked.with_for_update() if lock else asked).first()


def versions_of(ctx: Context, row: AnyRow | None) -> list[AnyRow]:
    """All versions of a definition, the newest first."""
    if row is None:
        return []
    asked = select(version).where(version.c.definition_id == row.id)
    return list(ctx.session.execute(asked.order_by(version.c.number.desc())).all())


@use_case(requires=Permission.DEFINE, writes=False)
def shelves(ctx: Context, *, query: str = "") -> tuple[Shelf, ...]:
    """All definitions by kind, with where each comes from (перечень определений)."""
    words = fold(query[:100]).split()
    drafts = _drafts(ctx)
    _read_everything(ctx)
    kinds = sorted(KINDS.values(), key=lambda kind: fold(str(kind.title)))
    found = [_shelf(ctx, kind, words, drafts) for kind in kinds]
    return tuple(one for one in found if one.lines or not words)


def _drafts(ctx: Context) -> dict[tuple[str, str], str]:
    """Where a draft of the school's own waits, with the definition's title."""
    scope = scope_of(ctx)
    whose = definition.c.school_id.is_(None) if scope is None else definition.c.school_id == scope
    rows = ctx.session.execute(
        select(definition.c.kind, definition.c.key, definition.c.title)
        .join(version, version.c.definition_id == definition.c.id)
        .where(whose, version.c.state == DefinitionState.DRAFT)
    )
    return {(kind, key): title for kind, key, title in rows}


def _shelf(
    ctx: Context, kind: DefinitionKind, words: list[str], drafts: Mapping[tuple[str, str], str]
) -> Shelf:
    holding, fixed = all_in_force(ctx, kind.key), kind.fixed_keys()
    titles = {key: title for (of_kind, key), title in drafts.items() if of_kind == kind.key}
    titles |= {key: one.title for key, one in holding.items()}
    titles |= {key: str(title) for key, title in fixed.items()}
    lines = [
        _line(key, title or key, holding.get(key), (kind.key, key) in drafts)
        for key, title in titles.items()
        if all(word in fold(f"{title} {key} {kind.title}") for word in words)
    ]
    lines.sort(key=lambda one: fold(one.title))
    return Shelf(kind.key, str(kind.title), str(kind.note or ""), kind.keys is None, tuple(lines))


def _line(key: str, title: str, holding: InForce | None, has_draft: bool) -> Line:
    if holding is None:
        return Line(key, title, "draft" if has_draft else "new", has_draft=has_draft)
    return Line(key, title, origin_of(holding), holding.number, holding.since, has_draft)


def origin_of(holding: InForce | None) -> str:
    """Where what holds comes from: the school, the deployment, the product, nowhere."""
    if holding is None:
        return "new"
    if holding.school_id is not None:
        return "own"
    return "everywhere" if holding.number else "supplied"


@use_case(requires=Permission.DEFINE, writes=False)
def opened(ctx: Context, *, kind: Key, name: str = "") -> Opened:
    """A definition to be edited: the draft if one waits, else what holds (открыть определение)."""
    of_kind = definitions.kind_of(kind)
    check_key(of_kind, name, is_new_allowed=True)
    row = row_of(ctx, kind, name) if name else None
    known = versions_of(ctx, row)
    holding = in_force(ctx, kind, name)
    if name and row is None and holding is None and of_kind.keys is None:
        raise errors.NotFound(_("There is no such definition."))
    draft = next((one for one in known if one.state == DefinitionState.DRAFT), None)
    own = next((one for one in known if one.state == DefinitionState.PUBLISHED), None)
    shown = dict(draft.content) if draft else dict(holding.content) if holding else {}
    title = row.title if row and row.title else holding.title if holding else ""
    return Opened(
        kind=kind, kind_title=str(of_kind.title), key=name, note=str(of_kind.note or ""),
        title=title or str(of_kind.fixed_keys().get(name, "")),
        origin="draft" if draft else origin_of(holding),
        stamp=row.stamp if row else 0,
        asks=tuple(map(asked, of_kind.asked(name))), hints=tuple(of_kind.hints(name)),
        content=shown, versions=_told(ctx, known), number=own.number if own else 0,
        has_draft=draft is not None, has_fixed_key=of_kind.keys is not None,
        may_withdraw=own is not None,
    )  # fmt: skip


def check_key(kind: DefinitionKind, key: str, *, is_new_allowed: bool = False) -> None:
    """Refuse a key the kind does not have."""
    if kind.keys is None and (is_new_allowed or key):
        return
    if kind.keys is None or key not in kind.fixed_keys():
        raise errors.NotFound(_("There is no such definition."))


def asked(one: Ask) -> Asked:
    """A part of a content as the editor shows it."""
    choices = tuple(Option(key, str(words)) for key, words in one.choices.items())
    return Asked(one.name, str(one.label), one.kind.value, str(one.help or ""), one.longest,
                 one.required, choices, tuple(map(asked, one.columns)))  # fmt: skip


def _told(ctx: Context, rows: list[AnyRow]) -> tuple[Version, ...]:
    names = history.names_of(ctx, {row.person_id for row in rows if row.person_id})
    return tuple(
        Version(
            row.number, row.state, str(STATE_NAMES[DefinitionState(row.state)]),
            names.get(row.person_id, "") or str(_("the system")),
            row.published_at or row.made_at, row.ended_at, row.note, row.repeats or 0,
        )
        for row in rows
    )  # fmt: skip


@use_case(requires=Permission.DEFINE, writes=False)
def preview(ctx: Context, *, kind: Key, content: dict[str, Any], name: str = "") -> Preview:
    """What a content would do, on test data; or what is wrong with it (предпросмотр)."""
    of_kind = definitions.kind_of(kind)
    check_key(of_kind, name, is_new_allowed=True)
    faults = of_kind.faults(name, content)
    return Preview(faults) if faults else of_kind.preview(ctx, name, content)


@use_case(requires=Permission.DEFINE, writes=False)
def differences(
    ctx: Context, *, kind: Key, name: Key, old: int = 0, new: int = 0
) -> tuple[Difference, ...]:
    """In what two versions differ (сравнить версии).

    `old` 0 is what holds now, `new` 0 the draft.
    """
    of_kind = definitions.kind_of(kind)
    known = versions_of(ctx, row_of(ctx, kind, name))
    holding = in_force(ctx, kind, name)
    before: Content = _content(known, old) if old else holding.content if holding else {}
    drafts = [one.number for one in known if one.state == DefinitionState.DRAFT]
    after = _content(known, new or next(iter(drafts), -1))
    return comparing.differences(of_kind.asked(name), before, after)


def _content(known: list[AnyRow], number: int) -> Content:
    found = next((one for one in known if one.number == number), None)
    if found is None:
        raise errors.NotFound(_("There is no such version."))
    content: Content = found.content
    return content
