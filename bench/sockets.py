"""A lean client of the product's own sockets (клиент сокетов): WebSocket, Engine.IO, Socket.IO.

It speaks what the browser speaks, compression included, and costs the driver little: the driver's
CPU time is taken from the same two cores as the server's.
"""

from __future__ import annotations

import asyncio
import base64
import os
import struct
import uuid
import zlib
from collections.abc import Callable
from typing import Any

import orjson
from reflex.constants import Reflex

from bench.server import HOST, Door

NAMESPACE = "/_event"
BOOT = "reflex___state____state.hydrate_and_load"
TAIL = b"\x00\x00\xff\xff"
Delta = dict[str, dict[str, Any]]
Test = Callable[[Delta], bool]


class Closed(Exception):
    """The server closed the socket, or refused it."""


class Page(asyncio.Protocol):
    """One open page: sends events, keeps the last delta, wakes whoever waits for one."""

    def __init__(self, path: str, query: dict[str, str] | None = None) -> None:
        self.token = str(uuid.uuid4())
        self.path, self.query = path, query or {}
        self.on_delta: Callable[[Delta], None] | None = None
        self.messages = self.received = 0
        self.notices: list[str] = []
        self.left: list[str] = []
        self._buffer = bytearray()
        self._parts: list[bytes] = []
        self._upgraded = False
        self._waiting: list[tuple[Test, asyncio.Future[Delta]]] = []
        self._inflate: Any = None
        self._deflate: Any = None
        self._open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: Any = None

    @classmethod
    async def open(
        cls, door: Door, cookie: str, path: str, until: Test, **query: str
    ) -> tuple[Page, Delta]:
        """Connect as a browser does, and wait for the delta that shows the page."""
        page = cls(path, query)
        shown = page.expect(until)
        loop = asyncio.get_running_loop()
        page.transport, _ = await loop.create_connection(
            lambda: page, HOST, door.port, ssl=door.tls
        )
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            f"GET {NAMESPACE}/?EIO=4&transport=websocket&token={page.token} HTTP/1.1\r\n"
            f"Host: {HOST}:{door.port}\r\nOrigin: {door.address}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {Reflex.VERSION}\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
            f"User-Agent: Mozilla/5.0 (bench)\r\nCookie: ediary_session={cookie}\r\n\r\n"
        )
        page.transport.write(request.encode())
        await asyncio.wait_for(page._open, 60)
        return page, await asyncio.wait_for(shown, 60)

    # --- what a page does

    def send(self, name: str, **payload: Any) -> None:
        """Send one event, as a tap does."""
        event = {"name": name, "payload": payload, "token": self.token, **self._route()}
        self._frame(b"42" + NAMESPACE.encode() + b"," + orjson.dumps(["event", event]))

    def expect(self, wanted: Test) -> asyncio.Future[Delta]:
        """A future of the first delta from now on that satisfies the test."""
        future: asyncio.Future[Delta] = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, future))
        return future

    def close(self) -> None:
        """Leave the page."""
        self.on_delta = None
        if self.transport is not None:
            self.transport.close()

    def _route(self) -> dict[str, Any]:
        data: dict[str, Any] = {"pathname": self.path, "asPath": self.path}
        return {"router_data": data | ({"query": self.query} if self.query else {})}

    # --- WebSocket

    def data_received(self, data: bytes) -> None:
        """Take what arrived apart into frames."""
        self._buffer += data
        self.received += len(data)
        if not self._upgraded and not self._finish_handshake():
            return
        while (frame := self._next_frame()) is not None:
            self._take(*frame)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell everybody who still waits."""
        for future in [self._open, *(f for _w, f in self._waiting)]:
            if not future.done():
                future.set_exception(Closed(str(exc or "closed")))

    def _finish_handshake(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self._buffer[:end]).decode("latin-1")
        del self._buffer[: end + 4]
        if " 101 " not in head.splitlines()[0]:
            self._open.set_exception(Closed(head.splitlines()[0]))
            return False
        self._upgraded = True
        if "permessage-deflate" in head.lower():
            bits = -12 if "client_max_window_bits=12" in head.lower() else -15
            self._inflate = zlib.decompressobj(-15)
            self._deflate = zlib.compressobj(1, zlib.DEFLATED, bits, 5)
        return True

    def _next_frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 0x7F, 2
        if size >= 126:
            start = 4 if size == 126 else 10
            if len(buffer) < start:
                return None
            size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + size:
            return None
        first, body = buffer[0], bytes(buffer[start : start + size])
        del buffer[: start + size]
        return first, body

    def _take(self, first: int, body: bytes) -> None:
        code = first & 0x0F
        if code == 8:
            self.transport.close()
        elif code == 9:
            self._frame(body, code=10)
        elif code in (0, 1):
            self._parts.append(body)
            self.left = self.left or (["deflated"] if first & 0x40 else [])
            if first & 0x80:
                whole, deflated = b"".join(self._parts), bool(self.left)
                self._parts, self.left = [], []
                self._message(self._inflate.decompress(whole + TAIL) if deflated else whole)

    def _frame(self, body: bytes, code: int = 1) -> None:
        first = 0x80 | code
        if self._deflate is not None and code == 1:
            body = (self._deflate.compress(body) + self._deflate.flush(zlib.Z_SYNC_FLUSH))[:-4]
            first |= 0x40
        size = len(body)
        head = (
            struct.pack("!BB", first, 0x80 | size)
            if size < 126
            else struct.pack("!BBH", first, 0xFE, size)
            if size < 65_536
            else struct.pack("!BBQ", first, 0xFF, size)
        )
        mask = os.urandom(4)
        keys = (mask * (size // 4 + 1))[:size]
        masked = int.from_bytes(body, "big") ^ int.from_bytes(keys, "big")
        self.transport.write(head + mask + masked.to_bytes(size, "big"))

    # --- Engine.IO and Socket.IO

    def _message(self, text: bytes) -> None:
        if text[:1] == b"2":
            self._frame(b"3")
        elif text[:1] == b"0":
            boot = {"name": BOOT, "payload": {"vars": {}}, "token": self.token, **self._route()}
            self._frame(b"40" + NAMESPACE.encode() + b"," + orjson.dumps({"event": boot}))
        elif text[:2] == b"40" and not self._open.done():
            self._open.set_result(None)
        elif text[:2] == b"42":
            self.messages += 1
            name, update = orjson.loads(text[text.index(b",") + 1 :])
            if name == "event":
                self._update(update)

    def _update(self, update: dict[str, Any]) -> None:
        delta: Delta = update.get("delta") or {}
        for values in delta.values():
            for name, value in values.items():
                if name.startswith("notice") and isinstance(value, str) and len(value) > 8:
                    self.notices.append(value)
        if self.on_delta is not None:
            self.on_delta(delta)
        still = []
        for wanted, future in self._waiting:
            if future.done():
                continue
            if wanted(delta):
                future.set_result(delta)
            else:
                still.append((wanted, future))
        self._waiting = still
