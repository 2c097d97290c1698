"""Moving what refers to a card (перенос ссылок), noted so that it can be put back to the byte."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, Table, and_, delete, insert, select, update

from ediary_app.access.context import Context
from ediary_app.duplicates import references
from ediary_app.kernel import errors, events
from ediary_app.kernel.among import among
from ediary_app.kernel.db import UtcDateTime, metadata
from ediary_app.kernel.i18n import _

Move = list[Any]
"""Table, column, rows, what stood there, what stands there now."""


@dataclass
class Trace:
    """What a merge did: undo reads it backwards."""

    moved: list[Move] = field(default_factory=list)
    removed: list[list[Any]] = field(default_factory=list)
    made: list[list[Any]] = field(default_factory=list)


def rows(ctx: Context, column: Column[int], person_id: int) -> list[int]:
    """The keys of the rows in which a column names a person."""
    key = references.key_of(_table(column))
    return list(ctx.session.scalars(select(key).where(column == person_id).order_by(key)))


def _table(column: Column[int]) -> Table:
    table = column.table
    assert isinstance(table, Table)
    return table


def twins(ctx: Context, column: Column[int], kept: int, gone: int) -> dict[int, int]:
    """Rows of the card that goes → rows of the one that stays that say the same already."""
    table = _table(column)
    found: dict[int, int] = {}
    other = table.alias("of_kept")
    key = references.key_of(table)
    for same in references.unique_with(column):
        alike = and_(*(other.c[c.name].is_not_distinct_from(c) for c in same))
        pairs = ctx.session.execute(
            select(key, other.c[key.name])
            .join(other, alike)
            .where(column == gone, other.c[column.name] == kept)
        )
        found.update((row[0], row[1]) for row in pairs)
    return found


def move_all(ctx: Context, kept: int, gone: int) -> Trace:
    """Move every reference; a row that would stand there twice is taken away or refused."""
    trace = Trace()
    for column in references.columns():
        table = _table(column)
        if table.name in references.WITHDRAWN:
            for row_id in rows(ctx, column, gone):
                remove(ctx, trace, table, row_id)
            continue
        same = twins(ctx, column, kept, gone)
        if same and table.name not in references.JOINED:
            raise errors.Conflict(
                _("Both cards have records of the same lesson or work: they are two people, or "
                  "one of the records must be removed first."), code="both_recorded",
            )  # fmt: skip
        for row_id, twin in same.items():
            _join(ctx, trace, table, row_id, twin)
        change(ctx, trace, column, rows(ctx, column, gone), gone, kept)
    return trace


def _join(ctx: Context, trace: Trace, table: Table, row_id: int, twin: int) -> None:
    """What refers to the row that goes refers to its twin from now on."""
    for column in references.referring(table):
        change(ctx, trace, column, rows(ctx, column, row_id), row_id, twin)
    remove(ctx, trace, table, row_id)


def change(
    ctx: Context, trace: Trace, column: Column[Any], ids: list[int], old: Any, new: Any
) -> None:
    """Another value in one column of some rows."""
    if ids:
        _set(ctx, column, ids, new)
        trace.moved.append(
            [_table(column).name, column.name, ids, events.plain(old), events.plain(new)]
        )


def remove(ctx: Context, trace: Trace, table: Table, row_id: int) -> None:
    """Take a row away, keeping all of it."""
    key = references.key_of(table)
    row = ctx.session.execute(select(table).where(key == row_id)).mappings().one()
    ctx.session.execute(delete(table).where(key == row_id))
    trace.removed.append([table.name, events.plain(dict(row))])


def make(ctx: Context, trace: Trace, table: Table, values: dict[str, Any]) -> None:
    """Make a row."""
    ctx.session.execute(insert(table).values(**values))
    trace.made.append([table.name, values[references.key_of(table).name]])


def _set(ctx: Context, column: Column[Any], ids: list[int], value: Any) -> None:
    table = _table(column)
    ctx.session.execute(
        update(table).where(among(references.key_of(table), ids)).values({column.name: value})
    )


def put_back(ctx: Context, noted: dict[str, Any]) -> None:
    """Everything as it was: the card, then rows that went, then references; refused if changed."""
    trace = Trace(**noted)
    for move in trace.moved:
        _check_same(ctx, move)
    of_card = [move for move in trace.moved if move[0] in ("person", *references.CARDS)]
    for move in reversed(of_card):
        _back(ctx, move)
    for table, values in reversed(trace.removed):
        found = metadata.tables[table]
        ctx.session.execute(insert(found).values(**_typed(found, values)))
    for move in reversed([move for move in trace.moved if move not in of_card]):
        _back(ctx, move)
    for table, row_id in reversed(trace.made):
        found = metadata.tables[table]
        ctx.session.execute(delete(found).where(references.key_of(found) == row_id))


def _back(ctx: Context, move: Move) -> None:
    table, name, ids, old, _new = move
    column = metadata.tables[table].c[name]
    _set(ctx, column, ids, _value(column, old))


def _check_same(ctx: Context, move: Move) -> None:
    """What was moved still says what the merge wrote."""
    table, name, ids, _old, new = move
    column = metadata.tables[table].c[name]
    found = ctx.session.scalars(
        select(column).where(among(references.key_of(_table(column)), ids))
    ).all()
    if len(found) != len(ids) or any(events.plain(value) != new for value in found):
        raise errors.Conflict(
            _("The merge cannot be undone: the card, or what came to it, was changed since."),
            code="merge_used",
        )


def _typed(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """Values from the trace as the table's columns want them."""
    return {name: _value(table.c[name], value) for name, value in values.items()}


def _value(column: Column[Any], value: Any) -> Any:
    if isinstance(value, str) and isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    is_day = isinstance(value, str) and isinstance(column.type, Date)
    return date.fromisoformat(value) if is_day else value
