"""Rows of a declared list at the database (отбор строк): scoped, narrowed, searched, sorted.

Everything that reads or writes rows begins here, with the scope of the declaration.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Enum,
    FromClause,
    Select,
    String,
    Table,
    and_,
    func,
    or_,
    select,
)

from ediary_app.access.context import Context
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.folding import by_bytes, fold, folded
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import cells
from ediary_app.lowcode.resources import Field, Resource, Target
from ediary_app.lowcode.values import Choice, Kind

LONG = 10_000
"""A list of more rows than this lies by its plain columns."""
MOST_OPTIONS = 200
"""More rows than this are searched for, not offered in one menu."""


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to and how it lies; all but the search may stand in an address."""

    query: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    archived: bool = False


class Selection:
    """A list joined with the rows its relations lead to, ready to be narrowed."""

    def __init__(self, ctx: Context, resource: Resource) -> None:
        self.ctx, self.resource = ctx, resource
        self.table: Table = resource.table
        self.source: FromClause = resource.source()
        self.words: dict[str, ColumnElement[Any]] = {}
        self.orders: dict[str, ColumnElement[Any]] = {}
        for one in resource.fields:
            if one.to is not None:
                self._join(one, one.to)

    def _join(self, one: Field, to: Target) -> None:
        other = to.table.alias(f"to_{one.name}")
        on = other.c[to.key] == self.column(one.name)
        self.source = self.source.outerjoin(other, on)
        self.words[one.name] = to.words(other)
        self.orders[one.name] = to.sorted_by(other)

    @property
    def key(self) -> ColumnElement[int]:
        """The key of the list's own rows."""
        key: ColumnElement[int] = self.table.c[self.resource.target.key]
        return key

    def column(self, name: str) -> ColumnElement[Any]:
        """The column a field stands for."""
        return self.resource.column(self.ctx, name)

    def scoped(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """These columns of the rows the actor may touch."""
        wanted = columns or (self.key,)
        scope = self.resource.scope(self.ctx, self.table)
        return select(*wanted).select_from(self.source).where(scope)

    def narrowed(self, narrowing: Narrowing, *columns: ColumnElement[Any]) -> Select[Any]:
        """These columns of the rows that fit."""
        found = self.scoped(*columns).where(*self._searched(narrowing.query))
        for name, said in narrowing.chosen.items():
            if said and self.resource.has(name):
                found = found.where(self._chosen(self.resource.field(name), said))
        archived = self.resource.target.archived(self.table)
        if self.resource.archive:
            found = found.where(archived if narrowing.archived else ~archived)
        return found

    def count(self, narrowing: Narrowing) -> int:
        """How many rows fit."""
        return int(self.ctx.session.scalar(self.narrowed(narrowing, func.count())) or 0)

    def _searched(self, query: str) -> list[ColumnElement[bool]]:
        names = self.resource.searched
        said = [self.words[n] if n in self.words else self.column(n) for n in names]
        return [
            or_(*[folded(c).contains(word, autoescape=True) for c in said])
            for word in fold(query).split()[:6]
            if said
        ]

    def _chosen(self, one: Field, said: str) -> ColumnElement[bool]:
        column = self.column(one.name)
        if one.kind is Kind.FLAG:
            return column if said == "true" else ~column
        if one.kind is Kind.DAY:
            return _between(column, *[*said.split(".."), ""][:2])
        values = said.split(",")[:50]
        if one.kind in (Kind.RELATION, Kind.NUMBER, Kind.HUNDREDTHS):
            return among(column, [int(v) for v in values if v.isascii() and v.isdecimal()][:50])
        return column.in_(values)

    def ordered(self, sort: str, total: int) -> list[ColumnElement[Any]]:
        """How the rows lie: by what was asked for, then as declared, then by their key.

        A long list lies by what its columns hold: its letters are not folded for the sake of order.
        """
        known = [n for n in [sort] if n and self.resource.has(n.removeprefix("-"))]
        by = self._plain_order if total > LONG else self._order
        return [*[by(n) for n in (*known, *self.resource.order)], self.key]

    def _plain_order(self, name: str) -> ColumnElement[Any]:
        bare = name.removeprefix("-")
        by: ColumnElement[Any] = self.column(bare)
        if isinstance(by.type, String) and not isinstance(by.type, Enum):
            by = by_bytes(by)
        return by.desc() if name.startswith("-") else by.asc()

    def _order(self, name: str) -> ColumnElement[Any]:
        bare = name.removeprefix("-")
        column = self.column(bare)
        kind = self.resource.field(bare).kind if self.resource.has(bare) else Kind.NUMBER
        by: ColumnElement[Any] = self.orders.get(bare, column)
        if kind in (Kind.TEXT, Kind.LONG_TEXT):
            sort_key = self.resource.field(bare).sort_key
            by = self.table.c[sort_key] if sort_key else folded(column)
        return by.desc() if name.startswith("-") else by.asc()


def _between(column: Any, first: str, last: str) -> ColumnElement[bool]:
    conditions = []
    for said, is_first in ((first, True), (last, False)):
        try:
            day = date.fromisoformat(said)
        except ValueError:
            continue
        conditions.append(column >= day if is_first else column <= day)
    return and_(*conditions) if conditions else column.is_(column)


def row_of(ctx: Context, resource: Resource, row_id: int, *, lock: bool = False) -> dict[str, Any]:
    """A row the actor may touch, or `NotFound`; `lock` keeps others from writing it meanwhile."""
    table = resource.table
    found = resource.whole(ctx).where(table.c[resource.target.key] == row_id)
    asked = found.with_for_update(of=table) if lock else found
    row = ctx.session.execute(asked).mappings().first()
    if row is None:
        raise errors.NotFound(_("There is no such row, or it is not yours."))
    return dict(row)


def rows_of(ctx: Context, resource: Resource, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Rows by their keys, locked, in one order for everybody; `NotFound` when one is missing."""
    table, name = resource.table, resource.target.key
    key = table.c[name]
    found = resource.whole(ctx).where(among(key, list(ids))).order_by(key)
    rows = ctx.session.execute(found.with_for_update(of=table)).mappings()
    known = {int(row[name]): dict(row) for row in rows}
    if set(ids) - set(known):
        raise errors.NotFound(_("There is no such row, or it is not yours."))
    return known


def choices(
    ctx: Context, to: Target, query: str = "", limit: int = MOST_OPTIONS
) -> tuple[Choice, ...]:
    """Rows that a relation may lead to, found by their words; the archive is not offered."""
    table, words = to.table, to.words(to.table)
    found = select(table.c[to.key], words).where(to.scope(ctx, table))
    for word in fold(query).split()[:6]:
        found = found.where(folded(words).contains(word, autoescape=True))
    if to.archive:
        found = found.where(~to.archived(table))
    rows = ctx.session.execute(found.order_by(to.sorted_by(table), table.c[to.key]).limit(limit))
    return tuple(Choice(str(key), cells.text(title)) for key, title in rows)


def words_of(ctx: Context, to: Target, ids: Collection[int]) -> dict[int, str]:
    """The words of rows by their keys, the archive included, within the scope."""
    if not ids:
        return {}
    table = to.table
    key = table.c[to.key]
    found = select(key, to.words(table)).where(among(key, sorted(ids)), to.scope(ctx, table))
    return {int(row_id): cells.text(title) for row_id, title in ctx.session.execute(found)}


def missing_relation(ctx: Context, one: Field, value: Any) -> bool:
    """Whether a chosen row is not there for the actor."""
    return one.to is not None and value is not None and not words_of(ctx, one.to, [value])
