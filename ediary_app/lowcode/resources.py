"""Declarations (описания справочников): one frozen description a resource, and all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table, UniqueConstraint, false

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.folding import folded
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.values import Kind, Raw

Scope = Callable[[Context, FromClause], ColumnElement[bool]]
"""Which rows of a table the actor may see: a right, given as a function."""
Words = Callable[[FromClause], ColumnElement[Any]]
"""The words by which people call a row, or what rows are ordered by."""
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

    `headers` are other names it has in tables, `sort_key` is a column its order is kept in, and
    `is_fixed` is said once, when the row is made.
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
    `reads` and `writes` the rights of its use cases, `scope` the rows the actor may touch.
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
    archive: str = ""
    about: str = ""
    may_add: bool = True
    may_remove: bool = True

    @property
    def table(self) -> Table:
        """The table it describes."""
        table: Table = self.model.__table__
        return table

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
        found = [
            tuple(column.name for column in constraint.columns)
            for constraint in self.table.constraints
            if isinstance(constraint, UniqueConstraint)
        ]
        return (*found, *[(c.name,) for c in self.table.columns if c.unique])

    @property
    def bulk(self) -> tuple[Field, ...]:
        """Fields that many rows may be given at once: not what tells rows apart or names people."""
        apart = {*self.known_by, *(name for names in self.unique for name in names)}
        return tuple(
            f for f in self.fields if f.name not in apart and not (f.is_fixed or f.is_personal)
        )


RESOURCES: dict[str, Resource] = {}
"""Every declared list by the name in its address."""


def resource_of(name: str) -> Resource:
    """A declared list by its name; `NotFound` for any other."""
    if name not in RESOURCES:
        raise errors.NotFound(_("There is no such list."))
    return RESOURCES[name]
