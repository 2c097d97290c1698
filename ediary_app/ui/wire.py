"""What goes over the pages' sockets (провод): the framework's own spelling, written by orjson.

A week of a diary holds a hundred frozen dataclasses; spelled one by one in Python they cost more
than reading them from the database.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from functools import cache
from typing import Any

import orjson
from reflex.environment import environment
from reflex_base.utils import format as spelling
from reflex_base.utils import serializers
from socketio import AsyncServer

NATIVE = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
GENERAL = NATIVE | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_SUBCLASS


@cache
def _is_plain(kind: type) -> bool:
    """A dataclass that nobody registered a spelling for: its fields are what it says."""
    return dataclasses.is_dataclass(kind) and serializers.get_serializer(kind) is None


def _spelled(value: Any) -> Any:
    if type(value) is date:
        return value.isoformat()
    if _is_plain(type(value)):
        return orjson.Fragment(orjson.dumps(value, default=_spelled, option=NATIVE))
    spelled = serializers.serialize(value)
    if spelled is None:
        raise TypeError(type(value).__name__)
    return spelled


def dumps(value: Any, **options: Any) -> str:
    """A message as text; what orjson cannot spell (huge integers) the framework spells."""
    try:
        return orjson.dumps(value, default=_spelled, option=GENERAL).decode()
    except TypeError:
        return spelling.json_dumps(value, **options)


def loads(text: str | bytes, **_options: Any) -> Any:
    """A message from the browser."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


class Json:
    """The two functions, as the socket server wants them."""

    dumps = staticmethod(dumps)
    loads = staticmethod(loads)


def server() -> AsyncServer:
    """The socket server, set as the framework sets its own."""
    return AsyncServer(
        async_mode="asgi",
        cors_allowed_origins=[],
        cors_credentials=True,
        max_http_buffer_size=environment.REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE.get(),
        ping_interval=environment.REFLEX_SOCKET_INTERVAL.get().total_seconds(),
        ping_timeout=environment.REFLEX_SOCKET_TIMEOUT.get().total_seconds(),
        json=Json,
        transports=["websocket"],
        async_handlers=False,
    )
