"""What happened (журнал событий): append-only, sealed into a hash chain, reacted to later.

An `Event` row says who, when, why and about what; it holds no personal value. Those lie in
`EventPersonal`, one erasable row per event and subject, and the event keeps a salted digest of
them. Rows are appended freely; a short job seals them per school in commit order, so that writers
never queue behind the chain. `Outbox` names what still has to be done with an event.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from sqlalchemy import JSON, Column, ForeignKey, Index, LargeBinary, String
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import BigKey, UtcDateTime

SEAL = "seal"
"""The outbox consumer that seals events into the chain."""


class Event(SQLModel, table=True):
    """One thing that happened in the school (событие)."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_subject", "subject", "subject_id"),
        Index("ix_event_school_at", "school_id", "at"),
        Index("ix_event_about", "about_id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    school_id: int | None = Field(default=None)
    kind: str = Field(sa_type=String(64))
    at: datetime = Field(sa_type=UtcDateTime)
    account_id: int | None = None
    person_id: int | None = None
    role: str = Field(default="", sa_type=String(32))
    subject: str = Field(sa_type=String(32))
    subject_id: int
    about_id: int | None = None
    group_id: int | None = None
    lesson_id: int | None = None
    why: str = Field(default="", sa_type=String(64))
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    personal_digest: bytes | None = Field(default=None, sa_type=LargeBinary(32))


class EventPersonal(SQLModel, table=True):
    """The personal values of an event (персональные данные события): may be erased alone."""

    __tablename__ = "event_personal"

    event_id: int = Field(
        sa_column=Column(BigKey, ForeignKey("event.id"), primary_key=True, autoincrement=False)
    )
    about_id: int | None = Field(default=None, index=True)
    salt: bytes = Field(sa_type=LargeBinary(16))
    values: dict[str, Any] = Field(sa_column=Column("personal_values", JSON, nullable=False))


class Outbox(SQLModel, table=True):
    """Something still to be done with an event, by one consumer (исходящие)."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_consumer_school", "consumer", "school_id", "event_id"),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    consumer: str = Field(sa_type=String(64))
    school_id: int | None = None
    event_id: int = Field(sa_column=Column(BigKey, ForeignKey("event.id"), nullable=False))


class Seal(SQLModel, table=True):
    """A link of a school's chain: the digests of a batch of events, in commit order (печать)."""

    __tablename__ = "seal"
    __table_args__ = (Index("uq_seal_school_number", "school_id", "number", unique=True),)

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    school_id: int = 0
    number: int
    sealed_at: datetime = Field(sa_type=UtcDateTime)
    event_ids: list[int] = Field(sa_type=JSON)
    digest: bytes = Field(sa_type=LargeBinary(32))


@dataclass(frozen=True)
class NewEvent:
    """An event about to be appended, with its personal values beside it."""

    kind: str
    subject: str
    subject_id: int
    at: datetime
    school_id: int | None = None
    account_id: int | None = None
    person_id: int | None = None
    role: str = ""
    about_id: int | None = None
    group_id: int | None = None
    lesson_id: int | None = None
    why: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    consumers: Sequence[str] = ()


def plain(value: Any) -> Any:
    """A JSON-ready copy: dates and enums as text, nested values likewise."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, BaseModel):
        return plain(value.model_dump())
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, int | float | bool | None.__class__) else str(value)


_SPELLING = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def canonical(value: Any) -> bytes:
    """The one spelling of a value that digests are taken of."""
    return _SPELLING.encode(value).encode()


def personal_digest(salt: bytes, values: Mapping[str, Any]) -> bytes:
    """SHA-256 of salt and values; without the salt the values cannot be guessed from it."""
    return hashlib.sha256(salt + canonical(values)).digest()


def new_salt() -> bytes:
    """Sixteen random bytes for one event's personal values."""
    return secrets.token_bytes(16)


def moment_text(moment: datetime) -> str:
    """A moment as the digest spells it: UTC, microseconds always written."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


DIGEST_COLUMNS = (
    "id", "school_id", "kind", "at", "account_id", "person_id", "role", "subject", "subject_id",
    "about_id", "group_id", "lesson_id", "why", "facts", "personal_digest",
)  # fmt: skip
"""The columns of an event that its digest covers, in this order."""


def event_digest(row: Sequence[Any]) -> bytes:
    """SHA-256 of an event's columns, given in the order of `DIGEST_COLUMNS`."""
    spelled = [
        moment_text(v) if isinstance(v, datetime) else v.hex() if isinstance(v, bytes) else v
        for v in row
    ]
    return hashlib.sha256(canonical(spelled)).digest()


def chain_digest(previous: bytes, number: int, digests: Sequence[bytes]) -> bytes:
    """The digest of a seal: the one before it, its number, and its events in order."""
    link = hashlib.sha256(previous + number.to_bytes(8, "big"))
    for digest in digests:
        link.update(digest)
    return link.digest()
