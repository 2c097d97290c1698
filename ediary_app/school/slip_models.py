"""The table of code slips on their way to the printer (листы талонов)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, LargeBinary
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import BigKey, UtcDateTime


class SlipSheet(SQLModel, table=True):
    """Slips of a large batch, sealed with the key outside the database, for an hour at most."""

    __tablename__ = "slip_sheet"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    school_id: int = Field(foreign_key="school.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    job_id: int = Field(sa_column=Column(BigKey, ForeignKey("job.id"), nullable=False))
    slips: int
    sealed: bytes = Field(sa_type=LargeBinary)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
