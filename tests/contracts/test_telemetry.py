"""Telemetry: told to a real receiver when it is set, with nothing of a person; else nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from reflex_base import otel
from reflex_base.event import Event
from sqlalchemy import text
from starlette.testclient import TestClient

from ediary_app import observing, serving
from ediary_app.kernel.db import Database
from ediary_app.kernel.settings import Settings

CANARY = "Канарейкина"
STATEMENTS = ("SELECT :", "SELECT ?", "SELECT %")
ROUTES = ["/api/people/{person_id}", "/diary", "/trust/[device]"]


class Receiver(ThreadingHTTPServer):
    """A collector: keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.bodies: dict[str, list[bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Taking(BaseHTTPRequestHandler):
    """Takes any body at any address."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.bodies.setdefault(self.path, []).append(body)  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    thread.join()


@pytest.fixture
def app() -> FastAPI:
    made = FastAPI()

    @made.get("/api/people/{person_id}")
    async def person(person_id: str, name: str) -> dict[str, str]:
        return {"id": person_id, "name": name}

    @made.get("/diary")
    async def diary() -> None:
        raise ValueError(CANARY)

    return made


def lived(app: FastAPI, receiver: Receiver, database: Database) -> None:
    """Some work, with a name wherever a name can be."""
    chosen = Settings(otlp_endpoint=receiver.address, otlp_sample=1)
    telling = observing.start(chosen, ROUTES)
    assert telling is not None
    telling.watch(database.engine)
    assert otel.asgi_middleware is not None
    web = TestClient(otel.asgi_middleware(app), raise_server_exceptions=False)
    agent = {"user-agent": quote(CANARY), "cookie": f"ediary_session={quote(CANARY)}"}
    web.get(f"/api/people/{CANARY}", params={"name": CANARY}, headers=agent)
    web.get("/diary")
    web.get("/api/ready")
    with database.session() as session:
        session.execute(text("SELECT :name"), {"name": CANARY})
    happening(web)
    telling.stop()


def happening(web: TestClient) -> None:
    """An event of a page that ends in an error which quotes what was typed."""
    event = Event(name="page_state.save", payload={"text": CANARY})
    ctx = SimpleNamespace(txid="1", token=CANARY, otel_context=None, parent_txid=None)
    handler = SimpleNamespace(handler=SimpleNamespace(is_background=False, fn=happening))
    with pytest.raises(ValueError, match=CANARY), otel.event_span(event, ctx, handler):  # type: ignore[arg-type]
        raise ValueError(CANARY)


def test_spans_and_metrics_arrive_and_hold_nothing_of_a_person(
    app: FastAPI, receiver: Receiver, database_url: str
) -> None:
    database = Database(database_url, pool_size=2)
    lived(app, receiver, database)
    database.dispose()
    names, kinds = told(receiver)
    assert {"GET /api/people/…", "GET /diary", "SELECT", "page_state.save"} <= names
    assert "ValueError" in kinds
    assert not any("ready" in name for name in names)
    assert "reflex.event.duration" in measured(receiver)
    for body in (body for bodies in receiver.bodies.values() for body in bodies):
        for form in (CANARY, quote(CANARY), CANARY.encode().hex(), *STATEMENTS, "testclient"):
            assert form.encode() not in body
    assert otel.enabled is False


def told(receiver: Receiver) -> tuple[set[str], set[str]]:
    """The names of the spans, and the kinds of errors within them."""
    spans = [
        span
        for body in receiver.bodies["/v1/traces"]
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    kinds = {a.value.string_value for s in spans for e in s.events for a in e.attributes}
    return {span.name for span in spans}, kinds


def measured(receiver: Receiver) -> set[str]:
    """The names of what was measured."""
    return {
        metric.name
        for body in receiver.bodies["/v1/metrics"]
        for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics
        for scope in resource.scope_metrics
        for metric in scope.metrics
    }


def test_a_receiver_that_is_away_disturbs_nobody(app: FastAPI, database_url: str) -> None:
    telling = observing.start(Settings(otlp_endpoint="http://127.0.0.1:9", otlp_sample=1), ROUTES)
    assert telling is not None
    assert otel.asgi_middleware is not None
    web = TestClient(otel.asgi_middleware(app))
    assert web.get("/api/people/1", params={"name": "a"}).status_code == 200
    telling._traces.force_flush(1)
    telling.stop()


OFF = """
import socket, sys
def refused(*_words): raise SystemExit("the network was used")
socket.socket.connect = socket.create_connection = refused
from ediary_app import observing
from ediary_app.kernel.settings import Settings
from reflex_base import otel
assert observing.start(Settings(otlp_endpoint=""), ["/diary"]) is None
assert not otel.enabled and otel.asgi_middleware is None
print([m for m in sys.modules if m.startswith(("opentelemetry.sdk", "opentelemetry.exporter"))])
"""


def test_without_an_endpoint_nothing_is_imported_and_no_network_is_used() -> None:
    done = subprocess.run([sys.executable, "-c", OFF], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_the_words_of_our_own_addresses_are_known() -> None:
    words = observing.words_of(serving.routes())
    assert {"api", "papers", "class-list", "session"} <= words
    assert observing.plain_name("GET /api/papers/class-list/3", words) == (
        "GET /api/papers/class-list/…"
    )


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("GET /api/people/12?name=a", "GET /api/people/…"),
        ("GET /ivanova", "GET /…"),
        ("SELECT /var/lib/ediary.db", "SELECT"),
        ("page_state.save", "page_state.save"),
        ("Иванова Анна", "ediary"),
    ],
)
def test_a_name_keeps_only_the_words_of_the_program(name: str, plain: str) -> None:
    assert observing.plain_name(name, observing.words_of(ROUTES)) == plain
