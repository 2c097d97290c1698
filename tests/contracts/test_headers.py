"""What every answer carries, and whose requests are not answered at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from ediary_app.api.security import Shield, content_policy, inline_hashes
from ediary_app.serving import Pages

HOST = "journal.school5.example"
INLINE = "start()"
POLICY = content_policy(["'sha256-abc='"])


async def answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.path)


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("welcome")
    await websocket.close()


def app(hosts: frozenset[str] = frozenset()) -> Shield:
    inner = Starlette(
        routes=[
            WebSocketRoute("/_event", socket),
            Route("/{path:path}", answer, methods=["GET", "POST", "DELETE"]),
        ]
    )
    pages = Pages(inner, ["/", "/diary", "/lesson/[lesson_id]"])
    return Shield(pages, policy=POLICY, trusted_hosts=hosts)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(app(), base_url=f"https://{HOST}") as made:
        yield made


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Strict-Transport-Security", "max-age=31536000"),
        ("Cache-Control", "no-cache"),
    ],
)
def test_every_answer_carries_its_protection(client: TestClient, name: str, value: str) -> None:
    assert client.get("/diary").headers[name] == value


def test_powerful_features_are_off_for_the_page(client: TestClient) -> None:
    features = client.get("/diary").headers["Permissions-Policy"]
    assert all(f"{name}=()" in features for name in ("microphone", "geolocation", "payment"))


def test_scripts_run_only_from_here_or_by_their_digest(client: TestClient) -> None:
    policy = client.get("/diary").headers["Content-Security-Policy"]
    rules = dict(part.split(" ", 1) for part in policy.split("; "))
    assert rules["script-src"] == "'self' 'sha256-abc='"
    assert rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["object-src"] == "'none'"
    assert "unsafe" not in policy


def test_digests_are_of_the_inline_scripts_of_the_built_pages(tmp_path: Path) -> None:
    page = f'<script>{INLINE}</script><script src="/x.js"></script><script>{INLINE}</script>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert inline_hashes(tmp_path) == ["'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='"]


def test_hashed_files_stay_in_the_browser_and_pages_do_not(client: TestClient) -> None:
    lasting = client.get("/assets/entry-Cuv6UKoY.js").headers["Cache-Control"]
    assert lasting == "public, max-age=31536000, immutable"
    assert client.get("/boot.js").headers["Cache-Control"] == "no-cache"


def test_transport_security_is_not_promised_over_plain_http() -> None:
    with TestClient(app(), base_url=f"http://{HOST}") as plain:
        assert "Strict-Transport-Security" not in plain.get("/diary").headers


def test_each_answer_has_its_own_request_number(client: TestClient) -> None:
    numbers = {client.get("/diary").headers["X-Request-Id"] for _ in range(3)}
    assert len(numbers) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://{HOST}.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_foreign_site_cannot_change_anything(
    client: TestClient, method: str, headers: dict[str, str]
) -> None:
    refused = client.request(method, "/api/session", headers=headers)
    assert refused.status_code == 403
    assert refused.json() == {"code": "foreign_origin"}


def test_our_own_page_may_change_things(client: TestClient) -> None:
    headers = {"Origin": f"https://{HOST}", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/session", headers=headers).status_code == 200


def test_a_link_from_elsewhere_still_opens_a_page(client: TestClient) -> None:
    assert client.get("/diary", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_foreign_page_cannot_open_the_socket(client: TestClient) -> None:
    headers = {"Origin": "https://evil.example"}
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_event", headers=headers):
        pass


def test_our_own_page_opens_the_socket(client: TestClient) -> None:
    headers = {"Origin": f"https://{HOST}", "host": HOST}
    with client.websocket_connect(f"wss://{HOST}/_event", headers=headers) as opened:
        assert opened.receive_text() == "welcome"


def test_only_trusted_host_names_are_answered() -> None:
    with TestClient(app(frozenset({HOST})), base_url="https://other.example") as stranger:
        assert stranger.get("/diary").status_code == 403
    with TestClient(app(frozenset({HOST})), base_url=f"https://{HOST}:8443") as known:
        assert known.get("/diary").status_code == 200


def test_a_page_is_answered_by_the_one_document_and_a_stray_address_is_not(
    client: TestClient,
) -> None:
    asked = ("/diary", "/diary/", "/lesson/12", "/lesson/12/x", "/diaryx", "/api/health")
    answers = [client.get(path).text for path in asked]
    assert answers == ["/", "/", "/", "/lesson/12/x", "/diaryx", "/api/health"]
