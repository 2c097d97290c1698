"""The turn of the school year (перевод на новый год): preview, run and undo of a town."""

from __future__ import annotations

import time

from bench import stock
from bench.cast import Cast
from bench.figures import at_most, say, show
from ediary_app import tables, wiring
from ediary_app.access.context import Actor, actor_permissions, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.jobs import running
from ediary_app.jobs.pump import run_step
from ediary_app.kernel.settings import Settings
from ediary_app.rollover import queries, service, undo

assert tables
SYSTEM = system_actor("bench")


def measure(only: str) -> None:
    """Every school of the town is previewed, turned, and turned back, one after another."""
    town = stock.school("town", "postgresql")
    shift = int(town.environment["EDIARY_CLOCK_SHIFT_SECONDS"])
    runtime = wiring.start(Settings(database_url=town.url, clock_shift_seconds=shift))
    offices = _offices(Cast(town))
    previewed, run, back, pupils = 0.0, 0.0, 0.0, 0
    for office in offices:
        begun = time.perf_counter()
        desk = perform(queries.desk, actor=office)
        previewed += time.perf_counter() - begun
        begun = time.perf_counter()
        pupils += perform(service.start, actor=office)
        _work_off()
        run += time.perf_counter() - begun
        begun = time.perf_counter()
        desk = perform(queries.desk, actor=office)
        perform(undo.undo, actor=office, rollover_id=desk.rollover_id)
        back += time.perf_counter() - begun
    runtime.database.dispose()
    say(f"{len(offices)} schools, {pupils} pupils moved and moved back")
    show("lowcode.rollover_preview_s", previewed, "s", at_most(10))
    show("lowcode.rollover_run_s", run, "s", at_most(120))
    show("lowcode.rollover_undo_s", back, "s", at_most(120))


def _offices(cast: Cast) -> list[Actor]:
    """An administrator of each school."""
    rows = cast.ask(
        "SELECT school_id, min(account_id) AS account_id FROM account_role "
        "WHERE role = 'administrator' GROUP BY school_id ORDER BY school_id"
    )
    held = actor_permissions(Role.ADMINISTRATOR)
    return [
        Actor(account_id=row["account_id"], role=Role.ADMINISTRATOR, permissions=held,
              school_id=row["school_id"])
        for row in rows
    ]  # fmt: skip


def _work_off() -> None:
    """Do what waits, as one worker would."""
    for bundle in perform(running.claim, actor=SYSTEM):
        for step in perform(running.steps_of, actor=SYSTEM, bundle=bundle):
            run_step(step)
