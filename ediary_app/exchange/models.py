"""Tables of the exchange (загрузки, их след, память о столбцах)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, LargeBinary, String
from sqlalchemy import UniqueConstraint as Unique
from sqlmodel import Field, SQLModel

from ediary_app.exchange.values import BatchState, ListKind
from ediary_app.kernel.db import BigKey, UtcDateTime, enum_column


class ImportBatch(SQLModel, table=True):
    """A table that came in (загрузка списка): who brought it, when, what became of it."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_school", "school_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    kind: ListKind = Field(sa_column=enum_column(ListKind, name="kind"))
    state: BatchState = Field(sa_column=enum_column(BatchState, name="state"))
    account_id: int | None = Field(default=None, foreign_key="account.id")
    file_name: str = Field(default="", sa_type=String(200))
    file_digest: bytes = Field(sa_type=LargeBinary(32))
    stored_as: str | None = Field(default=None, sa_type=String(64))
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
    imported_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class ImportTrace(SQLModel, table=True):
    """One row that a batch made, changed or removed (след загрузки): what undo goes by."""

    __tablename__ = "import_trace"
    __table_args__ = (
        Index("ix_import_trace_batch", "batch_id"),
        Index("ix_import_trace_row", "subject", "row_id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    batch_id: int = Field(sa_column=Column(ForeignKey("import_batch.id"), nullable=False))
    subject: str = Field(sa_type=String(32))
    row_id: int = Field(sa_type=BigInteger)
    act: str = Field(sa_type=String(8))
    before: dict[str, Any] | None = Field(default=None, sa_column=Column("before_values", JSON))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column("after_values", JSON))


class ColumnMemory(SQLModel, table=True):
    """What a school's columns meant last time (память о столбцах): header → meaning."""

    __tablename__ = "import_columns"
    __table_args__ = (Unique("school_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    kind: ListKind = Field(sa_column=enum_column(ListKind, name="kind"))
    meanings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
