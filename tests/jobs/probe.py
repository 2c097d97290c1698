"""A kind of work for tests: it writes each item down in a table of its own, with a serial number.

Run as a program it is a worker that knows this kind: `python -m tests.jobs.probe NAME`.
"""

from __future__ import annotations

import sys
import time

from sqlalchemy import text

from ediary_app import wiring
from ediary_app.access.context import Context
from ediary_app.access.performing import Runtime
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import service
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.jobs.pump import Pump
from ediary_app.kernel import errors
from ediary_app.kernel.db import Database
from ediary_app.kernel.i18n import LazyText
from ediary_app.kernel.settings import settings

KIND, SICK, SHY = "tests.note", "tests.sick", "tests.shy"


def prepare(database: Database) -> None:
    """Make the table the work writes to."""
    with database.session() as session:
        session.execute(text("CREATE TABLE probe (job_id INTEGER, item INTEGER)"))


def noted(runtime: Runtime) -> list[int]:
    """The items written down, in their order."""
    with runtime.database.session(writes=False) as session:
        return list(session.scalars(text("SELECT item FROM probe ORDER BY item")))


@job_kind(KIND, title=LazyText("Tests"), batch=20)
def note(ctx: Context, work: Work) -> None:
    """Write each item down; `pause` milliseconds a batch make it long."""
    time.sleep(work.arguments.get("pause", 0) / 1000)
    rows = [{"j": work.job_id, "i": item} for item in work.items or (0,)]
    ctx.session.execute(text("INSERT INTO probe VALUES (:j, :i)"), rows)


@job_kind(SICK, title=LazyText("Tests"), batch=1, attempts=2)
def sick(ctx: Context, work: Work) -> None:
    """Write down, then fail at item 13."""
    note(ctx, work)
    if 13 in work.items:
        raise RuntimeError("Иванова Анна")


@job_kind(SHY, title=LazyText("Tests"), batch=1)
def shy(ctx: Context, work: Work) -> None:
    """Write down, then refuse every second item."""
    note(ctx, work)
    if work.items[0] % 2:
        raise errors.Conflict("no")


@use_case(requires=Permission.OWN_ACCOUNT)
def begin(ctx: Context, *, kind: str = KIND, count: int = 0, pause: int = 0) -> int:
    """Start a job of so many items."""
    arguments = {"pause": pause} if pause else {}
    return service.start(ctx, kind, items=range(1, count + 1), arguments=arguments)


def main(name: str) -> None:
    """Work until killed."""
    runtime = wiring.start(settings())
    pump = Pump(runtime.database.url, name=name, at_once=1 if runtime.database.is_sqlite else 2)
    pump.start()
    time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1])
