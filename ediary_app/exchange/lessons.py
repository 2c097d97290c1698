"""The weekly timetable (расписание): what each class learns when, from rows or from a grid.

The timetable of a class is replaced as a whole: what is no longer in the table ends today. Lessons
already held stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from ediary_app.exchange import cells
from ediary_app.exchange.assignments import Groups, LoadRow, read_part, teach
from ediary_app.exchange.book import Book, group
from ediary_app.exchange.changes import Ref
from ediary_app.exchange.pupils import read_class
from ediary_app.exchange.rows import Remarks, Row
from ediary_app.exchange.teachers import Teachers
from ediary_app.exchange.values import M
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.timetable.models import Room, TimetableEntry
from ediary_app.timetable.values import Parity

entry, room = TimetableEntry.__table__, Room.__table__  # type: ignore[attr-defined]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """One lesson of the week as the table says (урок в сетке)."""

    load: LoadRow
    weekday: int
    slot: int
    room: str
    parity: Parity


def plan(rows: Sequence[Row], book: Book, remarks: Remarks) -> None:
    """Compare the table with the timetable in force and gather what would change."""
    teachers = Teachers(book)
    read = [_read(row, teachers, book, remarks) for row in rows]
    found = [cell for cell in read if cell is not None]
    _say_clashes(found, remarks)
    groups = Groups(book, remarks)
    groups.expect([cell.load for cell in found])
    week = Week(book)
    for cell in found:
        if not remarks.is_bad(cell.load.row):
            with book.changes.row(cell.load.row):
                is_known = groups.known(cell.load) is not None
                ref = groups.ref(cell.load)
                if not is_known or not book.assignments.get(ref if isinstance(ref, int) else 0):
                    week.teach_once(ref, cell.load.teacher)
                week.put(ref, cell)
    week.end_the_rest({cell.load.school_class for cell in found})


def _read(row: Row, teachers: Teachers, book: Book, remarks: Remarks) -> Cell | None:
    in_class, subject = read_class(row, remarks), row.text(M.SUBJECT)[:120]
    if not subject:
        remarks.problem(row, M.SUBJECT, _("The subject is missing."))
    weekday = remarks.cell(row, M.WEEKDAY, cells.weekday)
    if weekday is None and not row.has(M.WEEKDAY):
        remarks.problem(row, M.WEEKDAY, _("The day of the week is missing."))
    slot = remarks.cell(row, M.SLOT, cells.slot)
    if slot is None and not row.has(M.SLOT):
        remarks.problem(row, M.SLOT, _("The number of the lesson is missing."))
    parity = remarks.cell(row, M.PARITY, cells.parity) or Parity.EVERY
    teacher = teachers.of(row, remarks)
    if in_class is None or weekday is None or slot is None or remarks.is_bad(row):
        return None
    part = read_part(row)
    teacher = teacher or _assigned(in_class, subject, part, book)
    if teacher is None:
        remarks.problem(row, M.TEACHER, _("Nobody is assigned to this subject: name the teacher."))
        return None
    load = LoadRow(row, in_class, subject, teacher, part, None)
    return Cell(load, weekday, slot, row.text(M.ROOM)[:40], parity)


def _assigned(in_class: tuple[int, str], subject: str, part: str, book: Book) -> int | None:
    """Without a name in the cell: whoever is assigned to the group."""
    home = book.classes.get(in_class)
    subject_id = book.subjects.get(names.search_key(subject))
    name = f"{in_class[0]}{in_class[1]}" + (f" гр. {part}" if part else "")
    known = (
        book.groups.get((home.id, subject_id, name))
        if home and isinstance(subject_id, int)
        else None
    )
    teachers = book.assignments.get(known.id, []) if known else []
    return int(teachers[0].teacher_id) if teachers else None


def _say_clashes(found: Sequence[Cell], remarks: Remarks) -> None:
    """A class cannot have two lessons at once, unless it is divided; a teacher in two is noted."""
    classes: dict[object, Cell] = {}
    busy: dict[object, Cell] = {}
    for cell in found:
        load, when = cell.load, (cell.weekday, cell.slot, cell.parity)
        twin = classes.setdefault((load.school_class, load.part, *when), cell)
        if twin is not cell:
            remarks.problem(
                load.row, M.SLOT,
                _("The class has another lesson then, in row {row}. When it is divided, fill in "
                  "the column “Group”.", row=twin.load.row.number),
            )  # fmt: skip
        other = busy.setdefault((load.teacher, *when), cell)
        if other is not cell and other.load.row != load.row:
            sentence = _("The teacher has another lesson then, in row {row}.",
                         row=other.load.row.number)  # fmt: skip
            remarks.note(load.row, M.TEACHER, sentence)


@dataclass
class Week:
    """The timetable in force and what becomes of it."""

    book: Book
    _kept: set[int] = field(default_factory=set)
    _taught: set[object] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read the entries and rooms of the school."""
        ctx, book = self.book.ctx, self.book
        self._rooms: dict[str, Ref] = {
            names.search_key(row.name): row.id
            for row in ctx.session.execute(
                select(room.c.id, room.c.name).where(room.c.school_id == ctx.school_id)
            )
        }
        self._entries: dict[tuple[Any, ...], Any] = {}
        self._of_class: dict[int, list[Any]] = defaultdict(list)
        rows = ctx.session.execute(
            select(entry.c.id, entry.c.group_id, entry.c.teacher_id, entry.c.room_id,
                   entry.c.weekday, entry.c.slot, entry.c.parity, entry.c.valid_from,
                   group.c.class_id)
            .join(group, group.c.id == entry.c.group_id)
            .where(
                group.c.year_id == book.year.id,
                or_(entry.c.valid_to.is_(None), entry.c.valid_to >= ctx.today),
            )
        )  # fmt: skip
        for row in rows:
            key = (row.group_id, row.weekday, row.slot, row.parity, row.teacher_id, row.room_id)
            self._entries[key] = row
            self._of_class[row.class_id or 0].append(row)

    def teach_once(self, ref: Ref, teacher: int) -> None:
        """A group that nobody is assigned to is assigned to whoever teaches it."""
        key = ref if isinstance(ref, int) else id(ref)
        if key not in self._taught:
            self._taught.add(key)
            teach(self.book, ref, teacher)

    def put(self, ref: Ref, cell: Cell) -> None:
        """One lesson of the week: kept when it is there, else made."""
        place = self._room(cell.room) if cell.room else None
        key = (ref, cell.weekday, cell.slot, cell.parity.value, cell.load.teacher, place)
        known = self._entries.get(key) if isinstance(ref, int) else None
        if known is None and place is None:
            known = next((e for k, e in self._entries.items() if k[:5] == key[:5]), None)
        if known is not None:
            self._kept.add(known.id)
            return
        book = self.book
        is_replaced = isinstance(ref, int) and any(k[:4] == key[:4] for k in self._entries)
        book.changes.add(
            "timetable_entry", is_row=not is_replaced, school_id=book.ctx.school_id, group_id=ref,
            teacher_id=cell.load.teacher, room_id=place, weekday=cell.weekday, slot=cell.slot,
            parity=cell.parity.value, valid_from=self._start(cell), valid_to=book.year.ends_on,
        )  # fmt: skip

    def _start(self, cell: Cell) -> Any:
        """The first timetable of a class holds since the year began, later ones from today."""
        book = self.book
        home = book.classes.get(cell.load.school_class)
        is_first = home is None or not self._of_class.get(home.id)
        return book.year.starts_on if is_first else max(book.year.starts_on, book.ctx.today)

    def _room(self, name: str) -> Ref:
        key = names.search_key(name)
        if key not in self._rooms:
            self._rooms[key] = self.book.changes.add(
                "room", school_id=self.book.ctx.school_id, name=name, seats=None
            )
        return self._rooms[key]

    def end_the_rest(self, classes: set[tuple[int, str]]) -> None:
        """Entries of the listed classes that the table no longer names end yesterday."""
        for key in classes:
            home = self.book.classes.get(key)
            for row in self._of_class.get(home.id, ()) if home else ():
                if row.id not in self._kept:
                    until = max(self.book.ctx.today, self.book.year.starts_on) - DAY
                    self.book.changes.change("timetable_entry", row.id, valid_to=until)
                    self.book.changes.ended_entries.append(row.id)
