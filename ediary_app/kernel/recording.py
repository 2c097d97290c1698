"""Writing events down (запись событий), inside the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Integer, Text, bindparam, func, insert, select
from sqlalchemy.orm import Session

from ediary_app.kernel import bulk
from ediary_app.kernel.eventlog import NO_SCHOOL, event_table, outbox_table, personal_table
from ediary_app.kernel.events import SEAL, NewEvent, new_salt, personal_digest, plain

_PERSONAL, _OUTBOX = insert(personal_table), insert(outbox_table)
_TELL = select(func.pg_notify(bindparam("channel"), bindparam("payload")))


def append(
    session: Session, new: Sequence[NewEvent], *, tell: tuple[str, str] | None = None
) -> list[int]:
    """Append events, their personal values and outbox rows; the ids come in the same order.

    `tell` is a channel and a payload: PostgreSQL notifies them when the act is committed.
    """
    whole = [_Whole(item, plain(item.values)) for item in new]
    if session.get_bind().dialect.name == "postgresql" and len(whole) == 1:
        return [_append_at_once(session, whole[0], tell or ("", ""))]
    ids = bulk.insert_many(session, event_table, [item.event for item in whole])
    personal = [{"event_id": i, **x.personal} for i, x in zip(ids, whole, strict=True) if x.values]
    if personal:
        session.execute(_PERSONAL, personal)
    outbox = [
        {"consumer": c, "school_id": x.event["school_id"] or NO_SCHOOL, "event_id": i}
        for i, x in zip(ids, whole, strict=True)
        for c in x.consumers
    ]
    session.execute(_OUTBOX, outbox)
    if tell:
        session.execute(_TELL, {"channel": tell[0], "payload": tell[1]})
    return ids


class _Whole:
    """An event with its row, its personal row and its consumers, ready to be written."""

    def __init__(self, item: NewEvent, values: dict[str, Any]) -> None:
        salt = new_salt() if values else b""
        self.values = values
        self.event = _event_row(item, personal_digest(salt, values) if values else None)
        self.personal = {"about_id": item.about_id, "salt": salt, "personal_values": values}
        self.consumers = (SEAL, *item.consumers)


def _append_at_once(session: Session, item: _Whole, tell: tuple[str, str]) -> int:
    """All rows of one event and its notice in one statement: one round trip, not four."""
    statement = _at_once(bool(item.values), len(item.consumers), bool(tell[0]))
    values = {**item.event, "channel": tell[0], "payload": tell[1]}
    values["chain"] = item.event["school_id"] or NO_SCHOOL
    values |= {f"of_{name}": value for name, value in item.personal.items()}
    values |= {f"consumer_{n}": name for n, name in enumerate(item.consumers)}
    return int(session.execute(statement, values).first()[0])  # type: ignore[index]


@cache
def _at_once(with_values: bool, consumers: int, with_notice: bool) -> Executable:
    row = {name: bindparam(name, type_=c.type) for name, c in event_table.c.items() if name != "id"}
    made = insert(event_table).values(row).returning(event_table.c.id).cte("made")
    parts = []
    if with_values:
        fields = [c for c in personal_table.c if c.name != "event_id"]
        bound = [bindparam(f"of_{c.name}", type_=c.type) for c in fields]
        parts.append(
            insert(personal_table)
            .from_select(["event_id", *(c.name for c in fields)], select(made.c.id, *bound))
            .cte("personal")
        )
    for number in range(consumers):
        consumer = bindparam(f"consumer_{number}", type_=outbox_table.c.consumer.type)
        waiting = select(consumer, bindparam("chain", type_=Integer()), made.c.id)
        parts.append(
            insert(outbox_table)
            .from_select(["consumer", "school_id", "event_id"], waiting)
            .cte(f"waiting_{number}")
        )
    notice = func.pg_notify(bindparam("channel", type_=Text()), bindparam("payload", type_=Text()))
    told = [notice] if with_notice else []
    return select(made.c.id, *told).add_cte(*parts)


def _event_row(item: NewEvent, digest: bytes | None) -> dict[str, object]:
    return {
        "school_id": item.school_id,
        "kind": str(item.kind),
        "at": item.at,
        "account_id": item.account_id,
        "person_id": item.person_id,
        "role": item.role,
        "subject": item.subject,
        "subject_id": item.subject_id,
        "about_id": item.about_id,
        "group_id": item.group_id,
        "lesson_id": item.lesson_id,
        "why": item.why,
        "facts": plain(item.facts),
        "personal_digest": digest,
    }
