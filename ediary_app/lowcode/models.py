"""Tables of the portal's lists (сохранённые виды, массовые правки, память о столбцах)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, String
from sqlalchemy import UniqueConstraint as Unique
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import UtcDateTime


class SavedView(SQLModel, table=True):
    """A list as somebody likes to see it (сохранённый вид): filters, order, columns by address."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_list", "school_id", "resource"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    resource: str = Field(sa_type=String(40))
    title: str = Field(sa_type=String(60))
    address: str = Field(default="", sa_type=String(500))
    is_shared: bool = False


class BulkEdit(SQLModel, table=True):
    """One value given to many rows (массовая правка), with what stood there: undo goes by it."""

    __tablename__ = "bulk_edit"

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    resource: str = Field(sa_type=String(40))
    column: str = Field(sa_type=String(40))
    value: Any = Field(default=None, sa_column=Column(JSON, nullable=True))
    before: list[Any] = Field(default_factory=list, sa_type=JSON)
    made_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ColumnMeaning(SQLModel, table=True):
    """What the columns of a school's tables meant last time (память о столбцах)."""

    __tablename__ = "column_meaning"
    __table_args__ = (Unique("school_id", "resource"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    resource: str = Field(sa_type=String(40))
    meanings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
