"""Serving (запуск сервера): one address for pages, sockets and the HTTP interface."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterable, Iterator

import uvicorn
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from ediary_app import building, certifying
from ediary_app.api.app import api
from ediary_app.api.security import Shield, content_policy, inline_hashes
from ediary_app.kernel import clock, errors, logs
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import Settings, settings
from ediary_app.ui.page import PAGES
from ediary_app.worker import WorkerProcess

APPLICATION = "ediary_app.ediary_app:app"
"""Named, not imported: the server makes it in each of its processes."""


class Pages:
    """Answers the address of each page with the one document of the app, and only those."""

    def __init__(self, app: ASGIApp, routes: Iterable[str]) -> None:
        patterns = (re.sub(r"\\\[[^/]*\\\]", "[^/]+", re.escape(route)) for route in routes)
        self._app, self._known = app, re.compile(f"(?:{'|'.join(patterns)})/?")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead a page's address to the document; the app shows the page by its address."""
        if scope["type"] == "http" and self._known.fullmatch(scope["path"]):
            scope = {**scope, "path": "/", "raw_path": b"/"}
        await self._app(scope, receive, send)


def shielded(app: ASGIApp) -> ASGIApp:
    """The application behind its headers and its checks of foreign origins."""
    hosts = settings().trusted_hosts
    named = frozenset() if hosts == "*" else frozenset(h.strip() for h in hosts.split(","))
    policy = content_policy(inline_hashes(building.CLIENT))
    return Shield(Pages(app, PAGES), policy=policy, trusted_hosts=named)


def routes() -> list[str]:
    """The addresses of pages and of the HTTP interface, as they are written in the code."""
    return [*PAGES, *_paths(api.routes)]


def _paths(routes: Iterable[BaseRoute]) -> Iterator[str]:
    for route in routes:
        included = getattr(route, "original_router", None)
        yield from _paths(included.routes) if included else [str(getattr(route, "path", ""))]


def serve(chosen: Settings) -> None:
    """Serve, a worker beside, until told to stop; builds a missing or old frontend first."""
    logs.configure(chosen.log_level, as_json=chosen.log_json)
    if not building.is_built():
        building.build()
    prepare()
    worker = WorkerProcess()
    if chosen.with_worker:
        worker.start()
    try:
        _run(chosen)
    finally:
        worker.stop()


def _run(chosen: Settings) -> None:
    certificate, key = _transport(chosen)
    uvicorn.run(
        APPLICATION,
        factory=True,
        host=chosen.host,
        port=chosen.port,
        workers=chosen.processes,
        log_level="warning",
        proxy_headers=bool(chosen.trusted_proxies),
        forwarded_allow_ips=chosen.trusted_proxies or None,
        timeout_graceful_shutdown=5,
        timeout_worker_healthcheck=60,
        ws="websockets-sansio",
        ws_max_size=4 * 1024 * 1024,
        lifespan="on",
        server_header=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )


def _transport(chosen: Settings) -> tuple[str | None, str | None]:
    """The files of the certificate and its key, made here where the school has its own."""
    if chosen.tls == "off":
        return None, None
    if chosen.tls == "own":
        names = certifying.names_here(chosen.trusted_hosts)
        made = certifying.ensure(chosen.data_dir / "tls", names, clock.system_clock())
        return str(made.certificate), str(made.key)
    if chosen.tls_certificate is None or chosen.tls_key is None:
        raise errors.Invalid(
            _("EDIARY_TLS=file needs EDIARY_TLS_CERTIFICATE and EDIARY_TLS_KEY: paths of files.")
        )
    return str(chosen.tls_certificate), str(chosen.tls_key)


def settle() -> None:
    """Spare the collector what lives as long as the process: the application itself.

    Thousands of open pages are long-lived objects too; walking them all after every few hundred
    allocations took a third of the processor.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


def prepare() -> None:
    """Let this process and its children run the application on the built frontend."""
    os.environ.update(
        {
            "REFLEX_ENV_MODE": "prod",
            "__REFLEX_SKIP_COMPILE": "true",
            "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        }
    )
    os.chdir(building.ROOT)
