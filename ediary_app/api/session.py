"""Signing in and out over HTTP: the only place where the session cookie is set."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from ediary_app.access import opening, sessions, signin
from ediary_app.access.credentials import Stranger
from ediary_app.access.opening import Owes, SignedIn
from ediary_app.access.throttle import Refusal
from ediary_app.api.caller import (
    COOKIE,
    LEAVING,
    act,
    address_of,
    device_of,
    half_open_token_of,
    language_of,
    session_of,
    token_of,
)
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import use_language
from ediary_app.kernel.settings import settings

router = APIRouter()
YEAR = 365 * 24 * 3600


class Password(BaseModel):
    """A sign-in by name and password."""

    name: str = Field(min_length=1, max_length=254)
    password: str = Field(min_length=1, max_length=200)


class Code(BaseModel):
    """A sign-in by the office's one-time code with a new password."""

    code: str = Field(min_length=4, max_length=40)
    password: str = Field(min_length=1, max_length=200)


class SecondStep(BaseModel):
    """Six digits of the authenticator app, or a spare code."""

    code: str = Field(min_length=4, max_length=40)


class Preferences(BaseModel):
    """Language and look."""

    language: str = ""
    theme: str = ""


def refused(request: Request, refusal: Refusal) -> JSONResponse:
    """A counted failure as JSON: its sentence, its field, how long to wait."""
    with use_language(language_of(request)):
        text = str(refusal.text)
    body: dict[str, Any] = {"message": text}
    if refusal.field:
        body["fields"] = {refusal.field: text}
    if refusal.wait_seconds:
        return JSONResponse(body, 429, {"Retry-After": str(refusal.wait_seconds)})
    return JSONResponse(body, 401)


def _answer(request: Request, outcome: SignedIn | Refusal) -> JSONResponse:
    if isinstance(outcome, Refusal):
        return refused(request, outcome)
    response = JSONResponse({"next": "/", "owes": outcome.owes, "recovery": outcome.recovery})
    lasts = opening.ABSOLUTE if outcome.owes is Owes.NOTHING else opening.HALF_OPEN
    response.set_cookie(
        COOKIE,
        outcome.token,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=_is_secure(request),
        path="/",
    )
    if outcome.owes is Owes.NOTHING:
        _remember(request, response, {"language": outcome.language, "theme": outcome.theme})
    response.delete_cookie(LEAVING, path="/")
    response.headers["Cache-Control"] = "no-store"
    return response


def _remember(request: Request, response: JSONResponse, chosen: dict[str, str]) -> None:
    for name, cookie in (("language", "ediary_lang"), ("theme", "ediary_theme")):
        if chosen.get(name):
            response.set_cookie(
                cookie,
                chosen[name],
                max_age=YEAR,
                samesite="lax",
                secure=_is_secure(request),
                path="/",
            )


def _is_secure(request: Request) -> bool:
    return settings().secure_cookies or request.url.scheme == "https"


@router.post("/api/session")
async def open_session(request: Request, body: Password) -> JSONResponse:
    """Sign in by login, e-mail or phone."""
    outcome = await act(
        signin.sign_in,
        Stranger(language_of(request)),
        name=body.name,
        password=body.password,
        device=device_of(request),
        address=address_of(request),
    )
    return _answer(request, outcome)


@router.post("/api/session/code")
async def open_by_code(request: Request, body: Code) -> JSONResponse:
    """Sign in by a one-time code and set a password."""
    outcome = await act(
        signin.sign_in_by_code,
        Stranger(language_of(request)),
        code=body.code,
        password=body.password,
        device=device_of(request),
        address=address_of(request),
    )
    return _answer(request, outcome)


@router.post("/api/session/second-step")
async def take_second_step(request: Request, body: SecondStep) -> JSONResponse:
    """The second step of a sign-in that owes it."""
    outcome = await act(opening.give_code, half_open_token_of(request), code=body.code)
    return _answer(request, outcome)


@router.post("/api/session/enrolment")
async def begin_enrolment(request: Request) -> JSONResponse:
    """What to put into the authenticator app, when the school demands one."""
    offered = await act(opening.begin_enrolment, half_open_token_of(request))
    return JSONResponse(vars(offered), headers={"Cache-Control": "no-store"})


@router.post("/api/session/enrolment/confirm")
async def finish_enrolment(request: Request, body: SecondStep) -> JSONResponse:
    """The first code of the new app opens the session; the spare codes come with it."""
    outcome = await act(opening.finish_enrolment, half_open_token_of(request), code=body.code)
    return _answer(request, outcome)


@router.delete("/api/session")
async def close_session(request: Request) -> JSONResponse:
    """Sign this device out; the cookie goes in any case."""
    response = JSONResponse({"next": "/sign-in"})
    response.delete_cookie(COOKIE, path="/")
    response.delete_cookie(LEAVING, path="/")
    try:
        await act(signin.sign_out, session_of(request))
    except errors.SignInNeeded:
        return response
    return response


@router.post("/api/preferences")
async def prefer(request: Request, body: Preferences) -> JSONResponse:
    """Remember language and look on this device, and for the account when signed in."""
    chosen = {name: value for name, value in body.model_dump().items() if value}
    sessions.check_preferences(**chosen)
    response = JSONResponse({})
    _remember(request, response, chosen)
    try:
        await act(sessions.set_preferences, token_of(request), **chosen)
    except errors.SignInNeeded:
        return response
    return response
