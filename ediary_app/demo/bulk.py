"""Bulk writing (массовая запись): rows as tuples, many at once, on both databases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import Any

import orjson
from sqlalchemy import Connection, Table, func, select, text, update

from ediary_app.kernel.db import Database

FLUSH_ROWS = 50_000


class Bulk:
    """Collects rows per table and writes them in the order the tables depend on each other."""

    def __init__(self, database: Database, tables: Sequence[Table]) -> None:
        self._database = database
        self._tables = list(tables)
        self._rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._columns: dict[str, tuple[str, ...]] = {}
        self._next: dict[str, int] = {}
        self._waiting = 0
        self.written = 0

    def next_id(self, table: Table) -> int:
        """The next free id of a table, counted here."""
        if table.name not in self._next:
            with self._database.engine.connect() as connection:
                self._next[table.name] = connection.scalar(select(func.max(table.c.id))) or 0
        self._next[table.name] += 1
        return self._next[table.name]

    def add(self, table: Table, **values: Any) -> int:
        """One row; the id is made here when the table has one and none is given."""
        if "id" in table.c and "id" not in values:
            values = {"id": self.next_id(table), **values}
        columns = self._columns.setdefault(table.name, tuple(values))
        self._rows[table.name].append(tuple(values[name] for name in columns))
        self._waiting += 1
        return int(values.get("id", 0))

    def add_many(
        self, table: Table, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Rows as tuples, ids already in them."""
        self._columns.setdefault(table.name, columns)
        before = len(self._rows[table.name])
        self._rows[table.name].extend(rows)
        self._waiting += len(self._rows[table.name]) - before
        if self._waiting >= FLUSH_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write everything collected, in one transaction."""
        with self._database.engine.begin() as connection:
            for table in self._tables:
                rows = self._rows.pop(table.name, None)
                if rows:
                    _write(connection, table, self._columns[table.name], rows)
                    self.written += len(rows)
        self._waiting = 0

    def rename(self, table: Table, row_id: int, **values: Any) -> None:
        """Change a row that may already be written (a login known only later)."""
        self.flush()
        with self._database.engine.begin() as connection:
            connection.execute(update(table).where(table.c.id == row_id).values(**values))

    def finish(self) -> None:
        """Write the rest, set the sequences, refresh the planner's statistics."""
        self.flush()
        with self._database.engine.begin() as connection:
            if not self._database.is_sqlite:
                for table in self._tables:
                    if "id" in table.c:
                        connection.execute(text(_sequence(table.name)))
            connection.execute(text("ANALYZE"))


def _sequence(table: str) -> str:
    return (
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
        f" (SELECT coalesce(max(id), 1) FROM {table}))"
    )


def _write(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: list[tuple[Any, ...]]
) -> None:
    names = ", ".join(columns)
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        plain = [tuple(map(_sqlite, row)) for row in rows]
        raw.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", plain)
        return
    with raw.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_postgres(v) for v in row])


def _sqlite(value: Any) -> Any:
    if (isinstance(value, str | int | bytes) and not isinstance(value, Enum)) or value is None:
        return value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, time):
        return value.strftime("%H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return orjson.dumps(value).decode()


def _postgres(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return orjson.dumps(value).decode() if isinstance(value, dict | list) else value
