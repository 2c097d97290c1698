"""Opening a table (чтение файла): XLSX, XLS and CSV become rows of cells; bad files are refused.

A file comes from outside: its real size is measured before a workbook is opened, so that neither
a small archive of a huge text nor a lonely cell in the last row of a sheet can fill the memory.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, load_workbook

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.cells import Cell, text

MAX_ROWS, MAX_COLUMNS, MAX_AREA = 20_000, 300, 4_000_000
MAX_UNPACKED = 160 * 1024 * 1024
MAX_PARTS = 2_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError,
    RuntimeError,
)  # fmt: skip
"""What an archive that somebody has spoilt makes the standard library say."""
_PLACE = re.compile(rb'<c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>/]*>')
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Line:
    """One row of a sheet with the number that the sheet itself shows."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet of the table (лист): its name and the rows that hold something."""

    name: str
    lines: tuple[Line, ...]


def _refusal(message: LazyText, code: str) -> errors.Invalid:
    return errors.Invalid(message, code=code)


def read(data: bytes) -> tuple[Sheet, ...]:
    """All sheets with anything in them; `Invalid` with a kind sentence for a bad file."""
    if not data.strip():
        raise _refusal(_("The file is empty. Save the table once more and try again."), "empty")
    if data.startswith(ZIP):
        sheets = _from_workbook(_checked_archive(data))
    elif data.startswith(OLE):
        if _ENCRYPTED in data:
            raise _locked()
        sheets = _from_workbook(data)
    else:
        sheets = (Sheet("", _from_text(_decoded(data))),)
    filled = tuple(sheet for sheet in sheets if sheet.lines)
    if not filled:
        raise _refusal(_("The table has no rows. Fill it in and try again."), "no_rows")
    if sum(len(sheet.lines) for sheet in filled) > MAX_ROWS:
        raise _too_large()
    return filled


def _locked() -> errors.Invalid:
    return _refusal(
        _("The file is protected by a password. Save it without the password and try again."),
        "encrypted",
    )


def _too_large() -> errors.Invalid:
    return _refusal(
        _("The table is too large: at most {n} rows at a time. Divide it.", n=MAX_ROWS), "too_large"
    )


def _not_a_table() -> errors.Invalid:
    return _refusal(
        _("This is not a table that can be read. Save it as XLSX or CSV and try again."),
        "not_a_table",
    )


def _checked_archive(data: bytes) -> bytes:
    """The archive itself, when it is a workbook without macros that unpacks to a sane size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise _too_large()
            left = MAX_UNPACKED
            for part in parts:
                if part.filename.lower().endswith("vbaproject.bin"):
                    raise _refusal(
                        _("The file holds macros. Save it as XLSX without macros and try again."),
                        "macros",
                    )
                if part.flag_bits & 1:
                    raise _locked()
                left = _measured(archive, part, left)
    except BROKEN:
        raise _not_a_table() from None
    return data


def _measured(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """What is left of the allowed size after a part is unpacked; refuses far-away cells."""
    is_sheet = part.filename.startswith("xl/worksheets/")
    right, bottom, tail = 0, 0, b""
    with archive.open(part) as content:
        while block := content.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise _too_large()
            for found in _PLACE.finditer(tail + block) if is_sheet else ():
                right = max(right, _column_number(found.group(1)))
                bottom = max(bottom, int(found.group(2)))
            tail = block[-200:]
    if right * bottom > MAX_AREA:
        raise _too_large()
    return left


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _from_workbook(data: bytes) -> tuple[Sheet, ...]:
    try:
        book = load_workbook(io.BytesIO(data))
        return tuple(Sheet(name, _lines_of(book, name)) for name in _sheet_names(book))
    except PasswordError:
        raise _locked() from None
    except (CalamineError, ValueError, OSError):
        raise _not_a_table() from None


def _sheet_names(book: CalamineWorkbook) -> list[str]:
    return [m.name for m in book.sheets_metadata if "WorkSheet" in str(m.typ)]


def _lines_of(book: CalamineWorkbook, name: str) -> tuple[Line, ...]:
    found = book.get_sheet_by_name(name)
    if found.total_height > MAX_ROWS * 5:
        raise _too_large()
    return _numbered(found.to_python(skip_empty_area=False))


def _numbered(rows: object) -> tuple[Line, ...]:
    """Rows that hold something, with their numbers; trailing empty cells fall away."""
    lines: list[Line] = []
    for number, row in enumerate(rows, 1):  # type: ignore[arg-type, var-annotated]
        cells = [None if cell == "" else cell for cell in row[:MAX_COLUMNS]]
        while cells and (cells[-1] is None or not text(cells[-1])):
            cells.pop()
        if cells:
            lines.append(Line(number, tuple(cells)))
    return tuple(lines)


def _decoded(data: bytes) -> str:
    """Text of a CSV: UTF-8 with or without its mark, UTF-16, else Windows-1251."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data[:4096] or data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"{\\rtf")):
        raise _not_a_table()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


class _Comma(csv.excel):
    delimiter = ","


class _Semicolon(csv.excel):
    delimiter = ";"


class _Tab(csv.excel):
    delimiter = "\t"


def _from_text(written: str) -> tuple[Line, ...]:
    try:
        return _numbered(csv.reader(io.StringIO(written, newline=""), _dialect(written)))
    except csv.Error:  # a cell longer than any, or line ends that are none
        raise _not_a_table() from None


def _dialect(written: str) -> type[csv.Dialect]:
    """Semicolon, tab or comma: the one that parts most of the first lines most evenly."""
    lines = [line for line in written.splitlines()[:20] if line.strip()]
    choices: tuple[type[csv.Dialect], ...] = (_Semicolon, _Tab, _Comma)

    def evenness(dialect: type[csv.Dialect]) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, dialect)]
        usual = max(set(counts), key=counts.count, default=1)
        return (counts.count(usual) if usual > 1 else 0, usual)

    return max(choices, key=evenness)
