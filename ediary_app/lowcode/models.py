"""Tables of the portal: views, bulk edits, column memory, definitions with their versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, String, text
from sqlalchemy import UniqueConstraint as Unique
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import UtcDateTime, enum_column
from ediary_app.lowcode.definition_values import DefinitionState


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


class Definition(SQLModel, table=True):
    """What an administrator has laid down (определение): its kind, its key, whose it is.

    Without a school it holds for the whole deployment. `stamp` counts what was done to it: whoever
    writes says which one was seen.
    """

    __tablename__ = "definition"
    __table_args__ = (
        Unique("school_id", "kind", "key"),
        Index("uq_definition_everywhere", "kind", "key", unique=True,
              sqlite_where=text("school_id IS NULL"),
              postgresql_where=text("school_id IS NULL")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    school_id: int | None = Field(default=None, foreign_key="school.id")
    kind: str = Field(sa_type=String(40))
    key: str = Field(sa_type=String(60))
    title: str = Field(default="", sa_type=String(120))
    stamp: int = 1


class DefinitionVersion(SQLModel, table=True):
    """A version of a definition (версия): once published it never changes.

    In force from `published_at` until `ended_at`; `repeats` is the number of the earlier version
    that was published anew.
    """

    __tablename__ = "definition_version"
    __table_args__ = (
        Unique("definition_id", "number"),
        Index("uq_definition_version_draft", "definition_id", unique=True,
              sqlite_where=text("state = 'draft'"), postgresql_where=text("state = 'draft'")),
        Index("uq_definition_version_published", "definition_id", unique=True,
              sqlite_where=text("state = 'published'"),
              postgresql_where=text("state = 'published'")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    definition_id: int = Field(foreign_key="definition.id")
    number: int
    state: DefinitionState = Field(sa_column=enum_column(DefinitionState, name="state"))
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    note: str = Field(default="", sa_type=String(200))
    repeats: int | None = None
    person_id: int | None = None
    made_at: datetime = Field(sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
