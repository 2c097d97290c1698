"""Rows of a list (строки списка): cells by what they mean, and messages about their places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ediary_app.exchange import cells, grid, headers
from ediary_app.exchange.cells import Cell
from ediary_app.exchange.headers import Column, Head
from ediary_app.exchange.values import (
    KIND_MEANINGS,
    MEANING_NAMES,
    ListKind,
    Meaning,
    Message,
    Severity,
)
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import sheets
from ediary_app.lowcode.sheets import Line, Sheet

T = TypeVar("T")
M = Meaning
_TOTAL = re.compile(r"(?:итого|всего|total)\b", re.I)


@dataclass(frozen=True)
class Row:
    """One row of a list: where it stands and its cells by meaning (строка)."""

    sheet: str
    number: int
    cells: Mapping[Meaning, Cell]
    columns: Mapping[Meaning, str]
    cell: str = ""
    """The column of a grid's lesson: there one row of the sheet holds many."""

    @property
    def key(self) -> tuple[str, int, str]:
        """What tells this row from every other."""
        return self.sheet, self.number, self.cell

    def has(self, *meanings: Meaning) -> bool:
        """Whether any of these cells is filled in."""
        return any(cells.text(self.cells.get(m)) for m in meanings)

    def text(self, meaning: Meaning) -> str:
        """A cell as clean text."""
        return cells.text(self.cells.get(meaning))


@dataclass
class Remarks:
    """What is said about the rows; a row with a problem is in `bad` (замечания к строкам)."""

    messages: list[Message] = field(default_factory=list)
    bad: set[tuple[str, int, str]] = field(default_factory=set)

    def problem(self, row: Row, meaning: Meaning | None, sentence: LazyText) -> None:
        """Something that stops the import."""
        self.bad.add(row.key)
        self._say(Severity.PROBLEM, row, meaning, sentence)

    def note(self, row: Row, meaning: Meaning | None, sentence: LazyText) -> None:
        """Something worth knowing that stops nothing."""
        self._say(Severity.NOTE, row, meaning, sentence)

    def about_table(self, sentence: LazyText, sheet: str = "", row: int = 0) -> None:
        """A note about the whole table."""
        self.messages.append(Message(Severity.NOTE, sheet, row, "", str(sentence)))

    def is_bad(self, row: Row) -> bool:
        """Whether a row has a problem."""
        return row.key in self.bad

    def cell(self, row: Row, meaning: Meaning, read: Callable[[Cell], T]) -> T | None:
        """A cell as `read` understands it; None, and a problem said, when it cannot."""
        try:
            return read(row.cells.get(meaning))
        except cells.Unreadable as error:
            self.problem(row, meaning, error.message)
            return None

    def _say(
        self, severity: Severity, row: Row, meaning: Meaning | None, sentence: LazyText
    ) -> None:
        place = row.columns.get(meaning, "") if meaning else ""
        named = f"{place} · {MEANING_NAMES[meaning]}" if meaning and place else place
        self.messages.append(Message(severity, row.sheet, row.number, named, str(sentence)))


@dataclass(frozen=True)
class Table:
    """A list that was opened: its header, its sheets, whether it is a timetable as a grid."""

    kind: ListKind
    head: Head
    sheets: tuple[tuple[Sheet, int], ...]
    """Each sheet that is read, with the position of its header line."""
    skipped: tuple[str, ...] = ()
    lessons: tuple[Row, ...] | None = None
    """The rows of a grid, which needs no mapping."""


def open_table(data: bytes, kind: ListKind) -> Table:
    """Open a file as a list of a kind; `Invalid` when nothing can be read from it."""
    found = sheets.read(data)
    heads = [(sheet, headers.find(sheet, kind)) for sheet in found]
    best = max(heads, key=lambda pair: len(pair[1].meanings) if pair[1] else 0)
    is_list = best[1] is not None and M.SUBJECT in best[1].meanings.values()
    if kind is ListKind.TIMETABLE and not is_list and (lessons := _grid_rows(found)):
        return Table(kind, Head(0, (), {}), (), (), lessons)
    if best[1] is None or len(best[1].columns) < 2:
        sheet = found[0]
        head = headers.first_line(sheet)
        return _filled(Table(kind, head, ((sheet, head.line),), tuple(s.name for s in found[1:])))
    alike = [(s, h) for s, h in heads if h and h.meanings == best[1].meanings]
    skipped = tuple(s.name for s, h in heads if not h or h.meanings != best[1].meanings)
    return _filled(Table(kind, best[1], tuple((s, h.line) for s, h in alike), skipped))


def _grid_rows(found: Sequence[Sheet]) -> tuple[Row, ...]:
    cells_of = (lesson for sheet in found for lesson in grid.lessons(sheet))
    return tuple(
        Row(c.sheet, c.row, c.cells, dict.fromkeys(c.cells, c.column), c.column) for c in cells_of
    )


def _filled(table: Table) -> Table:
    if not any(len(sheet.lines) > line + 1 for sheet, line in table.sheets):
        raise errors.Invalid(
            _("Under the header there is no row. Fill the table in and try again."), code="no_rows"
        )
    return table


def guessed(table: Table) -> dict[int, str]:
    """Column → meaning as the header names suggest."""
    return {index: meaning.value for index, meaning in table.head.meanings.items()}


def rows_of(table: Table, mapping: Mapping[int, str], remarks: Remarks) -> tuple[Row, ...]:
    """The rows below the header by the chosen meanings of the columns."""
    if table.lessons is not None:
        return table.lessons
    allowed = KIND_MEANINGS[table.kind]
    chosen = {i: Meaning(m) for i, m in mapping.items() if m in allowed}
    if len(set(chosen.values())) < len(chosen):
        raise errors.Invalid(_("Two columns have the same meaning. Leave one of them unused."))
    _say_what_is_unused(table, chosen, remarks)
    made: list[Row] = []
    for sheet, line in table.sheets:
        made += _sheet_rows(sheet, line, chosen)
    return tuple(made)


def _sheet_rows(sheet: Sheet, line: int, chosen: Mapping[int, Meaning]) -> Sequence[Row]:
    columns = {meaning: headers.letter_of(index) for index, meaning in chosen.items()}
    has_level = M.LEVEL in columns
    section = "" if has_level else _class_of_sheet(sheet)
    made = []
    for below in sheet.lines[line + 1 :]:
        alone = _only_text(below)
        if alone and not has_level and _section(alone):
            section = alone
        if (alone and (_section(alone) or _TOTAL.match(alone))) or not below.cells:
            continue
        found = {m: below.cells[i] for i, m in chosen.items() if i < len(below.cells)}
        if any(cells.text(cell) for cell in found.values()):
            if section and not cells.text(found.get(M.CLASS)):
                found[M.CLASS] = section
            made.append(Row(sheet.name, below.number, found, columns))
    return made


def _only_text(line: Line) -> str:
    """The text of a line that holds nothing else: `7А класс` between the pupils, a total."""
    filled = [cells.text(cell) for cell in line.cells if cells.text(cell)]
    return filled[0] if len(filled) == 1 else ""


def _section(written: str) -> bool:
    """Whether a line names the class of the rows below it."""
    try:
        found = cells.school_class(written)
    except cells.Unreadable:
        return False
    return found is not None and bool(found[1])


def _class_of_sheet(sheet: Sheet) -> str:
    """A class a sheet is the usual book of a school: the sheet's name is the class."""
    try:
        return sheet.name if cells.school_class(sheet.name) else ""
    except cells.Unreadable:
        return ""


def _say_what_is_unused(table: Table, chosen: Mapping[int, Meaning], remarks: Remarks) -> None:
    unused = [c.title for c in table.head.columns if c.title and c.index not in chosen]
    sheet, line = table.sheets[0]
    if unused:
        names = ", ".join(f"«{title}»" for title in unused)
        sentence = _("Columns that are not used: {names}.", names=names)
        remarks.about_table(sentence, sheet.name, sheet.lines[line].number)
    for name in table.skipped:
        remarks.about_table(_("The sheet “{name}” is not read: it has other columns.", name=name))


def column_choices(table: Table) -> tuple[Column, ...]:
    """The columns as the mapping step shows them."""
    return table.head.columns
