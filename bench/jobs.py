"""Small jobs a second (задания): each of one item that writes one row, started by one of many acts.

The jobs wait until all workers are up, fall due at one moment, and are watched from the first that
is done to the last. A worker carries up to a hundred jobs in one durable workflow and
does as many of them in one transaction as its kind allows items in a batch.

`python -m bench.jobs NAME` is such a worker.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text, update

from bench import stock
from bench.figures import at_least, at_most, is_wanted, say, show
from ediary_app import wiring
from ediary_app.access.context import Context, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import service
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.jobs.policy import batch_table
from ediary_app.jobs.pump import Pump
from ediary_app.kernel.db import Database
from ediary_app.kernel.i18n import LazyText
from ediary_app.kernel.settings import Settings, settings
from ediary_app.worker import ON_POSTGRES, ON_SQLITE, worker_name

KIND = "bench.note"
JOBS, AN_ACT = 3000, 50
LONGEST = 120
LONG_ITEMS, PAUSE_MS = 4000, 40
KINDS = (("sqlite", 1, 100), ("postgresql", 2, 300))
"""Database, workers, bar."""


@job_kind(KIND, title=LazyText("Bench"))
def note(ctx: Context, work: Work) -> None:
    """Write each item down; `pause` milliseconds a batch make it long."""
    time.sleep(work.arguments.get("pause", 0) / 1000)
    rows = [{"j": work.job_id, "i": item} for item in work.items]
    ctx.session.execute(text("INSERT INTO bench_note VALUES (:j, :i)"), rows)


@use_case(requires=Permission.JOB_RUN)
def begin(ctx: Context, *, jobs: int = 1, count: int = 1, pause: int = 0, days: int = 0) -> None:
    """Start some jobs of so many items, now or in some days."""
    due = {"arguments": {"pause": pause}, "due_at": ctx.now + timedelta(days)}
    for _job in range(jobs):
        service.start(ctx, KIND, items=range(count), **due)


def measure(only: str) -> None:
    """Throughput on both databases; how long a job waits for idle workers, and a cancel."""
    for kind, workers, bar in KINDS:
        name = f"ground.jobs_{kind}_per_s"
        if not is_wanted(name, only) and not is_wanted(f"ground.job_{kind}", only):
            continue
        school = stock.school("small", kind)
        os.environ.update(school.environment)
        runtime = wiring.start(Settings())
        with runtime.database.session() as session:
            session.execute(text("CREATE TABLE bench_note (job_id INTEGER, item INTEGER)"))
        actor = system_actor("bench", _a_school(runtime.database))
        for _act in range(JOBS // AN_ACT):
            perform(begin, actor=actor, jobs=AN_ACT, days=1)
        with _working(workers):
            _until(runtime.database, "job_worker", workers)
            with runtime.database.session() as session:
                session.execute(update(batch_table).values(due_at=runtime.clock()))
            show(name, _rate(runtime.database), "jobs/s", at_least(bar))
            _show_moments(kind, runtime.database)
        runtime.database.dispose()


def _a_school(database: Database) -> int:
    with database.session(writes=False) as session:
        return int(session.scalar(text("SELECT min(id) FROM school")) or 0)


def _count(database: Database, of: str) -> int:
    with database.session(writes=False) as session:
        return int(session.scalar(text(f"SELECT count(*) FROM {of}")) or 0)


def _until(database: Database, of: str, least: int) -> tuple[float, int]:
    """When there are so many rows, and how many there are then."""
    end = time.monotonic() + LONGEST
    while (found := _count(database, of)) < least:
        if time.monotonic() > end:
            raise SystemExit(f"the workers did not do their work: {found} of {least}")
        time.sleep(0.02)
    return time.monotonic(), found


def _rate(database: Database) -> float:
    over = f"job WHERE kind = '{KIND}' AND state = 'done'"
    began, first = _until(database, over, 1)
    ended, last = _until(database, over, JOBS)
    if _count(database, "bench_note") != JOBS:
        raise SystemExit("an item was done twice or not at all")
    say(f"{JOBS} jobs of one item, started {AN_ACT} an act; from the first done to the last")
    return (last - first) / (ended - began)


def _show_moments(kind: str, database: Database) -> None:
    """From the start of one job until it is done, and from a cancel until nothing more is done."""
    actor = system_actor("bench", _a_school(database))
    waits = []
    for number in range(5):
        time.sleep(0.37)
        begun = time.monotonic()
        perform(begin, actor=actor)
        waits.append(_until(database, "bench_note", JOBS + number + 1)[0] - begun)
    show(f"ground.job_{kind}_wait_s", max(waits), "s", at_most(2))
    perform(begin, actor=actor, count=LONG_ITEMS, pause=PAUSE_MS)
    _until(database, "bench_note", JOBS + len(waits) + LONG_ITEMS // 10)
    begun = time.monotonic()
    with database.session() as session:
        session.execute(text("UPDATE job SET state = 'cancelled' WHERE state = 'running'"))
    ended, done = begun, -1
    while time.monotonic() < ended + 1.5:
        if (found := _count(database, "bench_note")) != done:
            ended, done = time.monotonic(), found
        time.sleep(0.02)
    show(f"ground.job_{kind}_cancel_s", ended - begun, "s", at_most(2))


@contextmanager
def _working(count: int) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.jobs"]
    root = Path(__file__).resolve().parents[1]
    processes = [subprocess.Popen([*command, f"bench-{n}"], cwd=root) for n in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def main(name: str) -> None:
    """Work until killed, as `ediary worker` does, knowing the bench's kind too."""
    runtime = wiring.start()
    at_once = ON_SQLITE if runtime.database.is_sqlite else ON_POSTGRES
    pump = Pump(runtime.database.url, name=worker_name(settings(), name), at_once=at_once)
    pump.start()
    time.sleep(LONGEST * 3)


if __name__ == "__main__":
    main(sys.argv[1])
