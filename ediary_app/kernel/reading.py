"""Reading without ceremony (чтение страниц): rows of a statement, straight from the driver.

Two thirds of what a small statement costs is SQLAlchemy's own bookkeeping: an execution context, a
result, its metadata. A page reads ten of them. Here a statement is compiled once in the life of a
process; then its values go to psycopg and the tuples that come back get the names of the columns.
On SQLite, and inside a writing act, SQLAlchemy reads as ever.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, cast

import psycopg
from sqlalchemy import Dialect, Executable
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

DIRECT = "ediary_direct"
"""Where a reading session on PostgreSQL keeps its connection."""


@dataclass(frozen=True)
class _Plan:
    """A compiled statement: its text, the values it always has, how values go in and come out."""

    text: str
    fixed: dict[str, Any]
    going_in: tuple[tuple[str, Callable[[Any], Any]], ...]
    coming_out: tuple[tuple[int, Callable[[Any], Any]], ...]
    name: Callable[[Any], Any]

    def filled(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as the driver takes them."""
        filled = {**self.fixed, **values}
        for name, process in self.going_in:
            filled[name] = process(filled[name])
        return filled

    def named(self, found: list[Any]) -> list[Any]:
        """The tuples as rows."""
        if self.coming_out:
            found = [self._processed(row) for row in found]
        return list(map(self.name, found))

    def _processed(self, row: Any) -> list[Any]:
        processed = list(row)
        for index, process in self.coming_out:
            processed[index] = process(processed[index])
        return processed


def rows(
    session: Session, statement: Executable, values: Mapping[str, Any] | None = None
) -> list[Any]:
    """All rows of a statement of columns, kept for the life of the process; not for writing."""
    connection = session.info.get(DIRECT)
    if connection is None:
        return list(session.execute(statement, dict(values or {})).all())
    plan = _plan(statement, connection.dialect)
    filled = plan.filled(values or {})
    try:
        with connection.connection.driver_connection.cursor() as cursor:
            for watching in connection.dispatch.before_cursor_execute:
                watching(connection, cursor, plan.text, filled, None, False)
            cursor.execute(plan.text, filled)
            return plan.named(cursor.fetchall())
    except psycopg.Error:
        # Asked again in SQLAlchemy's way, which notices a broken connection and says so in its
        # own words: `perform` understands those.
        return list(session.execute(statement, dict(values or {})).all())


@lru_cache(maxsize=1_000)
def _plan(statement: Executable, dialect: Dialect) -> _Plan:
    compiled = cast("SQLCompiler", statement.compile(dialect=dialect))  # type: ignore[attr-defined]
    columns = compiled._result_columns
    processors = [c.type._cached_result_processor(dialect, None) for c in columns]
    kind = namedtuple("Row", [c.keyname for c in columns], rename=True)  # type: ignore[misc]
    required = {bind.key for bind in compiled.binds.values() if bind.required}
    given = compiled.construct_params(_check=False)
    expanded = compiled._process_parameters_for_postcompile(given)
    fixed = {**given, **expanded.additional_parameters}
    going_in = {**compiled._bind_processors, **expanded.processors}
    return _Plan(
        text=expanded.statement,
        fixed={name: value for name, value in fixed.items() if name not in required},
        going_in=tuple((n, p) for n, p in going_in.items() if callable(p)),
        coming_out=tuple((i, p) for i, p in enumerate(processors) if p is not None),
        name=partial(tuple.__new__, kind),
    )
