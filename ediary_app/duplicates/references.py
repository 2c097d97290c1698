"""What refers to a person (ссылки на человека): every foreign key, taken from the metadata.

A table made tomorrow is moved by a merge without a word here. What must not simply be moved is
said below, and a test knows of every column that names a person without a foreign key.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint

from ediary_app.kernel.db import metadata

CARDS = ("student", "staff_member")
"""Parts of the card itself: joined field by field, not moved."""
WITHDRAWN = frozenset({"duplicate_pair"})
"""Derived rows: they go with the card, and come back with it."""
JOINED = frozenset({
    "account_role", "assignment", "contact", "custom_value", "diary_visit", "group_member",
    "guardianship", "homework_tick",
})  # fmt: skip
"""Tables where the same row of both cards says the same: the one that stays is enough."""
NAMED_ONLY = frozenset({
    "event.person_id", "event.about_id", "event_personal.about_id", "definition_version.person_id",
    "one_time_code.issued_by",
})  # fmt: skip
"""Columns that name a person without a foreign key and stay: the record of the merge leads on."""


def columns() -> Iterator[Column[int]]:
    """Every column that refers to a person's card, outside the card itself."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            targets = {key.column.table.name for key in column.foreign_keys}
            if targets & {"person", *CARDS} and table.name not in CARDS:
                yield column


def key_of(table: Table) -> Column[int]:
    """The key of a table; a person's rows are found again by it."""
    return next(iter(table.primary_key.columns))


def unique_with(column: Column[int]) -> Iterator[list[Column[int]]]:
    """The other columns of each uniqueness that a column takes part in."""
    table = column.table
    assert isinstance(table, Table)
    found: list[list[Any]] = [
        list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)
    ]
    found += [list(one.columns) for one in table.indexes if one.unique]
    for members in found:
        if column in members:
            yield [one for one in members if one is not column]


def referring(table: Table) -> Iterator[Column[int]]:
    """The columns that refer to a table's rows."""
    for other in metadata.sorted_tables:
        for column in other.columns:
            if any(key.column.table is table for key in column.foreign_keys):
                yield column
