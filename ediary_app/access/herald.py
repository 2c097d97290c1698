"""Telling other processes (глашатай): NOTIFY in small batches, outside the acts themselves.

A transaction that notifies holds a lock of the whole database until it is safely on the disk: with
a NOTIFY in every act, acts would be committed one after another. A server therefore tells what it
did a moment after it is committed. Should it die in that moment, other processes find the act at
their next look for what nobody told (see `newswire.Untold`); its own pages open anew anyway.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from typing import Any

import psycopg
import structlog

from ediary_app.access.performing import LIVE_CHANNEL, News, Runtime, news_text
from ediary_app.kernel.db import POSTGRES_PATIENCE, plain_address

log = structlog.get_logger(__name__)
GATHER_SECONDS = 0.02
NEWS_AT_ONCE = 80
"""So many fit into one notification (see `performing.news_text`)."""
KEPT = 20_000


class Herald:
    """A thread that tells what this process has done; PostgreSQL only."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._waiting: queue.Queue[News | None] = queue.Queue(KEPT)
        self._thread = threading.Thread(target=self._run, name="herald", daemon=True)

    def start(self) -> None:
        """From now on acts of this process leave the telling to the herald."""
        self._runtime.listeners.append(self._hear)
        self._runtime.has_herald = True
        self._thread.start()

    def stop(self) -> None:
        """Tell what is left, then end."""
        self._runtime.has_herald = False
        self._runtime.listeners.remove(self._hear)
        self._waiting.put(None)
        self._thread.join(timeout=5)

    def _hear(self, news: Sequence[News]) -> None:
        for one in news:
            try:
                self._waiting.put_nowait(one)
            except queue.Full:
                log.warning("herald.full")
                return

    def _run(self) -> None:
        connection: psycopg.Connection[Any] | None = None
        is_over = False
        while not is_over:
            news, is_over = self._gathered()
            try:
                connection = connection or self._connected()
                self._tell(connection, news)
            except psycopg.Error as error:  # who listens has lost the line too, and looks anew
                log.warning("herald.lost", error=type(error).__name__)
                connection = None
        if connection is not None:
            connection.close()

    def _gathered(self) -> tuple[list[News], bool]:
        """The next news and what comes within a moment; whether that was the last."""
        found = [self._waiting.get()]
        time.sleep(GATHER_SECONDS)
        while not self._waiting.empty():
            found.append(self._waiting.get())
        return [one for one in found if one is not None], None in found

    def _connected(self) -> psycopg.Connection[Any]:
        patience: dict[str, Any] = POSTGRES_PATIENCE
        address = plain_address(self._runtime.database.url)
        connection = psycopg.connect(address, autocommit=True, **patience)
        connection.execute("SET synchronous_commit = off")
        return connection

    def _tell(self, connection: psycopg.Connection[Any], news: Sequence[News]) -> None:
        for start in range(0, len(news), NEWS_AT_ONCE):
            text = news_text(news[start : start + NEWS_AT_ONCE], self._runtime.name)
            connection.execute("SELECT pg_notify(%s, %s)", (LIVE_CHANNEL, text))


def heralds(runtime: Runtime) -> list[Herald]:
    """The heralds a server needs: one on PostgreSQL; on SQLite the data version tells."""
    return [] if runtime.database.is_sqlite else [Herald(runtime)]
