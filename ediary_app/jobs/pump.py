"""The worker's own loop (исполнитель): asks what is due, hands it on, keeps the work moving."""

from __future__ import annotations

import threading
from functools import partial

import structlog
from sqlalchemy.exc import OperationalError

from ediary_app.access.context import system_actor
from ediary_app.access.performing import perform
from ediary_app.jobs import reactions, running, schedules, tending
from ediary_app.jobs.engine import Engine
from ediary_app.kernel import errors, logs

log = structlog.get_logger(__name__)

BEAT_SECONDS = 0.3
TEND_EVERY = 10
"""Every tenth beat looks after other workers and lost bundles."""

PREFETCHED = 2
"""Bundles kept at hand beyond those that run, so that no worker waits for the next poll."""

SYSTEM = system_actor("jobs")


def run_step(step: running.Step) -> None:
    """Run a batch; a refusal is final, an unexpected failure is tried again."""
    put_off = partial(perform, running.put_off_batch, actor=SYSTEM, batch_id=step.batch_id)
    try:
        actor = system_actor("jobs", step.school_id)
        perform(running.run_batch, actor=actor, batch_id=step.batch_id)
    except errors.AppError as refusal:
        put_off(code=refusal.code, number="", is_final=True)
    except OperationalError:
        raise  # the database is away: the batch is untouched and will be found again
    except Exception as error:
        put_off(code="failure", number=logs.record_failure(log, error), is_final=False)


def react_to(queue: tending.Queue) -> None:
    """Let a consumer react to what waits for it: many events at once, or one after a failure."""
    actor = system_actor("jobs", queue.school_id or None)
    react = partial(perform, reactions.react, actor=actor, consumer=queue.consumer)
    for limit in (reactions.AT_ONCE, 1):
        try:
            while react(limit=limit) == limit:
                pass
            return
        except OperationalError:
            raise
        except Exception as error:
            code, number = _told(error) if limit == 1 else ("", "")
    perform(reactions.put_off, actor=actor, consumer=queue.consumer, code=code, number=number)


def _told(error: Exception) -> tuple[str, str]:
    if isinstance(error, errors.AppError):
        return error.code, ""
    return "failure", logs.record_failure(log, error)


class Pump:
    """One worker: its engine, its loop, and the way to stop them both."""

    def __init__(self, database_url: str, *, name: str, at_once: int) -> None:
        self._name, self._at_once = name, at_once
        self._engine = Engine(database_url, name=name, at_once=at_once + PREFETCHED)
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
                    run_step(step)
            except OperationalError as error:  # untouched batches will be found again
                log.warning("work.interrupted", error=type(error).__name__)

    def _loop(self) -> None:
        beat = 0
        while not self._stop.is_set():
            try:
                self._work()
                if beat % TEND_EVERY == 0:
                    self._tend()
                beat += 1
            except Exception as error:  # the database is away: try again at the next beat
                log.warning("work.delayed", error=type(error).__name__)
            self._stop.wait(BEAT_SECONDS)

    def _work(self) -> None:
        waiting = perform(tending.look, actor=SYSTEM)
        if waiting.has_due:
            perform(schedules.tick, actor=SYSTEM)
        if waiting.has_batches:
            self._engine.carry(perform(running.claim, actor=SYSTEM))
        for queue in waiting.queues:
            react_to(queue)

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
