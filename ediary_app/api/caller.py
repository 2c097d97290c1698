"""Who calls over HTTP: the cookie, the language, the address, the device in plain words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from anyio import to_thread
from fastapi import Request

from ediary_app.access.credentials import SessionToken, Stranger
from ediary_app.access.performing import perform
from ediary_app.kernel.i18n import DEFAULT_LANGUAGE, LANGUAGES

T = TypeVar("T")
COOKIE = "ediary_session"
LEAVING = "ediary_leaving"
"""The device was signed out without a network: its session opens nothing until it has ended."""
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
_BROWSERS = (("YaBrowser", "Yandex"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
             ("Safari", "Safari"))  # fmt: skip


def token_of(request: Request) -> SessionToken:
    """The session cookie of a request as a credential; none of a device that was left."""
    return SessionToken("") if LEAVING in request.cookies else session_of(request)


def session_of(request: Request) -> SessionToken:
    """The session cookie as it is: to end the session."""
    return SessionToken(request.cookies.get(COOKIE, ""))


def half_open_token_of(request: Request) -> SessionToken:
    """The cookie of a sign-in that still owes its second step."""
    return SessionToken(request.cookies.get(COOKIE, ""), half_open=True)


def language_of(request: Request) -> str:
    """The language of a request: the remembered one, then the browser's, then Russian."""
    remembered = request.cookies.get("ediary_lang", "")
    if remembered in LANGUAGES:
        return remembered
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return DEFAULT_LANGUAGE


def address_of(request: Request) -> str:
    """The caller's network address as the server sees it."""
    return request.client.host if request.client else ""


def device_of(request: Request) -> str:
    """The browser and the system in two words: `Chrome, Android`."""
    agent = request.headers.get("user-agent", "")
    system = next((s for s in _SYSTEMS if s in agent), "")
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    return ", ".join(part for part in (browser, system.replace("Macintosh", "Mac")) if part)


async def act(
    function: Callable[..., T], credential: SessionToken | Stranger, **arguments: Any
) -> T:
    """Perform a use case in a worker thread."""
    return await to_thread.run_sync(partial(perform, function, actor=credential, **arguments))
