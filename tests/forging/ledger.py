"""What stands in the database, row by row, to see afterwards whose rows an attack touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, Table, select

from ediary_app.access.performing import Runtime
from ediary_app.tables import metadata

Key = tuple[Any, ...]
Rows = dict[str, dict[Key, dict[str, Any]]]

MACHINERY = {
    "outbox", "seal", "performed", "sign_in_attempt", "process_note", "failure_note",
}  # fmt: skip
"""Tables that the product itself writes: seals, keys of acts, counted attempts, its own pulse."""


def everything(runtime: Runtime) -> Rows:
    """Every row of every table but the machinery's."""
    with runtime.database.session(writes=False) as session:
        return {
            table.name: {
                _key(table, row): dict(row._mapping) for row in session.execute(select(table))
            }
            for table in _watched()
        }


def _watched() -> list[Table]:
    return [table for table in metadata.sorted_tables if table.name not in MACHINERY]


def _key(table: Table, row: Row[Any]) -> Key:
    return tuple(row._mapping[column.name] for column in table.primary_key)


@dataclass
class Theirs:
    """The rows of the people who must not be touched, by table, and what refers to them."""

    ids: dict[str, set[int]] = field(default_factory=dict)

    @classmethod
    def made_between(cls, before: Rows, after: Rows) -> Theirs:
        """The rows that came about between two looks at the database."""
        made = {
            table: {int(key[0]) for key in rows.keys() - before.get(table, {}).keys()}
            for table, rows in after.items()
        }
        return cls({table: ids for table, ids in made.items() if ids})

    def named(self, table: str) -> list[int]:
        """The ids of their rows in a table."""
        return sorted(self.ids.get(table, ()))

    def mentions(self, table: Table, row: dict[str, Any]) -> bool:
        """Whether a row refers to them by a foreign key, or an event is about them."""
        for column in table.columns:
            for key in column.foreign_keys:
                if row[column.name] in self.ids.get(key.column.table.name, ()):
                    return True
        pointers = {"about_id": "person", "group_id": "teaching_group", "lesson_id": "lesson"}
        return any(row.get(name) in self.ids.get(of, ()) for name, of in pointers.items())


def harm(before: Rows, after: Rows, kept: Rows, theirs: Theirs, account_id: int) -> list[str]:
    """What an attack by this account changed that it may not: rows to keep, or rows about them."""
    found = []
    for table in _watched():
        old, new = before.get(table.name, {}), after.get(table.name, {})
        for key in old.keys() | new.keys():
            was, now = old.get(key), new.get(key)
            if was == now or _is_own(table.name, was or now or {}, account_id):
                continue
            if key in kept[table.name] or theirs.mentions(table, now or was or {}):
                found.append(f"{table.name} {key}: {was} → {now}")
    return found


def _is_own(table: str, row: dict[str, Any], account_id: int) -> bool:
    """The attacker's own account, its devices, and failed sign-ins, which are only counted."""
    if table == "account":
        return bool(row.get("id") == account_id)
    if table == "event":
        return row.get("kind") == "access.sign_in_failed" or row.get("account_id") == account_id
    if table == "event_personal":
        return row.get("about_id") is None
    return bool(row.get("account_id") == account_id)
