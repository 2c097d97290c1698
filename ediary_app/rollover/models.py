"""Tables of the turn of the year (переводы и их след)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, String, text
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import BigKey, UtcDateTime, enum_column
from ediary_app.rollover.values import RolloverState


class Rollover(SQLModel, table=True):
    """A turn of the year (перевод на новый год): what was chosen, who began it, how far it is."""

    __tablename__ = "rollover"
    __table_args__ = (
        Index("uq_rollover_in_force", "year_id", unique=True,
              sqlite_where=text("state <> 'undone'"), postgresql_where=text("state <> 'undone'")),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    year_id: int = Field(foreign_key="school_year.id")
    target_id: int | None = Field(default=None, sa_type=BigInteger)
    """The next year once it is there; no foreign key, so that undo leaves the note of it."""
    state: RolloverState = Field(sa_column=enum_column(RolloverState, name="state"))
    choices: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    job_id: int | None = Field(default=None, sa_type=BigInteger)
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RolloverTrace(SQLModel, table=True):
    """Rows of one table that a step made or changed (след перевода): what undo goes by."""

    __tablename__ = "rollover_trace"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    rollover_id: int = Field(
        sa_column=Column(ForeignKey("rollover.id"), nullable=False, index=True)
    )
    subject: str = Field(sa_type=String(32))
    made: list[int] = Field(default_factory=list, sa_type=JSON)
    changed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Row → what stood there before and what stands there now."""
