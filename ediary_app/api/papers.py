"""Papers over HTTP (печать): drawn after the transaction, in a process apart, never kept."""

from __future__ import annotations

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from ediary_app.api.caller import act, token_of
from ediary_app.paper.press import PRESS
from ediary_app.school import papers

router = APIRouter()


@router.get("/api/papers/class-list/{class_id}")
async def class_list(request: Request, class_id: int) -> Response:
    """A class list as PDF, shown in the browser."""
    html = await act(papers.class_list, token_of(request), class_id=class_id)
    pdf = await to_thread.run_sync(PRESS.pdf, html)
    headers = {
        "Content-Disposition": f'inline; filename="class-list-{class_id}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)
