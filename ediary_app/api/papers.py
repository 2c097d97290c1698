"""Papers over HTTP (печать): drawn after the transaction, in a process apart, never kept."""

from __future__ import annotations

from datetime import date

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from ediary_app.api.caller import act, token_of
from ediary_app.paper.press import PRESS
from ediary_app.school import code_slips, papers, slip_batches

router = APIRouter()


class ShownSlip(BaseModel):
    """A slip as the page shows it."""

    name: str = Field(max_length=300)
    who: str = Field(max_length=300)
    login: str = Field(max_length=64)
    code: str = Field(min_length=1, max_length=32)
    until: date


class Slips(BaseModel):
    """The slips a page shows, to be drawn."""

    slips: list[ShownSlip] = Field(min_length=1, max_length=code_slips.MOST)


@router.post("/api/papers/slips")
async def slips(request: Request, body: Slips) -> Response:
    """The sheet of code slips as PDF: drawn from what the page holds, kept nowhere."""
    shown = [slip.model_dump() for slip in body.slips]
    sheets = await act(code_slips.slip_papers, token_of(request), slips=shown)
    return await _drawn(sheets)


@router.get("/api/papers/slips/{sheet_id}")
async def slip_sheet(request: Request, sheet_id: int) -> Response:
    """A sheet of a large batch of codes as PDF; it waits sealed until it is put away."""
    return await _drawn(await act(slip_batches.sheet_papers, token_of(request), sheet_id=sheet_id))


async def _drawn(sheets: tuple[str, ...]) -> Response:
    pdf = await to_thread.run_sync(PRESS.joined, sheets)
    headers = {
        "Content-Disposition": 'attachment; filename="codes.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


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
