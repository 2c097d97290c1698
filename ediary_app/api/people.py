"""The list of people as a file (выгрузка списка): what was searched stays out of the address."""

from __future__ import annotations

from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from ediary_app.api.caller import act, token_of
from ediary_app.exchange import exporting
from ediary_app.exchange.exporting import FileFormat
from ediary_app.school import directory

router = APIRouter()
TYPES = {
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
}


class Narrowing(BaseModel):
    """What the list on the screen is narrowed to."""

    query: str = Field(default="", max_length=100)
    class_id: int = 0
    kind: directory.PeopleKind | None = None


@router.post("/api/people/export/{file_format}")
async def export(request: Request, file_format: FileFormat, narrowing: Narrowing) -> Response:
    """The narrowed list as a download that is kept nowhere."""
    table = await act(directory.exported, token_of(request), **dict(narrowing))
    data = await to_thread.run_sync(exporting.written, file_format, table.head, table.rows)
    return download(data, "people", file_format)


def download(data: bytes, name: str, file_format: FileFormat) -> Response:
    """A list as a file to be kept by who asked for it, and by nobody on the way."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{file_format}')}",
        "Cache-Control": "no-store",
    }
    return Response(data, media_type=TYPES[file_format], headers=headers)
