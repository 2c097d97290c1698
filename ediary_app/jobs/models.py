"""Tables of long work: jobs, batches, workers, due times, reactions in trouble (задания)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from ediary_app.jobs.values import BatchState, JobState
from ediary_app.kernel.db import BigKey, UtcDateTime, enum_column


class Job(SQLModel, table=True):
    """A piece of long work somebody or a schedule has started (задание)."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_school_id", "school_id", "id"),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    school_id: int | None = Field(default=None, foreign_key="school.id")
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    kind: str = Field(sa_type=String(64))
    state: JobState = Field(sa_column=enum_column(JobState, name="state"))
    arguments: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    total: int
    done: int = 0
    failed: int = 0
    error_code: str = Field(default="", sa_type=String(64))
    error_number: str = Field(default="", sa_type=String(16))
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JobBatch(SQLModel, table=True):
    """Some items of a job, done together in one transaction (порция задания)."""

    __tablename__ = "job_batch"
    __table_args__ = (
        UniqueConstraint("job_id", "number"),
        Index("ix_job_batch_due", "state", "due_at"),
        Index("ix_job_batch_bundle", "bundle"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    job_id: int = Field(sa_column=Column(BigKey, ForeignKey("job.id"), nullable=False))
    number: int
    items: list[int] = Field(sa_type=JSON)
    size: int
    state: BatchState = Field(sa_column=enum_column(BatchState, name="state"))
    due_at: datetime = Field(sa_type=UtcDateTime)
    bundle: str | None = Field(default=None, sa_type=String(32))
    queued_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0


class JobWorker(SQLModel, table=True):
    """A worker that was alive at a moment (исполнитель заданий)."""

    __tablename__ = "job_worker"

    name: str = Field(sa_type=String(80), primary_key=True)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class JobSchedule(SQLModel, table=True):
    """When work by the clock is due next (расписание заданий)."""

    __tablename__ = "job_schedule"

    name: str = Field(sa_type=String(64), primary_key=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReactionTrouble(SQLModel, table=True):
    """A reaction to an event that did not succeed yet, or was set aside (сбой реакции)."""

    __tablename__ = "reaction_trouble"
    __table_args__ = (UniqueConstraint("consumer", "event_id"),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    consumer: str = Field(sa_type=String(64))
    school_id: int
    event_id: int = Field(sa_column=Column(BigKey, ForeignKey("event.id"), nullable=False))
    attempts: int = 1
    error_code: str = Field(default="", sa_type=String(64))
    error_number: str = Field(default="", sa_type=String(16))
    next_at: datetime = Field(sa_type=UtcDateTime)
    is_set_aside: bool = False
