"""Tables as files (файлы таблиц): XLSX and CSV, written row by row, so that size costs no memory.

The XLSX is the smallest that spreadsheets open: one sheet, a bold head that stays in sight, real
numbers and dates. Text stands in it as text: no cell is ever a formula.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import IO
from xml.sax.saxutils import escape

from ediary_app.lowcode.values import Table

EPOCH = date(1899, 12, 30)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_SPREADSHEET}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts><fonts count="2"><font/>'
    '<font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs>'
    "</styleSheet>",
}


class FileFormat(StrEnum):
    """The kind of file (вид файла)."""

    XLSX = "xlsx"
    CSV = "csv"


Rows = Iterable[Sequence[str]]


def write(to: IO[bytes], file_format: FileFormat, table: Table, rows: Rows) -> None:
    """Write a table with these rows; `table.rows` are not looked at."""
    (_xlsx if file_format is FileFormat.XLSX else _csv)(to, table, rows)


def written(file_format: FileFormat, table: Table) -> bytes:
    """A table with its own rows as the bytes of a file."""
    kept = io.BytesIO()
    write(kept, file_format, table, table.rows)
    return kept.getvalue()


def _csv(to: IO[bytes], table: Table, rows: Rows) -> None:
    text = io.TextIOWrapper(to, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.head)
    is_text = [kind == "text" for kind in table.kinds]
    for row in rows:
        writer.writerow([_harmless(c) if t else c for c, t in zip(row, is_text, strict=True)])
    text.detach()


def _harmless(cell: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _xlsx(to: IO[bytes], table: Table, rows: Rows) -> None:
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, part in PARTS.items():
            archive.writestr(name, _HEAD + part)
        archive.writestr("xl/workbook.xml", _HEAD + _workbook(table.title))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            _sheet(sheet, table, rows)


def _workbook(title: str) -> str:
    name = escape(re.sub(r"[\[\]:*?/\\']", " ", _clean(title))[:31], {'"': " "}) or "1"
    return (
        f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_DOCUMENT}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>'
    )


def _sheet(sheet: IO[bytes], table: Table, rows: Rows) -> None:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{max(14, min(60, len(title) + 6))}" customWidth="1"/>'
        for n, title in enumerate(table.head, 1)
    )
    sheet.write(
        (
            f'{_HEAD}<worksheet xmlns="{_SPREADSHEET}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{widths}</cols><sheetData><row>"
            + "".join(_text(title, ' s="2"') for title in table.head)
            + "</row>"
        ).encode()
    )
    for row in rows:
        cells = "".join(map(_cell, row, table.kinds))
        sheet.write(f"<row>{cells}</row>".encode())
    sheet.write(b"</sheetData></worksheet>")


def _cell(value: str, kind: str) -> str:
    if not value:
        return "<c/>"
    if kind == "number":
        return f"<c><v>{value.replace(',', '.')}</v></c>"
    if kind == "day":
        day = date(int(value[6:]), int(value[3:5]), int(value[:2]))
        return f'<c s="1"><v>{(day - EPOCH).days}</v></c>'
    return _text(value)


def _text(value: str, style: str = "") -> str:
    space = ' xml:space="preserve"' if value != value.strip() else ""
    return f'<c t="inlineStr"{style}><is><t{space}>{escape(_clean(value))}</t></is></c>'


def _clean(value: str) -> str:
    return _FORBIDDEN.sub("", value)
