"""Traces and metrics (трассы и метрики) by OpenTelemetry, off unless an endpoint is set.

The framework's own instrumentation (`reflex-otel`) gives a span for each event and request, the
engine's one for each statement. What leaves is let through by name, not taken out by name: no
path with an id, no query, no statement, no address, no words of an error.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from typing import Any

from sqlalchemy import Engine

from ediary_app.kernel.settings import Settings

LET_THROUGH = frozenset(
    {
        "http.request.method", "http.response.status_code", "url.scheme",
        "network.protocol.version", "error.type", "reflex.event.name", "reflex.event.background",
        "code.function.name", "network.io.direction", "db.system", "db.system.name",
        "db.operation.name", "state",
    }
)  # fmt: skip
"""The attributes that leave: what is done and how it went, never to whom or with what."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HTTP"})
NAME = "ediary"
_FIRST_WORD = re.compile(r"[A-Z]{3,12}(?= |$)")
_WORD = re.compile(r"[\w$.-]{1,120}")


def words_of(routes: Iterable[str]) -> frozenset[str]:
    """The fixed parts of addresses: what is none of them is somebody's, and is not told."""
    parts = {part for route in routes for part in route.split("/")}
    return frozenset(part for part in parts if part and part[0] not in "[{")


def plain_name(name: str, words: frozenset[str]) -> str:
    """A span's name without what a person typed: `GET /api/files/…`, `SELECT`, an event's name."""
    verb, _space, path = name.partition(" ")
    if verb in METHODS and path.startswith("/"):
        parts = (part if part in words else "…" for part in path.split("?")[0].split("/")[1:])
        return f"{verb} /{'/'.join(parts)}"
    first = _FIRST_WORD.match(name)
    return first[0] if first else (name if _WORD.fullmatch(name) else NAME)


class Telling:
    """The instrumentation of this process, until it is stopped."""

    def __init__(self, chosen: Settings, routes: Iterable[str]) -> None:
        os.environ.setdefault("OTEL_SEMCONV_STABILITY_OPT_IN", "http,database")
        from reflex_otel import ReflexInstrumentor

        from ediary_app.observing_sdk import providers

        self._traces, self._metrics = providers(chosen, words_of(routes))
        framework = ReflexInstrumentor()
        self._instrumentors: list[Any] = [framework]
        framework.instrument(
            tracer_provider=self._traces, meter_provider=self._metrics, excluded_urls=_UNTOLD
        )

    def watch(self, engine: Engine) -> None:
        """Tell of each statement too: its verb and how long it took."""
        from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor

        engines: Any = SQLAlchemyInstrumentor()
        engines.instrument(engine=engine, tracer_provider=self._traces, skip_dep_check=True)
        self._instrumentors.append(engines)

    def stop(self) -> None:
        """Send what waits, and tell no more."""
        for instrumentor in self._instrumentors:
            instrumentor.uninstrument()
        self._traces.shutdown()
        self._metrics.shutdown()


_UNTOLD = "/api/ready,/api/health,/ping,/assets/"
"""Asked every few seconds by machines: nothing is learnt from them."""


def start(chosen: Settings, routes: Iterable[str]) -> Telling | None:
    """Begin to tell when an endpoint is set; without one nothing is even imported."""
    return Telling(chosen, routes) if chosen.otlp_endpoint else None


def version() -> str:
    """The release that tells."""
    return metadata.version(NAME)


def let_through(attributes: Mapping[str, Any] | None) -> dict[str, Any]:
    """The attributes that may leave."""
    return {k: v for k, v in (attributes or {}).items() if k in LET_THROUGH}


def kinds(events: Sequence[Any]) -> list[tuple[str, int, dict[str, str]]]:
    """What happened within a span, without its words: the kind of an error, and when."""
    return [
        (event.name, event.timestamp, {"exception.type": str(event.attributes["exception.type"])})
        for event in events
        if event.name == "exception" and "exception.type" in (event.attributes or {})
    ]
