"""An open page as the server sees it: a socket that speaks the framework's own protocol.

It connects as the browser does, with the cookie in its handshake and its client token in the
query, sends events by name, and keeps everything the server ever sent to it.
"""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import socketio
from aiohttp import ClientSession

T = TypeVar("T")
STATE = "reflex___state____state"
SESSION = f"{STATE}.ediary_app___ui___session____session_state"
HYDRATE = f"{STATE}.hydrate_and_load"
HYDRATED = '"is_hydrated_rx_state_": true'
SETTLE_SECONDS, TALK_SECONDS = 60, 300


def run(main: Callable[[], Awaitable[T]]) -> T:
    """Run a conversation over sockets from a test; it has its own thread and its own loop."""
    box: dict[str, Any] = {}

    def talk() -> None:
        try:
            box["value"] = asyncio.run(main())  # type: ignore[arg-type]
        except BaseException as error:
            box["error"] = error

    thread = threading.Thread(target=talk, name="sockets", daemon=True)
    thread.start()
    thread.join(TALK_SECONDS)
    if thread.is_alive():
        raise TimeoutError(f"the conversation did not end in {TALK_SECONDS} s")
    if "error" in box:
        raise box["error"]
    value: T = box["value"]
    return value


class OpenPage:
    """One tab: its client token, its cookie, and all it was told."""

    def __init__(
        self, url: str, cookie: str = "", token: str = "", way: ClientSession | None = None
    ) -> None:
        self.url, self.cookie = url, cookie
        self.token = token or str(uuid.uuid4())
        self.route = at("/")
        self.heard: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._client = socketio.AsyncClient(reconnection=False, http_session=way)
        self._client.on("event", self._hear, namespace="/_event")
        self._client.on("new_token", self._rename, namespace="/_event")
        self._client.on("disconnect", self._lose, namespace="/_event")

    async def __aenter__(self) -> OpenPage:
        await self.connect()
        return self

    async def __aexit__(self, *_how: object) -> None:
        await self.close()

    async def connect(self) -> None:
        """Open the socket, as a page does before it says anything."""
        headers = {"Cookie": f"ediary_session={self.cookie}"} if self.cookie else {}
        await self._client.connect(
            f"{self.url}?token={self.token}",
            headers=headers,
            transports=["websocket"],
            namespaces=["/_event"],
            socketio_path="/_event",
        )

    async def close(self) -> None:
        """Close the tab."""
        await self._client.disconnect()

    async def _hear(self, update: Any) -> None:
        self.heard.append(json.loads(update) if isinstance(update, str) else update)
        self._news.set()

    async def _rename(self, token: str) -> None:
        self.token = token

    async def _lose(self, *_why: object) -> None:
        self._news.set()

    @property
    def is_connected(self) -> bool:
        """Whether the line stands."""
        return bool(self._client.connected)

    async def send(
        self, name: str, payload: dict[str, Any] | None = None, route: dict[str, Any] | None = None
    ) -> None:
        """Send an event by its full name; `route` is what the page says of its address."""
        self.route = route or self.route
        event = {"name": name, "payload": payload or {}, "router_data": self.route}
        await self._client.emit("event", event, namespace="/_event")

    async def open(self, path: str, **params: Any) -> None:
        """Load a page: hydrate, and let its `on_load` run to its end."""
        before = len(self.heard)
        await self.send(HYDRATE, {}, at(path, **params))
        await self.wait_for(lambda text: HYDRATED in text, since=before)
        await self.settle()

    async def settle(self) -> None:
        """Wait until everything sent before has been answered, with what it led to."""
        for _round in range(2):
            mark, before = f"settled {uuid.uuid4()}", len(self.heard)
            await self.send(f"{SESSION}.show_notice", {"text": mark})
            await self.wait_for(lambda text, mark=mark: mark in text, since=before)

    async def wait_for(
        self, found: Callable[[str], bool], seconds: float = SETTLE_SECONDS, since: int = 0
    ) -> None:
        """Wait until something heard fits, of all or since then; fails when it never does."""
        checked = since
        async with asyncio.timeout(seconds):
            while True:
                self._news.clear()
                new, checked = self.heard[checked:], len(self.heard)
                if any(found(as_text(update)) for update in new):
                    return
                if not self._client.connected:
                    raise ConnectionError("the line broke")
                await self._news.wait()

    def var(self, state: str, name: str) -> Any:
        """The latest value of a State's variable that this page was told; None when never."""
        for update in reversed(self.heard):
            values = (update.get("delta") or {}).get(state, {})
            for key in (name, f"{name}_rx_state_"):
                if key in values:
                    return values[key]
        return None

    def text(self) -> str:
        """Everything heard, as text."""
        return "\n".join(as_text(update) for update in self.heard)


def at(path: str, **params: Any) -> dict[str, Any]:
    """What a page says of its address."""
    query = {name: str(value) for name, value in params.items()}
    return {"pathname": path, "asPath": path, "query": query}


def as_text(update: Any) -> str:
    """An update as text, with its letters as letters."""
    return json.dumps(update, ensure_ascii=False)
