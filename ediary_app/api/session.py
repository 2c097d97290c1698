"""Signing in and out over HTTP: the only place where the session cookie is set."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from ediary_app.access import sessions, signin
from ediary_app.access.credentials import Stranger
from ediary_app.api.caller import COOKIE, act, address_of, device_of, language_of, token_of
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


class Preferences(BaseModel):
    """Language and look."""

    language: str = ""
    theme: str = ""


def _answer(request: Request, attempt: signin.Attempt) -> JSONResponse:
    with use_language(language_of(request)):
        if attempt.signed_in is None:
            status = 429 if attempt.wait_seconds else 401
            headers = {"Retry-After": str(attempt.wait_seconds)} if attempt.wait_seconds else None
            return JSONResponse({"message": str(attempt.refusal)}, status, headers)
    response = JSONResponse({"next": "/"})
    response.set_cookie(
        COOKIE,
        attempt.signed_in.token,
        max_age=int(signin.ABSOLUTE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings().secure_cookies or request.url.scheme == "https",
        path="/",
    )
    return response


@router.post("/api/session")
async def open_session(request: Request, body: Password) -> JSONResponse:
    """Sign in by login, e-mail or phone."""
    attempt = await act(
        signin.sign_in,
        Stranger(language_of(request)),
        name=body.name,
        password=body.password,
        device=device_of(request),
        address=address_of(request),
    )
    return _answer(request, attempt)


@router.post("/api/session/code")
async def open_by_code(request: Request, body: Code) -> JSONResponse:
    """Sign in by a one-time code and set a password."""
    attempt = await act(
        signin.sign_in_by_code,
        Stranger(language_of(request)),
        code=body.code,
        password=body.password,
        device=device_of(request),
        address=address_of(request),
    )
    return _answer(request, attempt)


@router.delete("/api/session")
async def close_session(request: Request) -> JSONResponse:
    """Sign this device out; the cookie goes in any case."""
    response = JSONResponse({"next": "/sign-in"})
    response.delete_cookie(COOKIE, path="/")
    token = token_of(request)
    if token.token:
        await act(signin.sign_out, token)
    return response


@router.post("/api/preferences")
async def prefer(request: Request, body: Preferences) -> JSONResponse:
    """Remember language and look on this device, and for the account when signed in."""
    chosen: dict[str, Any] = {k: v for k, v in body.model_dump().items() if v}
    if token_of(request).token:
        await act(sessions.set_preferences, token_of(request), **chosen)
    response = JSONResponse({})
    for name, cookie in (("language", "ediary_lang"), ("theme", "ediary_theme")):
        if chosen.get(name):
            response.set_cookie(cookie, chosen[name], max_age=YEAR, samesite="lax", path="/")
    return response
