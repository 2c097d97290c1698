"""Who changed what, from what to what (история строки), told from the events."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern
from ediary_app.access.values import ROLE_NAMES, Role
from ediary_app.kernel import errors, eventlog
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import fields, finding
from ediary_app.lowcode.resources import Field, Resource, own_school
from ediary_app.lowcode.values import EVENT_NAMES, Change, Kind, Told

event, personal = eventlog.event_table, eventlog.personal_table
LINES = 50
Naming = Callable[[Context, Collection[int]], Mapping[int, str]]
"""How people are called: this package knows nobody."""
_naming: list[Naming] = []


def name_people(naming: Naming) -> Naming:
    """Say how the people in histories are called."""
    _naming[:] = [naming]
    return naming


@pattern(writes=False)
def changes(ctx: Context, resource: Resource, *, row_id: int) -> tuple[Change, ...]:
    """The history of a row, the newest first; a deleted row has one too (история)."""
    if resource.scope is not own_school:
        _in_scope(ctx, resource, row_id)
    found = ctx.session.execute(_events(ctx, resource, row_id).limit(LINES)).all()
    names = names_of(ctx, {row.person_id for row in found if row.person_id})
    acts = {**EVENT_NAMES, **{k: w for t in resource.tells for k, w in t.kinds.items()}}
    told = _told_elsewhere(ctx, resource, found)
    words = Words(ctx, resource, [v for row in found for v in _sides(row.personal_values)])
    return tuple(
        Change(
            row.at,
            names.get(row.person_id) or _role(row.role),
            str(acts.get(row.kind, row.kind)),
            told.get(row.id) or words.told(*_sides(row.personal_values)),
            is_erased=row.personal_digest is not None and row.personal_values is None,
        )
        for row in found
    )


def _in_scope(ctx: Context, resource: Resource, row_id: int) -> None:
    """A row that is there and not the actor's has no history for them; a deleted one has."""
    table = resource.table
    key = table.c[resource.target.key]
    mine = select(key).where(key == row_id, resource.scope(ctx, table)).exists()
    there = select(key).where(key == row_id).exists()
    is_there, is_mine = ctx.session.execute(select(there, mine)).one()
    if is_there and not is_mine:
        raise errors.NotFound(_("There is no such row, or it is not yours."))


def _told_elsewhere(
    ctx: Context, resource: Resource, found: Sequence[Any]
) -> dict[int, tuple[Told, ...]]:
    """What events of other use cases say, by their ids."""
    said: dict[int, tuple[Told, ...]] = {}
    for telling in resource.tells:
        own = [row for row in found if row.kind in telling.kinds]
        facts = [{**(row.facts or {}), **(row.personal_values or {})} for row in own]
        words = telling.words(ctx, facts) if own else []
        said.update({row.id: told for row, told in zip(own, words, strict=True)})
    return said


def _events(ctx: Context, resource: Resource, row_id: int) -> Select[Any]:
    kinds = [*EVENT_NAMES, *(k for t in resource.tells if not t.is_about for k in t.kinds)]
    about = [k for t in resource.tells if t.is_about for k in t.kinds]
    is_row = (event.c.subject == resource.table.name) & (event.c.subject_id == row_id)
    own = is_row & event.c.kind.in_(kinds)
    return (
        select(
            event.c.id, event.c.at, event.c.kind, event.c.role, event.c.person_id, event.c.facts,
            event.c.personal_digest, personal.c.personal_values,
        )
        .join(personal, personal.c.event_id == event.c.id, isouter=True)
        .where(
            or_(own, (event.c.about_id == row_id) & event.c.kind.in_(about)) if about else own,
            event.c.school_id == ctx.school_id,
        )
        .order_by(event.c.id.desc())
    )  # fmt: skip


def last_hand(ctx: Context, resource: Resource, row_id: int) -> str:
    """Who changed a row last."""
    row = ctx.session.execute(_events(ctx, resource, row_id).limit(1)).first()
    if row is None:
        return ""
    return names_of(ctx, {row.person_id} - {None}).get(row.person_id) or _role(row.role)


def names_of(ctx: Context, ids: Collection[int]) -> Mapping[int, str]:
    """What people are called in histories; nobody where nobody has said how."""
    return _naming[0](ctx, ids) if _naming and ids else {}


def _role(role: str) -> str:
    return str(ROLE_NAMES[Role(role)]) if role in set(Role) else str(_("the system"))


def _sides(values: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    kept = values or {}
    return kept.get("before", {}), kept.get("after", {})


class Words:
    """Values of fields in words; the rows that relations lead to are asked for once a field."""

    def __init__(
        self, ctx: Context, resource: Resource, rows: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        self.ctx, self.resource = ctx, resource
        self.known: dict[str, dict[int, str]] = {}
        for one in resource.fields:
            if one.to is not None:
                self._learn(one, [row.get(one.name) for row in rows])

    def _learn(self, one: Field, values: Sequence[Any]) -> None:
        ids = {v for v in values if v} - set(self.known.get(one.name, {}))
        assert one.to is not None
        words = finding.words_of(self.ctx, one.to, ids)
        self.known[one.name] = {**self.known.get(one.name, {}), **words}

    def of(self, one: Field, values: Sequence[Any]) -> list[str]:
        """Values of one field in words."""
        if one.kind is not Kind.RELATION:
            return [fields.shown(one, fields.plain(v)) for v in values]
        self._learn(one, values)
        gone = str(_("a deleted row"))
        return [self.known[one.name].get(v, gone) if v else "" for v in values]

    def told(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Told, ...]:
        """What an event says of each field."""
        made = []
        for one in self.resource.fields:
            if one.name in before or one.name in after:
                words = self.of(one, [before.get(one.name), after.get(one.name)])
                if words[0] != words[1]:
                    made.append(Told(str(one.label), *words))
        return tuple(made)
