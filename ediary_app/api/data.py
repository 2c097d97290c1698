"""Lists over HTTP (справочники): tables away and tables in, each by its list's own use case.

What was searched for goes in the body: it stays out of every address. A table that comes in is
read anew at its check and at its import, and is never kept.
"""

from __future__ import annotations

import json
from tempfile import SpooledTemporaryFile
from typing import Annotated, Any, Literal
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from ediary_app.api.caller import act, token_of
from ediary_app.api.imports import body_of
from ediary_app.exchange import list_exports
from ediary_app.exchange.list_exports import Written
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import settings
from ediary_app.lowcode import acts, files
from ediary_app.lowcode.files import FileFormat
from ediary_app.lowcode.values import Table
from ediary_app.paper import lists
from ediary_app.paper.press import PRESS

router = APIRouter()
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
PAPER_ROWS, IN_MEMORY = 1_500, 8 * 1024 * 1024
ListName = Annotated[str, Path(max_length=40)]


class Narrowing(BaseModel):
    """What the list on the screen is narrowed to."""

    query: str = Field(default="", max_length=100)
    chosen: dict[str, str] = {}
    sort: str = ""
    archived: bool = False
    hidden: tuple[str, ...] = ()


@router.post("/api/data/{of_list}/export/{file_format}")
async def export(
    request: Request,
    of_list: ListName,
    file_format: Literal["xlsx", "csv", "pdf"],
    narrowing: Narrowing,
) -> Response:
    """The narrowed list as a download that is kept nowhere."""
    table = await act(acts.act(of_list, "export"), token_of(request), **dict(narrowing))
    if file_format == "pdf":
        data = await to_thread.run_sync(PRESS.pdf, _paper(table))
    else:
        data = await to_thread.run_sync(files.written, FileFormat(file_format), table)
    return Response(data, media_type=TYPES[file_format], headers=_named(table, file_format))


def _paper(table: Table) -> str:
    if len(table.rows) > PAPER_ROWS:
        raise errors.Invalid(
            _("More than {n} rows are too many for paper. Narrow the list first.", n=PAPER_ROWS),
            code="too_many",
        )
    widths = [
        max([len(title), *(min(len(row[n]), 40) for row in table.rows)])
        for n, title in enumerate(table.head)
    ]
    shares = [max(6, round(94 * width / max(1, sum(widths)))) for width in widths]
    columns = tuple(lists.Column(*pair) for pair in zip(table.head, shares, strict=True))
    paper = lists.ListPaper("", table.title, "", columns, table.rows, is_wide=len(columns) > 5)
    return lists.list_html(paper)


def _named(table: Table, file_format: str) -> dict[str, str]:
    name = quote(f"{table.title}.{file_format}")
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }


@router.post("/api/data/{of_list}/export-job/{file_format}")
async def export_later(
    request: Request, of_list: ListName, file_format: FileFormat, narrowing: Narrowing
) -> JSONResponse:
    """Begin to write a long list in the background."""
    asked: dict[str, Any] = {k: v for k, v in dict(narrowing).items() if k != "hidden"}
    told = {"of_list": of_list, "file_format": file_format, **asked}
    job_id = await act(list_exports.start_export, token_of(request), **told)
    return JSONResponse({"id": job_id})


@router.post("/api/data/jobs/{job_id}")
async def progress(request: Request, job_id: int) -> JSONResponse:
    """How far a file is."""
    found = await act(list_exports.progress, token_of(request), job_id=job_id)
    return JSONResponse(vars(found))


@router.get("/api/data/jobs/{job_id}/file")
async def written(request: Request, job_id: int) -> StreamingResponse:
    """A file that was written in the background."""
    found = await act(list_exports.written, token_of(request), job_id=job_id)
    kept = await to_thread.run_sync(_put_together, found)
    headers = _named(found.table, found.file_format)
    return StreamingResponse(kept, media_type=TYPES[found.file_format], headers=headers)


def _put_together(found: Written) -> Any:
    kept = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the answer closes it when it was sent)
    files.write(kept, found.file_format, found.table, list_exports.rows_of(found))
    kept.seek(0)
    return kept


@router.post("/api/data/{of_list}/import/{step}")
async def take_in(
    request: Request, of_list: ListName, step: Literal["check", "apply"]
) -> JSONResponse:
    """Check a table, or take it in; its columns mean what `X-Columns` says."""
    token = token_of(request)
    await act(acts.act(of_list, "bulk_fields"), token)  # the right is asked before a byte is read
    data = await body_of(request, settings().upload_limit_mb)
    mapping = _mapping(request.headers.get("x-columns", ""))
    use_case = acts.act(of_list, f"import_{step}")
    return _told(await act(use_case, token, data=data, mapping=mapping))


def _mapping(said: str) -> dict[int, str] | None:
    if not said:
        return None
    try:
        return {int(index): str(field) for index, field in json.loads(said).items()}
    except (ValueError, AttributeError):
        raise errors.Invalid(_("This value does not fit here.")) from None


def _told(checked: Any) -> JSONResponse:
    listed = {
        "columns": [vars(c) for c in checked.columns],
        "fields": [vars(f) for f in checked.fields],
        "problems": [vars(p) for p in checked.problems],
    }
    return JSONResponse({**vars(checked), **listed})
