"""A list as a file to take away (выгрузка): XLSX, or CSV as Russian spreadsheets open it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | date | int | None
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula: such a text gets an apostrophe before it."""


class FileFormat(StrEnum):
    """The kind of file (вид файла)."""

    XLSX = "xlsx"
    CSV = "csv"


def written(file_format: FileFormat, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The table as the bytes of a file."""
    return (_xlsx if file_format is FileFormat.XLSX else _csv)(head, rows)


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return cell


def _xlsx(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(head))
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    for index in range(1, len(head) + 1):
        widest = max((len(str(row[index - 1] or "")) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(index)].width = min(60, max(14, widest + 2))
        sheet.cell(1, index).font = Font(bold=True)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            if isinstance(cell.value, date):
                cell.number_format = "DD.MM.YYYY"
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _csv(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([_as_text(harmless(cell)) for cell in row])
    return kept.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    return "" if cell is None else str(cell)
