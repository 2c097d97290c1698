"""Declarations (описания справочников): one frozen description a resource, and all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, UniqueConstraint, false, select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.folding import folded
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.actions import Action, Telling
from ediary_app.lowcode.values import Kind, Raw

Scope = Callable[[Context, FromClause], ColumnElement[bool]]
"""Which rows of a table the actor may see: a right, given as a function."""
Words = Callable[[FromClause], ColumnElement[Any]]
"""The words by which people call a row, or what rows are ordered by."""
Derived = Callable[[Context, FromClause], ColumnElement[Any]]
"""What other tables say of a row: never typed, only shown."""
Values = Mapping[str, Raw]


def own_school(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    """The rows of the actor's school."""
    condition: ColumnElement[bool] = table.c.school_id == ctx.school_id
    return condition


def in_own_school(ctx: Context) -> Values:
    """What nobody types: a new row belongs to the actor's school."""
    return {"school_id": ctx.school_id}


def nothing_more(_values: Values) -> Values:
    """No column follows from the others."""
    return {}


def no_objection(_values: Values) -> Mapping[str, LazyText]:
    """Every row whose fields are right is right."""
    return {}


def no_more(_ctx: Context, _row_id: int, _values: Values) -> None:
    """Nothing else is done when a row is made."""


def by_name(table: FromClause) -> ColumnElement[Any]:
    """Rows are called by their `name`."""
    return table.c.name


@dataclass(frozen=True)
class Target:
    """What a relation leads to (на что указывает связь): its rows, their words and their scope."""

    model: type[Any]
    words: Words = by_name
    scope: Scope = own_school
    order: Words | None = None
    archive: str = ""

    @property
    def table(self) -> Table:
        """The table of the rows."""
        table: Table = self.model.__table__
        return table

    @property
    def key(self) -> str:
        """The name of its key."""
        return next(iter(self.table.primary_key.columns)).name

    def sorted_by(self, table: FromClause) -> ColumnElement[Any]:
        """What rows are sorted by: the declared order, else their folded words."""
        return self.order(table) if self.order else folded(self.words(table))

    def archived(self, table: FromClause) -> ColumnElement[bool]:
        """Whether a row is put away."""
        return table.c[self.archive] if self.archive else false()


@dataclass(frozen=True)
class Field:
    """A field (поле): the column it stands for, its words, what it may hold.

    `headers` are other names it has in tables, `sort_key` is a column its order is kept in,
    `is_fixed` is said once, when the row is made; of a text that `is_rare` many may be without;
    `told` is what other tables say, nobody types it.
    """

    name: str
    label: LazyText
    kind: Kind = Kind.TEXT
    help: LazyText | None = None
    required: bool = False
    longest: int = 300
    least: int | None = None
    most: int | None = None
    choices: Mapping[Any, LazyText] = field(default_factory=dict)
    to: Target | None = None
    default: str = ""
    headers: tuple[str, ...] = ()
    sort_key: str = ""
    is_fixed: bool = False
    is_personal: bool = False
    is_rare: bool = False
    told: Derived | None = None


@dataclass(frozen=True)
class Part:
    """A part of the form (раздел формы) and the names of its fields."""

    title: LazyText
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """Where a card leads; `{id}` in the address is the row."""

    title: LazyText
    address: str


@dataclass(frozen=True)
class Resource:
    """A list of the school (справочник): everything the portal needs to keep it.

    `listed` are the columns of the list, `filters` and `searched` what narrows it, `order` how it
    lies (`-` before a name is downwards), `known_by` what a row of a table is recognised by,
    `reads` and `writes` the rights of its use cases, `scope` the rows the actor may touch. A row
    may lie in two tables: `beside` is the one whose key is the row's own. `about` is the column of
    the person it concerns.
    """

    name: str
    title: LazyText
    area: LazyText
    model: type[Any]
    fields: tuple[Field, ...]
    listed: tuple[str, ...]
    order: tuple[str, ...]
    reads: Permission
    writes: Permission
    known_by: tuple[str, ...]
    searched: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    ways: tuple[Way, ...] = ()
    note: LazyText | None = None
    words: Words = by_name
    scope: Scope = own_school
    fixed: Callable[[Context], Values] = in_own_school
    follows: Callable[[Values], Values] = nothing_more
    check: Callable[[Values], Mapping[str, LazyText]] = no_objection
    made: Callable[[Context, int, Values], None] = no_more
    archive: str = ""
    about: str = ""
    may_add: bool = True
    may_remove: bool = True
    beside: type[Any] | None = None
    actions: tuple[Action, ...] = ()
    tells: tuple[Telling, ...] = ()

    @property
    def table(self) -> Table:
        """The table it describes."""
        table: Table = self.model.__table__
        return table

    @property
    def side(self) -> Table | None:
        """The second table of its rows."""
        return None if self.beside is None else self.beside.__table__

    def source(self) -> FromClause:
        """Where its rows are read: its table, or both."""
        if self.side is None:
            return self.table
        key = next(iter(self.side.primary_key.columns))
        return self.table.join(self.side, key == self.table.c[self.target.key])

    def column(self, ctx: Context, name: str) -> ColumnElement[Any]:
        """The column a field stands for, in either table, or what others say of the row."""
        told = self.field(name).told if self.has(name) else None
        if told is not None:
            return told(ctx, self.table)
        if self.side is not None and name not in self.table.c:
            return self.side.c[name]
        return self.table.c[name]

    def whole(self, ctx: Context) -> Select[Any]:
        """Rows with every column of both tables and what is told of them, within the scope."""
        own = set(self.table.c.keys())
        beside = [c for c in self.side.c if c.name not in own] if self.side is not None else []
        kept = own | {c.name for c in beside}
        told = [
            f.told(ctx, self.table).label(f.name)
            for f in self.fields
            if f.told is not None and f.name not in kept
        ]
        found = select(self.table, *beside, *told).select_from(self.source())
        return found.where(self.scope(ctx, self.table))

    @property
    def typed(self) -> tuple[Field, ...]:
        """The fields that people fill in."""
        return tuple(f for f in self.fields if f.told is None)

    def action(self, name: str) -> Action:
        """An action by its name."""
        return next(one for one in self.actions if one.name == name)

    @property
    def target(self) -> Target:
        """The same list as something that relations lead to."""
        return Target(self.model, self.words, self.scope, archive=self.archive)

    def field(self, name: str) -> Field:
        """A field by its name."""
        return next(one for one in self.fields if one.name == name)

    def has(self, name: str) -> bool:
        """Whether there is such a field."""
        return any(one.name == name for one in self.fields)

    @property
    def unique(self) -> tuple[tuple[str, ...], ...]:
        """What may stand in the table once: its unique constraints and columns."""
        tables = [self.table, *([self.side] if self.side is not None else [])]
        found = [
            tuple(column.name for column in constraint.columns)
            for table in tables
            for constraint in table.constraints
            if isinstance(constraint, UniqueConstraint)
        ]
        return (*found, *[(c.name,) for c in self.table.columns if c.unique])

    @property
    def bulk(self) -> tuple[Field, ...]:
        """Fields that many rows may be given at once: not what tells rows apart or names people."""
        apart = {*self.known_by, *(name for names in self.unique for name in names)}
        return tuple(
            f for f in self.typed if f.name not in apart and not (f.is_fixed or f.is_personal)
        )


RESOURCES: dict[str, Resource] = {}
"""Every declared list by the name in its address."""


def resource_of(name: str) -> Resource:
    """A declared list by its name; `NotFound` for any other."""
    if name not in RESOURCES:
        raise errors.NotFound(_("There is no such list."))
    return RESOURCES[name]
