"""Events of the demo's past, with digests and seals like real ones (история записей)."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from ediary_app.demo import schema
from ediary_app.demo.bulk import Bulk
from ediary_app.kernel.events import (
    DIGEST_COLUMNS,
    chain_digest,
    event_digest,
    personal_digest,
)

SEAL_EVENTS = 1_000
PERSONAL_COLUMNS = ("event_id", "about_id", "salt", "personal_values")


class Chain:
    """Appends events of one school and seals them as it goes."""

    def __init__(self, bulk: Bulk, random: Random, school_id: int) -> None:
        self._bulk, self._random, self._school = bulk, random, school_id
        self._events: list[tuple[Any, ...]] = []
        self._personal: list[tuple[Any, ...]] = []
        self._ids: list[int] = []
        self._digests: list[bytes] = []
        self._previous, self._number = bytes(32), 0

    def record(
        self,
        kind: str,
        at: datetime,
        actor: tuple[int, int, str],
        subject: tuple[str, int],
        *,
        about: int | None = None,
        group: int | None = None,
        lesson: int | None = None,
        facts: dict[str, Any] | None = None,
        values: dict[str, Any] | None = None,
    ) -> None:
        """One event; `actor` is account, person and role."""
        event_id = self._bulk.next_id(schema.EVENT)
        digest = None
        if values:
            salt = self._random.randbytes(16)
            digest = personal_digest(salt, values)
            self._personal.append((event_id, about, salt, values))
        row = (event_id, self._school, kind, at, *actor, *subject, about, group, lesson, "",
               facts or {}, digest)  # fmt: skip
        self._events.append(row)
        self._ids.append(event_id)
        self._digests.append(event_digest(row))
        if len(self._ids) >= SEAL_EVENTS:
            self.seal(at)

    def seal(self, at: datetime) -> None:
        """Seal what was recorded since the last seal and hand the rows over."""
        if not self._ids:
            return
        self._number += 1
        self._previous = chain_digest(self._previous, self._number, self._digests)
        self._bulk.add_many(schema.EVENT, DIGEST_COLUMNS, self._events)
        self._bulk.add_many(schema.PERSONAL, PERSONAL_COLUMNS, self._personal)
        self._bulk.add(
            schema.SEAL,
            school_id=self._school,
            number=self._number,
            sealed_at=at,
            event_ids=self._ids,
            digest=self._previous,
        )
        self._events, self._personal, self._ids, self._digests = [], [], [], []
