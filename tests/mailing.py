"""Letters as their readers get them: the worker's reactions are run, the outbox is emptied."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, text

from ediary_app import wiring
from ediary_app.access.context import system_actor
from ediary_app.access.performing import Runtime, perform, use_runtime
from ediary_app.jobs import pump, reactions, tending
from ediary_app.post.models import OutgoingLetter

letter_table = OutgoingLetter.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Received:
    """A letter in somebody's hands."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    school_id: int | None

    @property
    def token(self) -> str:
        """The secret of its link."""
        found = re.search(r"#(\S+)", self.text)
        assert found, self.text
        return found[1]


@dataclass
class Mail:
    """The post of a test's product."""

    runtime: Runtime
    _read: int = 0

    def opened(self) -> Mail:
        """Let events lead to letters, as wiring does."""
        use_runtime(replace(self.runtime, subscribers=wiring.subscribers_of))
        reactions.REACTIONS.update(wiring.REACTIONS)
        return self

    def come(self) -> list[Received]:
        """The letters written since the last time, after the worker has done its part."""
        for queue in perform(tending.look, actor=system_actor("tests")).queues:
            pump.react_to(queue)
        c = letter_table.c
        with self.runtime.database.session(writes=False) as session:
            rows = session.execute(
                select(
                    c.id, c.address, c.subject, c.text_part, c.html_part, c.language, c.school_id
                )
                .where(c.id > self._read)
                .order_by(c.id)
            ).all()  # fmt: skip
            trouble = session.execute(text("SELECT error_code FROM reaction_trouble")).all()
        assert trouble == []
        self._read = rows[-1].id if rows else self._read
        return [Received(*row[1:]) for row in rows]

    def one(self) -> Received:
        """The only letter that came."""
        (letter,) = self.come()
        return letter


def everything_of(runtime: Runtime, table: str) -> list[dict[str, Any]]:
    """The rows of a table, as the database holds them."""
    with runtime.database.session(writes=False) as session:
        rows = session.execute(text(f"SELECT * FROM {table}")).mappings()
        return [dict(row) for row in rows]
