"""What a tablet asks for to work without a network (работа без сети): key, sheets, its queue."""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from ediary_app.access import device_keys
from ediary_app.api.caller import act, language_of, token_of
from ediary_app.journal import operations, sheet
from ediary_app.kernel import errors

router = APIRouter(prefix="/api/offline")
PRIVATE = {"Cache-Control": "private, no-store"}


class Device(BaseModel):
    """The random name a browser has given itself."""

    device: str = Field(max_length=32)


class Queue(BaseModel):
    """What was done and not yet answered, in order."""

    operations: list[dict[str, Any]] = Field(max_length=operations.OPERATIONS_AT_ONCE)


@router.post("/key")
async def give_key(request: Request, body: Device) -> JSONResponse:
    """The key under which this device keeps the account's work; none without a living session.

    A device asks this on the sign-in page too: that nobody is signed in is an answer, no failure.
    """
    try:
        given = await act(device_keys.device_key, token_of(request), device=body.device)
    except errors.SignInNeeded:
        given = device_keys.Key(0, "")
    return JSONResponse({"account": given.account, "key": given.key}, headers=PRIVATE)


@router.post("/operations")
async def take_queue(request: Request, body: Queue) -> Response:
    """Do what waits on a tablet, in order, for a page that is not the lesson's; answer each."""
    perform = partial(_perform, request)
    answers = await operations.answered(perform, body.operations, language_of(request), ())
    return Response(orjson.dumps({"answers": answers}), 200, PRIVATE, "application/json")


@router.get("/lessons/{lesson_id}")
async def lesson(request: Request, lesson_id: int) -> Response:
    """A lesson's sheet, as its page gets it: kept sealed on the tablet for a lost network."""
    found = await act(sheet.lesson_sheet, token_of(request), lesson_id=lesson_id)
    return Response(orjson.dumps(found), 200, PRIVATE, "application/json")


async def _perform(request: Request, function: Any, *, key: str, **arguments: Any) -> Any:
    return await act(function, token_of(request), key=key, **arguments)
