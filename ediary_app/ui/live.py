"""Pages that show what changed, as it changes (живые страницы).

A page watches topics (`student:12`, `group:3`, `lesson:7`). When an act is committed, here or in
another process, the pages that watch its topics get one event, "stale": their own `refresh`
handler, with the identity of their own socket, reloads what they show. Nothing else is pushed.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reflex_base.event import Event

from ediary_app.access.performing import News

GATHER_SECONDS = 0.03
"""News of one act arrive together; a page is told once for all of them."""


@dataclass
class Watcher:
    """One open page: its client token, the State that shows it, and its socket's own data."""

    client_token: str
    state: str
    topics: frozenset[str]
    router_data: dict[str, Any] = field(repr=False)


@dataclass
class Switchboard:
    """Who watches what in this process, and how to reach them."""

    watchers: dict[tuple[str, str], Watcher] = field(default_factory=dict)
    by_topic: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    stale: set[tuple[str, str]] = field(default_factory=set)
    loop: asyncio.AbstractEventLoop | None = None
    app: Any = None
    is_planned: bool = False


_board = Switchboard()


def start(app: Any) -> None:
    """Remember the application and the loop its events run on."""
    _board.app, _board.loop = app, asyncio.get_running_loop()


def watch(
    *, client_token: str, state: str, topics: Iterable[str], router_data: dict[str, Any]
) -> None:
    """A page's State now watches exactly these topics."""
    key = (client_token, state)
    _drop(key)
    watcher = Watcher(client_token, state, frozenset(topics), router_data)
    _board.watchers[key] = watcher
    for topic in watcher.topics:
        _board.by_topic[topic].add(key)


def forget(client_token: str) -> None:
    """The page is closed or belongs to somebody else now: it is told nothing more."""
    for key in [k for k in _board.watchers if k[0] == client_token]:
        _drop(key)


def _drop(key: tuple[str, str]) -> None:
    watcher = _board.watchers.pop(key, None)
    for topic in watcher.topics if watcher else ():
        _board.by_topic[topic].discard(key)
        if not _board.by_topic[topic]:
            del _board.by_topic[topic]


def topics_of(news: News) -> list[str]:
    """What a change touches, as pages name it.

    `everyone-in:3` is what concerns a whole group and no pupil alone (a topic, homework): families
    watch that and their own `student:12`, so that a mark wakes one family and not the class's.
    """
    if news.kind == "many":
        return [f"school:{news.school_id}", f"*{news.school_id}"]
    named = {"student": news.about_id, "group": news.group_id, "lesson": news.lesson_id}
    if news.about_id is None:
        named["everyone-in"] = news.group_id
    return [f"{name}:{value}" for name, value in named.items() if value is not None]


def tell(news: Sequence[News]) -> None:
    """News from any thread: plan to tell the pages that watch them."""
    if _board.loop is not None and not _board.loop.is_closed():
        _board.loop.call_soon_threadsafe(_mark_stale, [t for n in news for t in topics_of(n)])


def _mark_stale(topics: Sequence[str]) -> None:
    for topic in topics:
        if topic.startswith("*"):
            _board.stale.update(_board.watchers)
        else:
            _board.stale.update(_board.by_topic.get(topic, ()))
    if _board.stale and not _board.is_planned and _board.loop is not None:
        _board.is_planned = True
        _board.loop.call_later(GATHER_SECONDS, _send)


def _send() -> None:
    _board.is_planned = False
    stale, _board.stale = _board.stale, set()
    connected = _connected()
    for key in stale:
        watcher = _board.watchers.get(key)
        if watcher is None:
            continue
        if connected is not None and watcher.client_token not in connected:
            _drop(key)
            continue
        task = asyncio.ensure_future(_refresh(watcher))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)


_tasks: set[asyncio.Future[None]] = set()


async def _refresh(watcher: Watcher) -> None:
    event = Event(
        name=f"{watcher.state}.refresh", payload={}, router_data=dict(watcher.router_data)
    )
    await _board.app.event_processor.enqueue(watcher.client_token, event)


def _connected() -> Any:
    namespace = getattr(_board.app, "event_namespace", None)
    return None if namespace is None else namespace.token_to_sid
