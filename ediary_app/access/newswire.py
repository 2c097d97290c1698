"""News from other processes (вести из других процессов), for pages that are open here.

PostgreSQL tells by LISTEN/NOTIFY, SQLite by its data version, polled every 200 ms. What this
process wrote itself is left out: its own pages were told at once. What was committed on PostgreSQL
and never told, because its process died in that moment, is looked up every few seconds.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence, Set
from select import POLLIN, poll
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
CHECK_SECONDS = 5.0
CHECKS_BACK = 6
"""An act may be committed later than younger ones: so many checks look as far back as the first."""
MANY = 5_000
MISSED = News("many", None, None, None, None)
"""Something may have happened while the wire was dead: every page looks anew."""
event_table = Event.__table__  # type: ignore[attr-defined]


class Newswire:
    """A thread that hears of acts committed elsewhere and tells them on."""

    def __init__(self, runtime: Runtime, tell: Tell, check: float = CHECK_SECONDS) -> None:
        self._runtime, self._tell, self._check = runtime, tell, check
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
            untold, checked = Untold(connection), time.monotonic()
            connection.execute(f"LISTEN {LIVE_CHANNEL}")
            awake = poll()
            awake.register(connection, POLLIN)
            if was_lost:
                self._tell([MISSED])
            while not self._stop.is_set():
                for notification in connection.notifies(timeout=0):
                    name, news = news_from(notification.payload)
                    if name != self._runtime.name:
                        self._told_here(news)
                if time.monotonic() - checked >= self._check:
                    checked = time.monotonic()
                    if late := untold.look(set(self._own)):
                        log.debug("newswire.untold", count=len(late))
                        self._told_here(late)
                # The driver would look ten times a second; the system wakes us when there is news.
                awake.poll(min(1.0, self._check) * 1000)

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


class Untold:
    """Events that were committed and of which nobody has told (пропущенные вести).

    Acts of a process without a herald (a worker) are told with their commit, which knows no ids
    yet: they are found here too, and pages look at them a second time.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._ask = connection.execute
        (newest,) = self._ask("SELECT coalesce(max(id), 0) FROM event").fetchone() or (0,)
        self._tops: deque[int] = deque([newest], maxlen=CHECKS_BACK)
        self._waiting: set[int] = set()

    def look(self, known: Set[int]) -> list[News]:
        """What was not known at this check nor at the one before: news is given time to come."""
        found = self._ask("SELECT id FROM event WHERE id > %s", [self._tops[0]]).fetchall()
        ids = {row[0] for row in found}
        self._tops.append(max(ids, default=self._tops[-1]))
        late = (ids - known) & self._waiting
        self._waiting = ids - known - late
        if len(late) > MANY:
            return [MISSED]
        rows = self._ask(
            "SELECT kind, school_id, about_id, group_id, lesson_id, id FROM event"
            " WHERE id = ANY(%s) ORDER BY id", [list(late)]
        ) if late else ()  # fmt: skip
        return [News(*row) for row in rows]


def news_from(payload: str) -> tuple[str, list[News]]:
    """Who tells and the news in a notification's payload (see `performing.news_text`)."""
    name, rows = json.loads(payload)
    return name, [News(*row) for row in rows]
