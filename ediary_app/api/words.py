"""The words of the interface in one language: a script the page loads before anything else."""

from __future__ import annotations

import gettext
import hashlib
from functools import cache

import brotli
import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from ediary_app.api.caller import language_of
from ediary_app.kernel.i18n import catalogue

router = APIRouter()


@cache
def script(language: str) -> tuple[bytes, str]:
    """The script of a language and its ETag: messages by English id, plurals as lists."""
    found = catalogue(language)
    raw = found._catalog if isinstance(found, gettext.GNUTranslations) else {}  # type: ignore[attr-defined]
    messages: dict[str, str | list[str]] = {}
    for key, text in raw.items():
        if isinstance(key, tuple):
            forms = messages.setdefault(key[0], [])
            assert isinstance(forms, list)
            forms.append(text)
        elif key:
            messages[key] = text
    body = b"globalThis.__ediary_i18n=" + orjson.dumps({"lang": language, "messages": messages})
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


@cache
def compressed(language: str) -> bytes:
    """The same script as it travels."""
    return bytes(brotli.compress(script(language)[0]))


@router.get("/i18n/current.js")
async def current(request: Request) -> Response:
    """The words in the caller's language."""
    body, tag = script(language_of(request))
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Accept-Language, Accept-Encoding",
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "br" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = compressed(language_of(request)), "br"
    return Response(body, media_type="text/javascript; charset=utf-8", headers=headers)
