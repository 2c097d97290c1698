"""What an import would change (изменения): gathered first, written whole or not at all.

A plan names rows that do not exist yet by `New`; when it is carried out, the rows of each table
are written at once, in the order in which the tables depend on each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ediary_app.access import account_making
from ediary_app.access.account_making import Wanted
from ediary_app.access.context import Context
from ediary_app.access.values import Role
from ediary_app.consent import lists as consent
from ediary_app.exchange.rows import Row
from ediary_app.kernel.bulk import Lists
from ediary_app.school import lists as school
from ediary_app.timetable import lists as timetable

ORDER = (
    "person", "student", "staff_member", "school_class", "subject", "enrolment", "guardianship",
    "teaching_group", "group_member", "assignment", "contact", "room", "timetable_entry",
)  # fmt: skip
OWNERS: dict[str, Lists] = {
    name: owner
    for owner in (school.LISTS, consent.LISTS, timetable.LISTS, account_making.LISTS)
    for name in owner.tables
}
"""Who owns each table that an import writes."""


@dataclass(eq=False)
class New:
    """A row that is still to be written; its id is known afterwards."""

    table: str
    values: dict[str, Any]
    id: int = 0


Ref = int | New


@dataclass(frozen=True)
class Traced:
    """One row that was made, changed or removed, with what it said before and after."""

    table: str
    row_id: int
    act: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


@dataclass
class Changes:
    """All that one import would do."""

    new: dict[str, list[New]] = field(default_factory=dict)
    changed: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    removed: dict[str, list[int]] = field(default_factory=dict)
    accounts: list[tuple[Ref, Role, tuple[str, str, str]]] = field(default_factory=list)
    rows: dict[tuple[str, int, str], str] = field(default_factory=dict)
    ended_entries: list[int] = field(default_factory=list)
    _acts: int = 0
    _is_new: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether everything is as the table says already."""
        return self._acts == 0

    @contextmanager
    def row(self, row: Row) -> Iterator[None]:
        """Count what is done inside as one row: new, changed or unchanged."""
        before, self._is_new = self._acts, False
        yield
        state = "new" if self._is_new else "changed" if self._acts > before else "unchanged"
        self.rows[row.key] = state

    def add(self, table: str, *, is_row: bool = False, **values: Any) -> New:
        """A new row; `is_row` says that the list's own row is new."""
        made = New(table, values)
        self.new.setdefault(table, []).append(made)
        self._acts += 1
        self._is_new = self._is_new or is_row
        return made

    def change(self, table: str, row_id: int, **values: Any) -> None:
        """Other values in an existing row; nothing when there are none."""
        if values:
            self.changed.setdefault(table, {}).setdefault(row_id, {}).update(values)
            self._acts += 1

    def remove(self, table: str, row_id: int) -> None:
        """Take a row away."""
        self.removed.setdefault(table, []).append(row_id)
        self._acts += 1

    def account(self, person: Ref, role: Role, name: tuple[str, str, str]) -> None:
        """Somebody shall be able to sign in in a role."""
        self.accounts.append((person, role, name))
        self._acts += 1

    def counts(self) -> Counter[str]:
        """How many rows are new, changed, unchanged."""
        return Counter(self.rows.values())


def carry_out(ctx: Context, changes: Changes) -> list[Traced]:
    """Write everything in bulk; returns the trace."""
    traced: list[Traced] = []
    for table in ORDER:
        traced += _add(ctx, table, changes.new.get(table, []))
    for table, rows in changes.changed.items():
        traced += _change(ctx, table, {i: _resolved(values) for i, values in rows.items()})
    for table in reversed(ORDER):
        traced += _remove(ctx, table, changes.removed.get(table, []))
    return traced + _make_accounts(ctx, changes)


def _resolved(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: v.id if isinstance(v, New) else v for name, v in values.items()}


def _add(ctx: Context, table: str, rows: list[New]) -> list[Traced]:
    ids = OWNERS[table].add(ctx.session, table, [_resolved(row.values) for row in rows])
    for row, row_id in zip(rows, ids, strict=True):
        row.id = row_id
    return [Traced(table, row_id, "made") for row_id in ids]


def _change(ctx: Context, table: str, rows: dict[int, dict[str, Any]]) -> list[Traced]:
    before = OWNERS[table].rows(ctx.session, table, rows)
    OWNERS[table].change(ctx.session, table, rows)
    return [
        Traced(table, i, "changed", {name: before[i][name] for name in values}, values)
        for i, values in rows.items()
    ]


def _remove(ctx: Context, table: str, ids: list[int]) -> list[Traced]:
    before = OWNERS[table].rows(ctx.session, table, ids) if ids else {}
    OWNERS[table].remove(ctx.session, table, ids)
    return [Traced(table, i, "removed", before[i]) for i in ids]


def _make_accounts(ctx: Context, changes: Changes) -> list[Traced]:
    wanted = [
        Wanted(person.id if isinstance(person, New) else person, role, *name)
        for person, role, name in changes.accounts
    ]
    made = account_making.make_accounts(ctx, wanted)
    accounts = [Traced("account", i, "made") for i in made.accounts]
    return accounts + [Traced("account_role", i, "made") for i in made.roles]
