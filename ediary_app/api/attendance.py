"""A class's month as a file (выгрузка пропусков): which class stays out of the address."""

from __future__ import annotations

from datetime import date

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from ediary_app.api.caller import act, token_of
from ediary_app.api.people import download
from ediary_app.exchange import exporting
from ediary_app.exchange.exporting import FileFormat
from ediary_app.journal import class_month

router = APIRouter()


class MonthOfClass(BaseModel):
    """Whose attendance of which month."""

    class_id: int
    month: date


@router.post("/api/class-attendance/export/{file_format}")
async def export(request: Request, file_format: FileFormat, asked: MonthOfClass) -> Response:
    """The month as a download that is kept nowhere."""
    table = await act(class_month.exported, token_of(request), **dict(asked))
    data = await to_thread.run_sync(exporting.written, file_format, table.head, table.rows)
    return download(data, "attendance", file_format)
