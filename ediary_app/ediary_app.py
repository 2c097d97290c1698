"""The application: pages, mounted HTTP, error handler, lifespan. Wiring only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx
import structlog
from redis.exceptions import RedisError
from reflex.event import EventSpec

from ediary_app import observing, serving, wiring
from ediary_app.access.herald import heralds
from ediary_app.access.newswire import Newswire
from ediary_app.api.app import api
from ediary_app.audit.sealing import Sealer
from ediary_app.kernel import errors, logs, outage
from ediary_app.kernel.settings import settings
from ediary_app.ui import live, page, screens, styles, wire
from ediary_app.ui.recovery import say_past_states
from ediary_app.ui.session import OwnerGate, SessionState, refusal_event
from ediary_app.upkeep.heart import Heart

log = structlog.get_logger(__name__)


def show_error(exception: Exception) -> EventSpec | None:
    """A refusal becomes a kind sentence; anything else is logged under an id and said as such."""
    if isinstance(exception, errors.AppError):
        return refusal_event(exception)
    if isinstance(exception, RedisError):
        log.warning("states.away", error=type(exception).__name__)
        return say_past_states(outage.states_away())
    return SessionState.show_notice(logs.log_failure(log, exception), "danger")


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """The runtime, the sealer and the news of other processes live as long as the server."""
    runtime = wiring.start()
    if telling is not None:
        telling.watch(runtime.database.engine)
    live.start(app)
    helpers = [
        Newswire(runtime, live.tell),
        Sealer(runtime),
        Heart(runtime, "web"),
        *heralds(runtime),
    ]
    for helper in helpers:
        helper.start()
    serving.settle()
    yield
    for helper in helpers:
        helper.stop()
    runtime.database.dispose()
    if telling is not None:
        telling.stop()


telling = observing.start(settings(), serving.routes())
app = rx.App(
    app_wraps={},
    toaster=None,
    stylesheets=styles.stylesheets(),
    head_components=[
        *(rx.el.script(src=src) for src in ("/i18n/current.js", "/boot.js")),
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="apple-touch-icon", href="/icons/touch-180.png"),
        rx.el.link(rel="manifest", href="/app.webmanifest"),
        rx.el.meta(name="theme-color", content="#3a5bc7"),
    ],
    html_lang="ru",
    backend_exception_handler=show_error,
    api_transformer=[api, serving.shielded],
    sio=wire.server(),
)
app.add_middleware(OwnerGate())
app.register_lifespan_task(lifespan)
page.add_pages(app, screens.ALL)
