"""Pages that show what changed, as it changes (живые страницы).

A page watches topics (`student:12`, `group:3`, `lesson:7`). When an act is committed, here or in
another process, the pages that watch its topics get one event, "stale": their own `refresh`
handler, with the identity of their own socket, reloads what they show. Nothing else is pushed.

A page is told at most twice a second, however much happens. The page that acted itself shows its
act already: it is told when its hand has rested for two seconds.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from reflex_base.event import Event

from ediary_app.access.performing import News
from ediary_app.access.values import AccessEvent
from ediary_app.jobs.values import JobEvent

GATHER_SECONDS = 0.03
"""News of one act arrive together; a page is told once for all of them."""
APART_SECONDS = 0.5
REST_SECONDS = 2.0
NOBODYS = frozenset(kind.value for kind in AccessEvent)
LISTS = "lowcode."
"""A change of a declared list: whoever shows one of the school's lists watches `data:<school>`."""
"""What happens to somebody's account wakes no page: it is about who signs in, not about a pupil."""

Key = tuple[str, str]
_acting: ContextVar[str] = ContextVar("ediary_acting_page", default="")


@dataclass
class Watcher:
    """One open page: its client token, the State that shows it, and its socket's own data."""

    client_token: str
    state: str
    topics: frozenset[str]
    router_data: dict[str, Any] = field(repr=False)
    socket_id: str
    """The socket that proved who it is; kept apart, for `router_data` is the State's own dict."""
    told_at: float = 0.0


@dataclass
class Switchboard:
    """Who watches what in this process, and how to reach them."""

    watchers: dict[Key, Watcher] = field(default_factory=dict)
    by_topic: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    stale: dict[Key, tuple[float, bool]] = field(default_factory=dict)
    """Pages to tell: when, and whether only because of their own acts."""
    loop: asyncio.AbstractEventLoop | None = None
    app: Any = None
    timer: asyncio.TimerHandle | None = None


_board = Switchboard()


def start(app: Any) -> None:
    """Remember the application and the loop its events run on."""
    _board.app, _board.loop = app, asyncio.get_running_loop()


def watch(
    *, client_token: str, state: str, topics: Iterable[str], router_data: dict[str, Any]
) -> None:
    """A page's State now watches exactly these topics."""
    key = (client_token, state)
    before = _drop(key)
    told_at = before.told_at if before else 0.0
    socket_id = str(router_data.get("sid", ""))
    watcher = Watcher(client_token, state, frozenset(topics), router_data, socket_id, told_at)
    _board.watchers[key] = watcher
    for topic in watcher.topics:
        _board.by_topic[topic].add(key)


def forget(client_token: str) -> None:
    """The page is closed or belongs to somebody else now: it is told nothing more."""
    for key in [k for k in _board.watchers if k[0] == client_token]:
        _drop(key)


def _drop(key: Key) -> Watcher | None:
    watcher = _board.watchers.pop(key, None)
    for topic in watcher.topics if watcher else ():
        _board.by_topic[topic].discard(key)
        if not _board.by_topic[topic]:
            del _board.by_topic[topic]
    return watcher


def topics_of(news: News) -> list[str]:
    """What a change touches, as pages name it.

    `everyone-in:3` is what concerns a whole group and no pupil alone (a topic, homework): families
    watch that and their own `student:12`, so that a mark wakes one family and not the class's.
    """
    if news.kind == "many":
        return [f"school:{news.school_id}", f"*{news.school_id}"]
    if news.kind in NOBODYS:
        return []
    if news.kind == JobEvent.FINISHED:
        return [f"jobs:{news.school_id}"]
    if news.kind.startswith(LISTS):
        return [f"data:{news.school_id}"]
    named = {"student": news.about_id, "group": news.group_id, "lesson": news.lesson_id}
    if news.about_id is None:
        named["everyone-in"] = news.group_id
    return [f"{name}:{value}" for name, value in named.items() if value is not None]


@contextmanager
def acting(client_token: str) -> Iterator[None]:
    """What is performed inside the block is the act of this page."""
    before = _acting.set(client_token)
    try:
        yield
    finally:
        _acting.reset(before)


def tell(news: Sequence[News]) -> None:
    """News from any thread: plan to tell the pages that watch them."""
    if _board.loop is not None and not _board.loop.is_closed():
        topics = [t for n in news for t in topics_of(n)]
        _board.loop.call_soon_threadsafe(_mark_stale, topics, _acting.get())


def _mark_stale(topics: Sequence[str], actor: str = "") -> None:
    for topic in topics:
        everybody = topic.startswith("*")
        for key in list(_board.watchers) if everybody else _board.by_topic.get(topic, ()):
            _plan(key, is_own=bool(actor) and key[0] == actor)
    _set_timer()


def _plan(key: Key, *, is_own: bool) -> None:
    now, watcher = _now(), _board.watchers[key]
    due = now + REST_SECONDS
    if not is_own:
        due = max(now + GATHER_SECONDS, watcher.told_at + APART_SECONDS)
    before = _board.stale.get(key)
    if before is not None and not (is_own and before[1]):
        due, is_own = min(before[0], due), before[1] and is_own
    _board.stale[key] = (due, is_own)


def _set_timer() -> None:
    if _board.timer is not None:
        _board.timer.cancel()
        _board.timer = None
    if _board.stale and _board.loop is not None:
        soonest = min(due for due, _own in _board.stale.values())
        _board.timer = _board.loop.call_later(max(0.0, soonest - _now()), _send)


def _now() -> float:
    return _board.loop.time() if _board.loop is not None else 0.0


def _send() -> None:
    _board.timer = None
    now, connected = _now(), _connected()
    for key in [key for key, (due, _own) in _board.stale.items() if due <= now]:
        del _board.stale[key]
        watcher = _board.watchers.get(key)
        if watcher is None:
            continue
        if connected is not None and not _is_there(watcher, connected):
            _drop(key)
            continue
        watcher.told_at = now
        task = asyncio.ensure_future(_refresh(watcher))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
    _set_timer()


def _is_there(watcher: Watcher, connected: Any) -> bool:
    """Whether the page still sits at the very socket whose identity it had when it watched.

    A client token may have been taken over by another socket, which has proven nothing yet.
    """
    return bool(connected.get(watcher.client_token) == watcher.socket_id)


_tasks: set[asyncio.Future[None]] = set()


async def _refresh(watcher: Watcher) -> None:
    event = Event(
        name=f"{watcher.state}.refresh", payload={}, router_data=dict(watcher.router_data)
    )
    await _board.app.event_processor.enqueue(watcher.client_token, event)


def _connected() -> Any:
    namespace = getattr(_board.app, "event_namespace", None)
    return None if namespace is None else namespace.token_to_sid
