"""News from other processes (вести из других процессов), for pages that are open here.

PostgreSQL tells by LISTEN/NOTIFY, SQLite by its data version, polled every 200 ms. What this
process wrote itself is left out: its own pages were told at once.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
import structlog
from sqlalchemy import func, select

from ediary_app.access.performing import LIVE_CHANNEL, News, Runtime
from ediary_app.kernel.db import POSTGRES_PATIENCE, plain_address
from ediary_app.kernel.events import Event

log = structlog.get_logger(__name__)
Tell = Callable[[Sequence[News]], None]

POLL_SECONDS = 0.2
RECONNECT_SECONDS = 1.0
OWN_KEPT = 10_000
MISSED = News("many", None, None, None, None)
"""Something may have happened while the wire was dead: every page looks anew."""
event_table = Event.__table__  # type: ignore[attr-defined]


class Newswire:
    """A thread that hears of acts committed elsewhere and tells them on."""

    def __init__(self, runtime: Runtime, tell: Tell) -> None:
        self._runtime, self._tell = runtime, tell
        self._stop = threading.Event()
        self._own: deque[int] = deque(maxlen=OWN_KEPT)
        self._thread = threading.Thread(target=self._run, name="newswire", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._runtime.listeners.append(self._told_here)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait for the thread."""
        self._stop.set()
        self._runtime.listeners.remove(self._told_here)
        self._thread.join(timeout=5)

    def _told_here(self, news: Sequence[News]) -> None:
        if self._runtime.database.is_sqlite:
            self._own.extend(n.event_id for n in news)
        self._tell(news)

    def _run(self) -> None:
        listen = self._poll if self._runtime.database.is_sqlite else self._listen
        was_lost = False
        while not self._stop.is_set():
            try:
                listen(was_lost)
            except Exception as error:  # the database went away: say so and come back
                log.warning("newswire.lost", error=type(error).__name__)
                was_lost = True
                self._stop.wait(RECONNECT_SECONDS)

    def _listen(self, was_lost: bool) -> None:
        address = plain_address(self._runtime.database.url)
        patience: dict[str, Any] = POSTGRES_PATIENCE
        with psycopg.connect(address, autocommit=True, **patience) as connection:
            connection.execute(f"LISTEN {LIVE_CHANNEL}")
            if was_lost:
                self._tell([MISSED])
            while not self._stop.is_set():
                for notification in connection.notifies(timeout=1.0):
                    name, news = news_from(notification.payload)
                    if name != self._runtime.name:
                        self._tell(news)

    def _poll(self, was_lost: bool) -> None:
        with self._runtime.database.engine.connect() as opened:
            connection = opened.execution_options(ediary_writing=False)
            last = connection.execute(select(func.max(event_table.c.id))).scalar() or 0
            connection.rollback()
            version = 0
            if was_lost:
                self._tell([MISSED])
            while not self._stop.wait(POLL_SECONDS):
                raw = connection.connection.dbapi_connection
                assert raw is not None
                now = raw.execute("PRAGMA data_version").fetchone()[0]
                if now == version:
                    continue
                version = now
                last = self._tell_since(last)

    def _tell_since(self, last: int) -> int:
        columns = event_table.c
        with self._runtime.database.session(writes=False) as session:
            rows = session.execute(
                select(
                    columns.kind,
                    columns.school_id,
                    columns.about_id,
                    columns.group_id,
                    columns.lesson_id,
                    columns.id,
                )
                .where(columns.id > last)
                .order_by(columns.id)
                .limit(5_000)
            ).all()
        own = set(self._own)
        foreign = [News(*row) for row in rows if row.id not in own]
        if foreign:
            self._tell(foreign)
        return int(rows[-1].id) if rows else last


def news_from(payload: str) -> tuple[str, list[News]]:
    """Who tells and the news in a notification's payload (see `performing.news_text`)."""
    name, rows = json.loads(payload)
    return name, [News(*row) for row in rows]
