"""The database: one engine, one naming convention, one type for moments.

SQLite runs in WAL with foreign keys on; a writing transaction begins immediate, so that two
writers wait for each other instead of failing. PostgreSQL uses psycopg 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    Engine,
    Integer,
    Row,
    String,
    create_engine,
    event,
)
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from ediary_app.kernel.folding import fold_in_sqlite
from ediary_app.kernel.reading import DIRECT

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = SQLModel.metadata

AnyRow = Row[*tuple[Any, ...]]
"""A row of columns chosen by a query; its types are said where it is made into a value."""

BigKey = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit key: SQLite's own row id, a bigint on PostgreSQL."""


def sort_key_type(length: int) -> String:
    """Text compared byte by byte on both databases (see `school.names.sort_key`)."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


BUSY_MS = 10_000
POOL_SECONDS = 10
"""How long an act waits for a connection."""

POSTGRES_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""How long a silent PostgreSQL is waited for: seconds, the last in milliseconds."""

POSTGRES_PLANNING = "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 -c jit=off"
"""A statement is planned once a connection: planning anew cost more than the rows of a page."""


def plain_address(url: str) -> str:
    """A PostgreSQL address as psycopg itself reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, naive UTC on SQLite, timestamptz on PostgreSQL."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Zone-aware on PostgreSQL, plain on SQLite."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments; hand UTC over."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must be aware")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(values: type[Any], *, name: str, nullable: bool = False, **kw: Any) -> Column[str]:
    """A text column with a CHECK on the values of a `StrEnum`: the same on both databases.

    The CHECK belongs to the table, so that migrations see it.
    """
    allowed = ", ".join(f"'{v.value}'" for v in values)
    width = max(len(v.value) for v in values)
    column: Column[str] = Column(name, String(max(width, 16)), nullable=nullable, **kw)

    @event.listens_for(column, "after_parent_attach")
    def _check(_column: Any, table: Any) -> None:
        known = CheckConstraint(f"{name} IN ({allowed})", name=f"{name}_known")
        table.append_constraint(known)

    return column


def make_engine(url: str, *, pool_size: int = 16, echo: bool = False) -> Engine:
    """The engine for a database address; the pool is as large as the worker threads."""
    common: dict[str, Any] = {"echo": echo, "pool_size": pool_size, "max_overflow": 4}
    common["pool_use_lifo"] = True  # few warm connections rather than many cold ones
    common["hide_parameters"] = True  # an error's words travel far; what was written must not
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"timeout": 10}, **common)
        _prepare_sqlite(engine)
        return engine
    arguments = {**POSTGRES_PATIENCE, "cursor_factory": _Cursor, "options": POSTGRES_PLANNING}
    return create_engine(url, pool_timeout=POOL_SECONDS, connect_args=arguments, **common)


class _Cursor(psycopg.Cursor[Any]):
    """Describes its columns only to who looks at them: SQLAlchemy asks at every statement, but
    looks only once for each kind of statement."""

    @property
    def description(self) -> Any:
        """Something when there are columns, else None."""
        result = self.pgresult
        return _Columns(super()) if result is not None and result.nfields else None


class _Columns(Sequence[Any]):
    """The columns of a result, described when they are first looked at."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def __len__(self) -> int:
        return len(self._cursor.description)

    def __getitem__(self, index: Any) -> Any:
        return self._cursor.description[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor.description)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin ourselves: immediate when writing
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MS}",
            "cache_size=-32000",
            "mmap_size=268435456",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        fold_in_sqlite(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("ediary_writing", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


class Database:
    """An engine and its sessions; one instance lives in each process."""

    def __init__(self, url: str, *, pool_size: int = 16, echo: bool = False) -> None:
        self.url = url
        self.engine = make_engine(url, pool_size=pool_size, echo=echo)
        self._reading = self.engine.execution_options(ediary_writing=False, **self._at_once())
        self._sessions = sessionmaker(expire_on_commit=False, autoflush=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the single-file database of a small school."""
        return self.engine.dialect.name == "sqlite"

    def _at_once(self) -> dict[str, str]:
        """Reading on PostgreSQL goes without BEGIN and COMMIT: two round trips of ten are saved.

        Each statement sees one moment; what must agree is asked for in one statement.
        """
        return {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}

    @contextmanager
    def session(self, *, writes: bool = True) -> Iterator[Session]:
        """One transaction: commits at the end, rolls back on any error."""
        if not writes and not self.is_sqlite:
            with self._direct() as session:
                yield session
            return
        bind = self.engine if writes else self._reading
        with self._sessions(bind=bind) as session, session.begin():
            yield session

    @contextmanager
    def _direct(self) -> Iterator[Session]:
        """Reading on PostgreSQL: no transaction to open, and a connection at hand."""
        with self._reading.connect() as connection, self._sessions(bind=connection) as session:
            session.info[DIRECT] = connection
            yield session

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()
