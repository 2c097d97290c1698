"""Files beside homework over HTTP (файлы к заданиям): sent as a raw body, always downloaded.

The right is asked before the bytes are read; the size is counted while they are read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse

from ediary_app.api.caller import act, language_of, token_of
from ediary_app.journal import files
from ediary_app.kernel import errors, filestore
from ediary_app.kernel.i18n import _, use_language
from ediary_app.kernel.settings import settings

router = APIRouter()


def _folder() -> Path:
    return settings().data_dir / "files"


@router.post("/api/lessons/{lesson_id}/files")
async def upload(request: Request, lesson_id: int) -> JSONResponse:
    """Add a file to a lesson: its bytes as the body, its name in `X-File-Name` (percent-coded)."""
    limit = settings().upload_limit_mb * 1_000_000
    with use_language(language_of(request)):
        token = token_of(request)
        await act(files.may_add_file, token, lesson_id=lesson_id)
        if int(request.headers.get("content-length", "0") or 0) > limit:
            raise filestore.too_large(limit)
        part, digest, size = await filestore.receive(request.stream(), _folder(), limit)
        try:
            name = unquote(request.headers.get("x-file-name", ""))[:400]
            kind = await to_thread.run_sync(filestore.media_type, part, name)
            await to_thread.run_sync(filestore.keep, part, _folder(), digest)
        finally:
            part.unlink(missing_ok=True)
        row = {"name": name, "media_type": kind, "size": size, "sha256": digest}
        key = request.headers.get("x-request-key", "")[:64] or None
        made = await act(files.add_file, token, key=key, lesson_id=lesson_id, **row)
    return JSONResponse({"id": made.id, "name": made.name, "size": made.size})


@router.get("/api/files/{file_id}")
async def download(request: Request, file_id: int) -> FileResponse:
    """A file as a download: never shown inline, never of a type that its bytes do not have."""
    with use_language(language_of(request)):
        row = await act(files.file_to_read, token_of(request), file_id=file_id)
        path = filestore.place(_folder(), row.sha256)
        if not await to_thread.run_sync(path.is_file):
            raise errors.NotFound(_("There is no such file, or it is not yours to see."))
    headers: dict[str, Any] = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return FileResponse(path, media_type=row.media_type, headers=headers)
