"""One's own password and second step over HTTP: secrets pass no State and no log."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from ediary_app.access import emails, sessions, totp
from ediary_app.access.credentials import Stranger
from ediary_app.access.throttle import Refusal
from ediary_app.api.caller import act, address_of, language_of, token_of
from ediary_app.api.session import SecondStep, refused

router = APIRouter(prefix="/api/account")


class Confirmation(BaseModel):
    """The present password, asked again."""

    password: str = Field(max_length=200)


class NewPassword(Confirmation):
    """A new password beside the present one."""

    new: str = Field(max_length=200)


class NewEmail(Confirmation):
    """One's own new address beside the present password."""

    email: str = Field(max_length=254)


class Link(BaseModel):
    """The secret of a link from a letter."""

    token: str = Field(min_length=1, max_length=100)


def _answer(request: Request, outcome: Any) -> JSONResponse:
    if isinstance(outcome, Refusal):
        return refused(request, outcome)
    body = {} if outcome is None else vars(outcome)
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


@router.post("/password")
async def change_password(request: Request, body: NewPassword) -> JSONResponse:
    """Change one's own password."""
    given = {"password": body.password, "new": body.new}
    return _answer(request, await act(sessions.change_password, token_of(request), **given))


@router.post("/second-step")
async def begin(request: Request, body: Confirmation) -> JSONResponse:
    """Begin to turn the second step on."""
    return _answer(request, await act(totp.begin, token_of(request), password=body.password))


@router.post("/second-step/confirm")
async def confirm(request: Request, body: SecondStep) -> JSONResponse:
    """Turn the second step on by the app's first code."""
    return _answer(request, await act(totp.confirm, token_of(request), code=body.code))


@router.post("/second-step/off")
async def disable(request: Request, body: Confirmation) -> JSONResponse:
    """Turn the second step off."""
    return _answer(request, await act(totp.disable, token_of(request), password=body.password))


@router.post("/second-step/codes")
async def renew_codes(request: Request, body: Confirmation) -> JSONResponse:
    """New spare codes."""
    return _answer(request, await act(totp.renew_codes, token_of(request), password=body.password))


@router.post("/email")
async def ask_email(request: Request, body: NewEmail) -> JSONResponse:
    """Set or change one's own address."""
    given = {"email": body.email, "password": body.password}
    return _answer(request, await act(emails.ask_email, token_of(request), **given))


@router.post("/email/again")
async def send_again(request: Request) -> JSONResponse:
    """Send the link to the new address again."""
    return _answer(request, await act(emails.send_again, token_of(request)))


@router.post("/email/remove")
async def remove_email(request: Request, body: Confirmation) -> JSONResponse:
    """Take one's own address away."""
    return _answer(request, await act(emails.remove_email, token_of(request), **vars(body)))


@router.post("/email/confirm")
async def confirm_email(request: Request, body: Link) -> JSONResponse:
    """Follow the link that confirms an address; nobody need be signed in."""
    given = {"token": body.token, "address": address_of(request)}
    who = Stranger(language_of(request))
    return _answer(request, await act(emails.confirm_email, who, **given))
