"""Sealing events into a chain, and checking it (опечатывание и проверка событий).

`recording.append` writes events inside the transaction of the act itself. `seal_pending` runs
later, alone per school: it links what was committed since into the chain. `verify` walks a
school's chain for `ediary verify`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, text, true
from sqlalchemy.orm import Session

from ediary_app.kernel.events import (
    DIGEST_COLUMNS,
    SEAL,
    Event,
    EventPersonal,
    Outbox,
    Seal,
    chain_digest,
    event_digest,
    personal_digest,
)

event_table = Event.__table__  # type: ignore[attr-defined]
personal_table = EventPersonal.__table__  # type: ignore[attr-defined]
outbox_table = Outbox.__table__  # type: ignore[attr-defined]
seal_table = Seal.__table__  # type: ignore[attr-defined]

GENESIS = bytes(32)
SEAL_BATCH = 500
GONE = "erased"
NO_SCHOOL = 0
"""Events of the whole deployment (accounts, settings) form a chain of their own."""


def schools_to_seal(session: Session) -> list[int]:
    """The schools that have events waiting for the seal."""
    waiting = select(outbox_table.c.school_id).where(outbox_table.c.consumer == SEAL).distinct()
    return list(session.scalars(waiting))


def seal_pending(
    session: Session, school_id: int, now: datetime, *, limit: int = SEAL_BATCH
) -> int:
    """Seal up to `limit` waiting events of one school; returns how many were sealed.

    One sealer at a time per school: an advisory lock on PostgreSQL, the writer's lock on SQLite.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(5005, :s)"), {"s": school_id})
    waiting = session.execute(
        select(outbox_table.c.id, outbox_table.c.event_id)
        .where(outbox_table.c.consumer == SEAL, outbox_table.c.school_id == school_id)
        .order_by(outbox_table.c.id)
        .limit(limit)
    ).all()
    if not waiting:
        return 0
    event_ids = [row.event_id for row in waiting]
    digests = _digests(session, event_ids)
    number, previous = last_seal(session, school_id)
    session.execute(
        insert(seal_table).values(
            school_id=school_id,
            number=number + 1,
            sealed_at=now,
            event_ids=event_ids,
            digest=chain_digest(previous, number + 1, [digests[i] for i in event_ids]),
        )
    )
    session.execute(delete(outbox_table).where(outbox_table.c.id.in_([r.id for r in waiting])))
    return len(waiting)


def last_seal(session: Session, school_id: int) -> tuple[int, bytes]:
    """Number and digest of a school's newest seal; (0, zeroes) before the first."""
    row = session.execute(
        select(seal_table.c.number, seal_table.c.digest)
        .where(seal_table.c.school_id == school_id)
        .order_by(seal_table.c.number.desc())
        .limit(1)
    ).first()
    return (row.number, bytes(row.digest)) if row else (0, GENESIS)


def _digests(session: Session, event_ids: Sequence[int]) -> dict[int, bytes]:
    columns = [event_table.c[name] for name in DIGEST_COLUMNS]
    rows = session.execute(select(*columns).where(event_table.c.id.in_(event_ids)))
    return {row[0]: event_digest(row) for row in rows}


@dataclass(frozen=True)
class Fault:
    """A place where the history does not agree with its seals (нарушение целостности)."""

    school_id: int
    seal_number: int
    event_id: int | None
    what: str


@dataclass(frozen=True)
class Verification:
    """What `ediary verify` found: counts, the unsealed tail, and faults (empty when clean)."""

    sealed: int
    unsealed: int
    erased: int
    faults: tuple[Fault, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing disagrees."""
        return not self.faults


def verify(session: Session, school_id: int | None = None) -> Verification:
    """Walk the chains, every sealed event and every personal row that is still there.

    One school's chain, or all of them when no school is named. Counts and lengths of the chains
    are taken in one statement, so that acts and seals of the same moment disturb nothing.
    """
    sealed = erased = 0
    faults: list[Fault] = []
    lengths, total, unsealed = _measured(session, school_id)
    for school, length in lengths.items():
        for seal_faults, count, gone in _verify_chain(session, school, length):
            faults += seal_faults
            sealed += count
            erased += gone
    if total != sealed + unsealed:
        faults.append(
            Fault(school_id or 0, 0, None, f"{total} events, {sealed} sealed, {unsealed} waiting")
        )
    return Verification(sealed, unsealed, erased, tuple(faults))


def _measured(session: Session, school_id: int | None) -> tuple[dict[int, int], int, int]:
    """The chains with their newest numbers, all events, and those that wait for a seal."""
    waiting = select(func.count()).select_from(outbox_table).where(outbox_table.c.consumer == SEAL)
    every = select(func.count()).select_from(event_table)
    chains = select(seal_table.c.school_id, func.max(seal_table.c.number).label("length"))
    if school_id is not None:
        waiting = waiting.where(outbox_table.c.school_id == school_id)
        every = every.where(event_table.c.school_id == school_id)
        chains = chains.where(seal_table.c.school_id == school_id)
    found = chains.group_by(seal_table.c.school_id).subquery()
    counts = select(
        every.scalar_subquery().label("total"), waiting.scalar_subquery().label("unsealed")
    ).subquery()
    rows = session.execute(
        select(counts, found.c.school_id, found.c.length)
        .select_from(counts.outerjoin(found, true()))
        .order_by(found.c.school_id)
    ).all()
    lengths = {row.school_id: row.length for row in rows if row.school_id is not None}
    return lengths, rows[0].total, rows[0].unsealed


def _verify_chain(
    session: Session, school_id: int, length: int
) -> Iterator[tuple[list[Fault], int, int]]:
    """One seal after another: its faults, how many events it covers, how many values are gone."""
    previous = GENESIS
    for expected, (number, seal) in enumerate(_seals(session, school_id, length), 1):
        rows = _sealed(session, seal.event_ids)
        found = {row[0]: _personal_fault(row) for row in rows}
        faults = [
            Fault(school_id, number, event_id, what)
            for event_id, what in found.items()
            if what not in ("", GONE)
        ]
        if len(rows) != len(seal.event_ids):
            faults.append(Fault(school_id, number, None, "an event is missing"))
        digests = {row[0]: event_digest(row[: len(DIGEST_COLUMNS)]) for row in rows}
        present = [digests.get(i, GENESIS) for i in seal.event_ids]
        if number != expected or chain_digest(previous, number, present) != bytes(seal.digest):
            faults.append(Fault(school_id, number, None, "the chain does not hold"))
        previous = bytes(seal.digest)
        yield faults, len(seal.event_ids), list(found.values()).count(GONE)


def _seals(session: Session, school_id: int, length: int) -> Iterator[tuple[int, Any]]:
    """Number, events and digest of each seal; read one by one, for a long chain is large."""
    of_school = seal_table.c.school_id == school_id
    numbers = (
        select(seal_table.c.number)
        .where(of_school, seal_table.c.number <= length)
        .order_by(seal_table.c.number)
    )
    for number in session.scalars(numbers).all():
        found = select(seal_table.c.event_ids, seal_table.c.digest)
        yield number, session.execute(found.where(of_school, seal_table.c.number == number)).one()


def _sealed(session: Session, event_ids: Sequence[int]) -> list[Any]:
    """The events of a seal, each with its personal row where that is still there."""
    columns = [event_table.c[name] for name in DIGEST_COLUMNS]
    statement = (
        select(*columns, personal_table.c.salt, personal_table.c.personal_values)
        .join(personal_table, personal_table.c.event_id == event_table.c.id, isouter=True)
        .where(event_table.c.id.in_(event_ids))
    )
    return list(session.execute(statement))


def _personal_fault(row: Any) -> str:
    """What is wrong with an event's personal values: empty, or `GONE` when they were erased."""
    if row.personal_digest is None:
        return "" if row.salt is None else "personal values were added"
    if row.salt is None:
        return GONE
    agrees = personal_digest(bytes(row.salt), row.personal_values) == bytes(row.personal_digest)
    return "" if agrees else "personal values were changed"
