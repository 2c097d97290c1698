"""A forgotten password over HTTP: the same answer to everybody, secrets in bodies alone."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from ediary_app.access import recovery
from ediary_app.access.credentials import Stranger
from ediary_app.access.throttle import Refusal
from ediary_app.api.caller import act, address_of, language_of
from ediary_app.api.session import refused

router = APIRouter(prefix="/api/password")


class Name(BaseModel):
    """A login, an e-mail address or a phone."""

    name: str = Field(min_length=1, max_length=254)


class NewPassword(BaseModel):
    """A new password and the secret of the link that allows it."""

    token: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=200)


def _answer(request: Request, outcome: Refusal | None) -> JSONResponse:
    if outcome is not None:
        return refused(request, outcome)
    return JSONResponse({}, headers={"Cache-Control": "no-store"})


@router.post("/forgotten")
async def forgot(request: Request, body: Name) -> JSONResponse:
    """Ask for a link to the confirmed address."""
    given = {"name": body.name, "address": address_of(request)}
    return _answer(request, await act(recovery.forgot, Stranger(language_of(request)), **given))


@router.post("/new")
async def set_password(request: Request, body: NewPassword) -> JSONResponse:
    """Set a new password by the link from the letter."""
    given = {"token": body.token, "password": body.password, "address": address_of(request)}
    who = Stranger(language_of(request))
    return _answer(request, await act(recovery.set_password, who, **given))
