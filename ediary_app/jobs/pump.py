"""The worker's own loop (исполнитель): asks what is due, hands it on, keeps the work moving."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from functools import partial

import structlog

from ediary_app.access.context import system_actor
from ediary_app.access.performing import perform
from ediary_app.jobs import kinds, reactions, running, schedules, tending
from ediary_app.jobs.engine import Engine
from ediary_app.kernel import clock, errors, logs

log = structlog.get_logger(__name__)

BEAT_SECONDS, RESTING_SECONDS = 0.5, 1.0
RESTS_AFTER = 20
"""After so many beats without work it looks less often: an idle school costs next to nothing."""

TEND_SECONDS = 3.0
"""So often it looks after other workers and lost bundles."""

TIDY_SECONDS = 3600.0
"""Hourly, what is long over is forgotten."""

NOTES_KEPT = timedelta(days=1)

PREFETCHED = 3
"""Bundles kept at hand beyond those that run, so that no worker waits for the next poll."""

LONGEST_PAUSE = 0.1
"""SQLite has one writer: after each transaction the worker rests as long as it worked, at most as
long as a waiting writer sleeps between two looks, so that no teacher and no cancel waits long."""

SYSTEM = system_actor("jobs")


def run_step(step: running.Step) -> None:
    """Run batches together; when that fails each alone, and put off the one that is at fault."""
    actor = system_actor("jobs", step.school_id)
    try:
        _before(step)
        perform(running.run_batches, actor=actor, batch_ids=step.batch_ids)
    except errors.Unavailable:
        raise  # the database is away: the batches are untouched and will be found again
    except Exception as error:
        if len(step.batch_ids) == 1:
            _put_off(step.batch_ids[0], error)
            return
        for one in step.apart():
            run_step(one)


def _before(step: running.Step) -> None:
    """What the work has to do with no transaction open."""
    if not step.outside:
        return
    work = perform(running.work_of, actor=SYSTEM, batch_id=step.batch_ids[0])
    outside = kinds.KINDS[step.outside].outside
    if work is not None and outside is not None:
        outside(work)


def _put_off(batch_id: int, error: Exception) -> None:
    code, number = _told(error)
    is_final = isinstance(error, errors.AppError)
    put_off = partial(perform, running.put_off_batch, actor=SYSTEM, batch_id=batch_id)
    put_off(code=code, number=number, is_final=is_final)


def react_to(queue: tending.Queue) -> None:
    """Let a consumer react to what waits for it: many events at once, or one after a failure."""
    actor = system_actor("jobs", queue.school_id or None)
    react = partial(perform, reactions.react, actor=actor, consumer=queue.consumer)
    for limit in (reactions.AT_ONCE, 1):
        try:
            while react(limit=limit) == limit:
                pass
            return
        except errors.Unavailable:
            raise
        except Exception as error:
            code, number = _told(error) if limit == 1 else ("", "")
    perform(reactions.put_off, actor=actor, consumer=queue.consumer, code=code, number=number)


def _told(error: Exception) -> tuple[str, str]:
    if isinstance(error, errors.AppError):
        return error.code, ""
    return "failure", logs.record_failure(log, error)


class Every:
    """Due after a first wait, and then after so many seconds."""

    def __init__(self, seconds: float, first: float = 0.0) -> None:
        self._seconds, self._next = seconds, time.monotonic() + first

    def is_due(self) -> bool:
        """Whether it is time; the next time is counted from here."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class Pump:
    """One worker: its engine, its loop, and the way to stop them both."""

    def __init__(self, database_url: str, *, name: str, at_once: int) -> None:
        self._name, self._at_once = name, at_once
        self._engine = Engine(database_url, name=name, at_once=at_once + PREFETCHED)
        self._gives_way = database_url.startswith("sqlite")
        self._slots = threading.Semaphore(at_once)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="pump", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        perform(schedules.enter_schedules, actor=SYSTEM)
        self._engine.start(self._run_bundle)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the batches at hand; the rest is found again by whoever works next."""
        self._stop.set()
        self._thread.join(timeout=10)
        for _slot in range(self._at_once):
            self._slots.acquire(timeout=5)
        self._engine.stop()

    def _run_bundle(self, bundle: str) -> None:
        with self._slots:
            try:
                for step in perform(running.steps_of, actor=SYSTEM, bundle=bundle):
                    if self._stop.is_set():
                        return
                    begun = time.monotonic()
                    run_step(step)
                    if self._gives_way:
                        time.sleep(min(LONGEST_PAUSE, time.monotonic() - begun))
            except errors.Unavailable as error:  # untouched batches will be found again
                log.warning("work.interrupted", error=type(error).__name__)

    def _loop(self) -> None:
        idle = 0
        tend, tidy = Every(TEND_SECONDS), Every(TIDY_SECONDS, first=TEND_SECONDS)
        while not self._stop.is_set():
            try:
                idle = 0 if self._work() else idle + 1
                if tend.is_due():
                    self._tend()
                if tidy.is_due():
                    self._tidy()
            except Exception as error:  # the database is away: try again at the next beat
                log.warning("work.delayed", error=type(error).__name__)
            self._stop.wait(RESTING_SECONDS if idle > RESTS_AFTER else BEAT_SECONDS)

    def _work(self) -> bool:
        """Hand on what is due; whether there was anything."""
        waiting = perform(tending.look, actor=SYSTEM)
        if waiting.has_due:
            perform(schedules.tick, actor=SYSTEM)
        if waiting.has_batches:
            self._engine.carry(perform(running.claim, actor=SYSTEM))
        for queue in waiting.queues:
            react_to(queue)
        return bool(waiting.has_due or waiting.has_batches or waiting.queues)

    def _tidy(self) -> None:
        perform(tending.forget_batches, actor=SYSTEM)
        while self._engine.forget(clock.system_clock() - NOTES_KEPT):
            pass

    def _tend(self) -> None:
        """Take over from dead workers; queue again, or give back, what the engine has lost."""
        silent = perform(tending.beat, actor=SYSTEM, worker=self._name)
        if silent:
            log.warning("workers.silent", count=len(silent))
            self._engine.take_over(silent)
        doubted = perform(tending.doubted_bundles, actor=SYSTEM)
        if not doubted:
            return
        known = self._engine.under_way(doubted)
        self._engine.carry(bundle for bundle in doubted if bundle not in known)
        over = tuple(bundle for bundle, active in known.items() if not active)
        if over:
            perform(tending.release_bundles, actor=SYSTEM, bundles=over)
