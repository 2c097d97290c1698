"""Tables of duplicates (пары похожих карточек и слияния)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from ediary_app.duplicates.values import PairState
from ediary_app.kernel.db import UtcDateTime, enum_column


class DuplicatePair(SQLModel, table=True):
    """Two cards that may be one person (возможные дубликаты), and what the office said of them."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        Index("ix_duplicate_pair_list", "school_id", "state", "score"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    one_id: int = Field(foreign_key="person.id")
    other_id: int = Field(foreign_key="person.id", index=True)
    score: int
    signs: list[str] = Field(default_factory=list, sa_type=JSON)
    state: PairState = Field(sa_column=enum_column(PairState, name="state"))
    note: str = Field(default="", sa_type=String(200))


class PersonMerge(SQLModel, table=True):
    """A merge of two cards (слияние): which stayed, which went, and what undo goes by.

    The ids are no foreign keys: the card that went is not there, and events still name it.
    """

    __tablename__ = "person_merge"
    __table_args__ = (Index("ix_person_merge_school", "school_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    kept_id: int = Field(index=True)
    gone_id: int = Field(index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    merged_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trace: dict[str, Any] | None = Field(default=None, sa_column=Column("trace_values", JSON))
