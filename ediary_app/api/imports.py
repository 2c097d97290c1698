"""Tables of the office over HTTP (загрузка списков): one way in, and templates to fill in.

The right is asked before a byte is read; the size is counted while reading.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from ediary_app.api.caller import act, token_of
from ediary_app.exchange import service, templates
from ediary_app.exchange.values import KIND_NAMES, ListKind
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import settings

router = APIRouter()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.post("/api/import")
async def upload(request: Request, kind: ListKind) -> JSONResponse:
    """Take a table: its bytes as the body, its name in `X-File-Name` (percent-coded)."""
    token = token_of(request)
    await act(service.may_upload, token)
    data = await body_of(request, settings().upload_limit_mb)
    name = unquote(request.headers.get("x-file-name", ""))[-200:]
    batch_id = await act(service.upload, token, kind=kind, file_name=name, data=data)
    return JSONResponse({"id": batch_id})


async def body_of(request: Request, megabytes: int) -> bytes:
    """The body of a request, given up as soon as it grows too large."""
    received = bytearray()
    async for block in request.stream():
        received += block
        if len(received) > megabytes * 1024 * 1024:
            raise errors.Invalid(
                _("The file is larger than {n} MB. Divide the table.", n=megabytes),
                code="too_large",
            )
    return bytes(received)


@router.get("/api/import/templates/{kind}")
async def template(request: Request, kind: ListKind) -> Response:
    """The template of a list as an XLSX download."""
    data = await act(templates.template, token_of(request), kind=kind)
    name = quote(f"{KIND_NAMES[kind]}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, media_type=XLSX, headers=headers)
