"""Tables of the upkeep: back-ups, failures by number, processes and their timings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, String
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import BigKey, UtcDateTime, enum_column
from ediary_app.upkeep.values import BackupOrigin, BackupState, BackupTrouble


class BackupRun(SQLModel, table=True):
    """A back-up that was begun, and what became of it (резервная копия)."""

    __tablename__ = "backup_run"

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    origin: BackupOrigin = Field(sa_column=enum_column(BackupOrigin, name="origin"))
    state: BackupState = Field(sa_column=enum_column(BackupState, name="state"))
    trouble: BackupTrouble = Field(
        default=BackupTrouble.NONE, sa_column=enum_column(BackupTrouble, name="trouble")
    )
    file: str = Field(default="", sa_type=String(80))
    size: int = Field(default=0, sa_type=BigInteger)
    started_at: datetime = Field(sa_type=UtcDateTime, index=True)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FailureNote(SQLModel, table=True):
    """An unexpected failure under the number a person was told (сбой): nothing personal."""

    __tablename__ = "failure_note"

    number: str = Field(sa_type=String(16), primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    kind: str = Field(sa_type=String(80))
    places: str = Field(sa_type=String(400))
    process: str = Field(sa_type=String(80))


class ProcessNote(SQLModel, table=True):
    """A process of the product as it was a minute ago (процесс): alive, its memory, its timings."""

    __tablename__ = "process_note"

    name: str = Field(sa_type=String(80), primary_key=True)
    kind: str = Field(sa_type=String(16))
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    memory: int = Field(sa_type=BigInteger)
    timings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
