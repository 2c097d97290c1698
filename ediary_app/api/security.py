"""Headers and checks of every answer: content policy, framing, transport, foreign origins."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.S)
EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""An empty sheet, which the framework makes and then fills by script: no text of a style runs."""
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
}


def inline_hashes(folder: Path) -> list[str]:
    """The digests of the inline scripts in the built pages, as the content policy wants them."""
    found: set[str] = set()
    for page in folder.rglob("*.html"):
        for body in _INLINE.findall(page.read_text(encoding="utf-8")):
            digest = hashlib.sha256(body.encode()).digest()
            found.add(f"'sha256-{base64.b64encode(digest).decode()}'")
    return sorted(found)


def content_policy(hashes: Iterable[str]) -> str:
    """The content policy: everything from this origin, scripts never inline but the built ones."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(hashes)}".strip(),
            f"style-src 'self' {EMPTY_STYLE}",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Shield:
    """ASGI middleware around the whole application."""

    def __init__(
        self, app: ASGIApp, *, policy: str, trusted_hosts: frozenset[str] = frozenset()
    ) -> None:
        self._app, self._policy, self._hosts = app, policy, trusted_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse foreign origins and hosts; add the headers."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        number = secrets.token_hex(6)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)
        if not self._is_welcome(scope, headers):
            await self._refuse(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                answered["X-Request-Id"] = number
                self._add_headers(scope, answered)
            await send(message)

        await self._app(scope, receive, with_headers)

    def _is_welcome(self, scope: Scope, headers: Headers) -> bool:
        host = headers.get("host", "")
        if self._hosts and host.rsplit(":", 1)[0].strip("[]") not in self._hosts:
            return False
        unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE
        if not unsafe:
            return True
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc == host

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403})
            return
        await JSONResponse({"code": "foreign_origin"}, 403)(scope, receive, send)

    def _add_headers(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in FIXED.items():
            headers[name] = value
        headers["Content-Security-Policy"] = self._policy
        if scope.get("scheme") == "https":
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if "cache-control" not in headers:
            path = scope["path"]
            lasting = path.startswith("/assets/") and "-" in path
            headers["Cache-Control"] = (
                "public, max-age=31536000, immutable" if lasting else "no-cache"
            )
