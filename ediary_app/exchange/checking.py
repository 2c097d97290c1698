"""Checking a table against the school (проверка): the same plan for the dry run and the import."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.exchange import assignments, guardians, lessons, pupils, rows, staff
from ediary_app.exchange.book import Book, open_book
from ediary_app.exchange.changes import Changes
from ediary_app.exchange.headers import plain
from ediary_app.exchange.models import ColumnMemory
from ediary_app.exchange.rows import Remarks, Row, Table
from ediary_app.exchange.values import Counted, ListKind, Message, Severity
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.timetable.opening import has_bells

memory = ColumnMemory.__table__  # type: ignore[attr-defined]
PLANNERS: dict[ListKind, Callable[[Sequence[Row], Book, Remarks], None]] = {
    ListKind.PUPILS: pupils.plan,
    ListKind.GUARDIANS: guardians.plan,
    ListKind.STAFF: staff.plan,
    ListKind.ASSIGNMENTS: assignments.plan,
    ListKind.TIMETABLE: lessons.plan,
}
MAKES: tuple[tuple[str, LazyText], ...] = (
    ("student", _("Pupils")), ("staff_member", _("Members of staff")), ("person", _("People")),
    ("guardianship", _("Representations")), ("school_class", _("Classes")),
    ("subject", _("Subjects")), ("teaching_group", _("Teaching groups")),
    ("group_member", _("Members of groups")), ("assignment", _("Assignments")),
    ("contact", _("Contacts")), ("room", _("Rooms")), ("timetable_entry", _("Timetable lessons")),
)  # fmt: skip
ACCOUNTS = _("Accounts")


@dataclass
class Checked:
    """A table compared with the school: what would change, and what is to be said."""

    book: Book
    changes: Changes
    remarks: Remarks
    row_count: int

    @property
    def problems(self) -> int:
        """Rows that stop the import."""
        return len(self.remarks.bad)

    def sorted_messages(self) -> list[Message]:
        """Problems first, then notes, each in the order of the rows."""
        said = dict.fromkeys(self.remarks.messages)
        return sorted(said, key=lambda m: (m.severity != Severity.PROBLEM, m.sheet, m.row))

    def makes(self) -> tuple[Counted, ...]:
        """What would be made, in words."""
        new = self.changes.new
        made = [Counted(str(words), len(new[t])) for t, words in MAKES if new.get(t)]
        newcomers = {id(a[0]) if not isinstance(a[0], int) else a[0] for a in self.changes.accounts}
        return (*made, *([Counted(str(ACCOUNTS), len(newcomers))] if newcomers else []))


def compare(ctx: Context, table: Table, mapping: Mapping[int, str]) -> Checked:
    """Plan the import of a table without writing anything."""
    changes, remarks = Changes(), Remarks()
    book = open_book(ctx, changes)
    _say_what_is_opened(book, table.kind, remarks)
    found = rows.rows_of(table, mapping, remarks)
    PLANNERS[table.kind](found, book, remarks)
    return Checked(book, changes, remarks, len(found))


def _say_what_is_opened(book: Book, kind: ListKind, remarks: Remarks) -> None:
    if book.year.id == 0:
        sentence = _(
            "The school year {name} will be opened: 1 September to 26 May, quarters for levels "
            "1–9, half-years for 10–11, the usual holidays.",
            name=book.year.name,
        )
        remarks.about_table(sentence)
    if kind is ListKind.TIMETABLE and not has_bells(book.ctx):
        remarks.about_table(_("The usual bells will be set: lessons of 40 minutes from 8:00."))


def remembered(ctx: Context, table: Table) -> dict[int, str]:
    """Column → meaning as this school chose last time, else as the header names suggest."""
    chosen = rows.guessed(table)
    before = ctx.session.scalar(
        select(memory.c.meanings).where(
            memory.c.school_id == ctx.school_id, memory.c.kind == table.kind.value
        )
    )
    for column in table.head.columns:
        meaning = (before or {}).get(plain(column.title)) if column.title else None
        if meaning is not None:
            chosen[column.index] = meaning
    return _without_repetition(chosen)


def _without_repetition(chosen: Mapping[int, str]) -> dict[int, str]:
    kept: dict[int, str] = {}
    for index, meaning in sorted(chosen.items()):
        if meaning and meaning not in kept.values():
            kept[index] = meaning
    return kept


def remember(ctx: Context, table: Table, mapping: Mapping[int, str]) -> None:
    """Keep the meanings of the columns for the next table of this kind."""
    said = {plain(c.title): mapping.get(c.index, "") for c in table.head.columns if plain(c.title)}
    if not said:
        return
    where = (memory.c.school_id == ctx.school_id, memory.c.kind == table.kind.value)
    row = ctx.session.execute(select(memory.c.id, memory.c.meanings).where(*where)).first()
    if row is None:
        values = {"school_id": ctx.school_id, "kind": table.kind.value, "meanings": said}
        ctx.session.execute(memory.insert().values(values))
    elif {**row.meanings, **said} != row.meanings:
        merged = {**row.meanings, **said}
        ctx.session.execute(memory.update().where(memory.c.id == row.id).values(meanings=merged))
