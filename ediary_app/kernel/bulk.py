"""Many rows at once (массовая запись): the same on both databases, ids in the order of the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Table, bindparam, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

T = TypeVar("T")
Row = Mapping[str, Any]
CHUNK = 500
COPIED_FROM = 100
_NEXT_IDS = "SELECT nextval(pg_get_serial_sequence(:t, :k)) FROM generate_series(1, :n)"


def insert_many(session: Session, table: Table, rows: Sequence[Row]) -> list[int]:
    """Insert rows that carry the same columns; the ids of their keys come in the same order."""
    key = next(iter(table.primary_key.columns))
    if not rows:
        return []
    if session.get_bind().dialect.name == "postgresql" and len(rows) >= COPIED_FROM:
        return _copy(session, table, key, rows)
    if key.name not in rows[0] and session.get_bind().dialect.name == "sqlite":
        rows = _numbered(session, key, rows)
    if key.name in rows[0]:
        session.execute(insert(table), rows)
        return [int(row[key.name]) for row in rows]
    statement = insert(table).returning(key, sort_by_parameter_order=True)
    return [int(i) for i in session.scalars(statement, rows)]


def _numbered(session: Session, key: Column[Any], rows: Sequence[Row]) -> Sequence[Row]:
    """SQLite has one writer: what it would number one by one is numbered here at once."""
    last = session.execute(select(func.coalesce(func.max(key), 0))).scalar_one()
    return [{key.name: int(last) + n, **row} for n, row in enumerate(rows, 1)]


def _copy(session: Session, table: Table, key: Column[Any], rows: Sequence[Row]) -> list[int]:
    """Long lists on PostgreSQL: ids from the sequence first, then one COPY."""
    if key.name not in rows[0]:
        ids = session.execute(text(_NEXT_IDS), {"t": table.name, "k": key.name, "n": len(rows)})
        rows = [{key.name: row_id, **row} for row_id, row in zip(ids.scalars(), rows, strict=True)]
    connection = session.connection()
    names = list(rows[0])
    prepare = [table.c[name].type._cached_bind_processor(connection.dialect) for name in names]
    raw: Any = connection.connection.dbapi_connection
    with raw.cursor().copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(
                [p(row[n]) if p else row[n] for n, p in zip(names, prepare, strict=True)]
            )
    return [int(row[key.name]) for row in rows]


def update_many(session: Session, table: Table, rows: Mapping[int, Row]) -> None:
    """Set columns of rows by their key; rows that change the same columns travel together."""
    key = next(iter(table.primary_key.columns))
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, values in rows.items():
        if values:
            changed = {f"new_{name}": value for name, value in values.items()}
            by_columns.setdefault(tuple(values), []).append({"row_id": row_id, **changed})
    for names, parameters in by_columns.items():
        statement = (
            update(table)
            .where(key == bindparam("row_id"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        session.connection().execute(statement, parameters)


def delete_many(session: Session, table: Table, ids: Iterable[int]) -> None:
    """Delete rows by their key."""
    key = next(iter(table.primary_key.columns))
    for some in chunks(list(ids)):
        session.execute(delete(table).where(key.in_(some)))


def rows_of(session: Session, table: Table, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Whole rows by their key."""
    key = next(iter(table.primary_key.columns))
    found: dict[int, dict[str, Any]] = {}
    for some in chunks(list(ids)):
        for row in session.execute(select(table).where(key.in_(some))).mappings():
            found[row[key.name]] = dict(row)
    return found


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Pieces of a sequence that fit into one statement."""
    return (items[start : start + size] for start in range(0, len(items), size))


class Lists:
    """The tables of one owner that whole lists may be written to (массовые списки владельца)."""

    def __init__(self, *models: Any) -> None:
        self.tables: dict[str, Table] = {m.__table__.name: m.__table__ for m in models}

    def add(self, session: Session, name: str, rows: Sequence[Row]) -> list[int]:
        """Add rows; their ids come in the same order."""
        return insert_many(session, self.tables[name], rows)

    def change(self, session: Session, name: str, rows: Mapping[int, Row]) -> None:
        """Change columns of rows."""
        update_many(session, self.tables[name], rows)

    def remove(self, session: Session, name: str, ids: Iterable[int]) -> None:
        """Remove rows."""
        delete_many(session, self.tables[name], ids)

    def rows(self, session: Session, name: str, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Rows as they are now."""
        return rows_of(session, self.tables[name], ids)
