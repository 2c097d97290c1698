"""A timetable as a grid (сетка расписания): days and lessons down, classes across.

A cell says `Алгебра / Иванова А. А. / 204`; two lines in it are two subgroups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ediary_app.exchange import cells, headers
from ediary_app.exchange.cells import Cell, Unreadable
from ediary_app.exchange.values import M
from ediary_app.lowcode.sheets import Line, Sheet

SEARCHED_LINES = 15
_CLASS_NAME = re.compile(r"\d{1,2}\s*[-–.]?\s*[«\"']?[А-ЯЁа-яёA-Za-z][»\"']?")
_GROUP = re.compile(r"(?:^|[\s,(])(?:под)?гр(?:уппа\s|\.|\s)\s*([0-9А-Яа-я]{1,10})\s*\)?", re.I)
_ROOM = re.compile(
    r"(?:каб(?:инет)?\.?\s*)?([\dА-Яа-я][\w./-]{0,9}|(?:спорт|акт)\w*\s*\.?\s*зал)", re.I
)


@dataclass(frozen=True)
class GridLesson:
    """One lesson of a grid with the place of its cell."""

    sheet: str
    row: int
    column: str
    cells: Mapping[M, Cell]


def lessons(sheet: Sheet) -> Iterator[GridLesson]:
    """The lessons of a grid; nothing when the sheet is not one."""
    head = next((i for i, line in enumerate(sheet.lines[:SEARCHED_LINES]) if _classes(line)), None)
    if head is None:
        return
    classes = _classes(sheet.lines[head])
    first = min(classes)
    weekday: Cell = None
    for line in sheet.lines[head + 1 :]:
        day, slot = _place(line, first)
        weekday = day or weekday
        if weekday is None or slot is None:
            continue
        for index, name in classes.items():
            cell = line.cells[index] if index < len(line.cells) else None
            room = _room_beside(line, index, classes)
            for lesson in _in_cell(cell, room):
                place = {M.CLASS: name, M.WEEKDAY: weekday, M.SLOT: slot}
                letter = f"{headers.letter_of(index)}"
                yield GridLesson(sheet.name, line.number, letter, {**place, **lesson})


def _classes(line: Line) -> dict[int, str]:
    """The columns of classes in a head of a grid: at least one, after the days and lessons."""
    found = {
        index: cell
        for index, cell in enumerate(line.cells)
        if isinstance(cell, str) and index > 0 and _CLASS_NAME.fullmatch(cell.strip())
    }
    others = [
        c for i, c in enumerate(line.cells) if isinstance(c, str) and i > max(found, default=0)
    ]
    return found if found and len(others) <= len(found) + 1 else {}


def _place(line: Line, first: int) -> tuple[Cell, Cell]:
    day: Cell = None
    slot: Cell = None
    for cell in line.cells[:first]:
        if _reads(cells.weekday, cell) and isinstance(cell, str) and not cell.strip().isdecimal():
            day = cell
        elif _reads(cells.slot, cell):
            slot = cell
    return day, slot


def _reads(read: object, cell: Cell) -> bool:
    try:
        return read(cell) is not None  # type: ignore[operator]
    except Unreadable:
        return False


def _room_beside(line: Line, index: int, classes: Mapping[int, str]) -> str:
    """A narrow column right of the class holds the room in some grids."""
    beside = index + 1
    if beside in classes or beside >= len(line.cells):
        return ""
    written = cells.text(line.cells[beside])
    return written if len(written) <= 10 else ""


def _in_cell(cell: Cell, room: str) -> Iterator[dict[M, Cell]]:
    raw = "" if cell is None else str(cell)
    if not cells.text(raw) or cells.text(raw) in {"-", "—"}:
        return
    lines = [part for part in re.split(r"[\r\n]+", raw) if part.strip()]
    several = len(lines) > 1 and all("/" in part for part in lines)
    for number, part in enumerate(lines if several else ["/".join(lines)], 1):
        lesson = _parts(part)
        if room and M.ROOM not in lesson:
            lesson[M.ROOM] = room
        if several and M.GROUP not in lesson:
            lesson[M.GROUP] = str(number)
        yield lesson


def _parts(written: str) -> dict[M, Cell]:
    """Subject, teacher and room of one lesson, and its subgroup when it is named."""
    parts = [cells.text(part) for part in written.split("/") if cells.text(part)]
    group = _GROUP.search(parts[0])
    subject = _GROUP.sub("", parts[0]).strip(" ,") if group else parts[0]
    lesson: dict[M, Cell] = {M.SUBJECT: subject}
    if group:
        lesson[M.GROUP] = group.group(1)
    for part in parts[1:]:
        is_room = any(c.isdigit() for c in part) or "зал" in part.casefold()
        if is_room and (found := _ROOM.fullmatch(part)):
            lesson[M.ROOM] = found.group(1)
        elif M.TEACHER not in lesson:
            lesson[M.TEACHER] = part
    return lesson
