"""What waits, and since when (очереди): everything the server's page counts, in one statement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select, text

from ediary_app.access.context import Context
from ediary_app.jobs.policy import batch_table, job_table
from ediary_app.jobs.reactions import event, outbox
from ediary_app.jobs.tending import worker_table
from ediary_app.jobs.values import LIVE, BatchState
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.events import SEAL
from ediary_app.post.service import letter_table
from ediary_app.post.values import LetterState
from ediary_app.upkeep.noting import failure_table

QUEUES = ("work", "reactions", "unsealed", "letters")
A_WEEK, A_DAY = timedelta(days=7), timedelta(days=1)


def counts(ctx: Context) -> AnyRow:
    """What waits (`…_count`, `…_since`), what failed, who works, the database's shape and size."""
    failed, failures = letter_table.c, failure_table.c
    columns = [
        *_queue("work", _work(ctx), func.min(batch_table.c.due_at)),
        *_queue("reactions", _outbox().where(outbox.c.consumer != SEAL), func.min(event.c.at)),
        *_queue("unsealed", _outbox().where(outbox.c.consumer == SEAL), func.min(event.c.at)),
        *_queue("letters", _letters(), func.min(letter_table.c.created_at)),
        _one(
            select(func.count()).where(
                failed.state == LetterState.FAILED,
                failed.school_id == ctx.school_id,
                failed.settled_at > ctx.now - A_WEEK,
            ),
            "letters_failed",
        ),
        _one(select(func.count()).where(failures.at > ctx.now - A_DAY), "failures"),
        _one(select(func.max(worker_table.c.seen_at)), "worker_seen"),
    ]
    is_sqlite = ctx.session.get_bind().dialect.name == "sqlite"
    size = "0" if is_sqlite else "pg_database_size(current_database())"
    more = text(f"{size} AS database_bytes, (SELECT version_num FROM alembic_version) AS revision")
    return ctx.session.execute(select(*columns, more)).one()


def _work(ctx: Context) -> Select[Any]:
    joined = batch_table.join(job_table, job_table.c.id == batch_table.c.job_id)
    return (
        select(func.count())
        .select_from(joined)
        .where(
            batch_table.c.state == BatchState.WAITING,
            batch_table.c.due_at <= ctx.now,
            job_table.c.state.in_(LIVE),
        )
    )


def _outbox() -> Select[Any]:
    joined = outbox.join(event, event.c.id == outbox.c.event_id)
    return select(func.count()).select_from(joined)


def _letters() -> Select[Any]:
    waiting = letter_table.c.state == LetterState.WAITING
    return select(func.count()).select_from(letter_table).where(waiting)


def _queue(name: str, counted: Select[Any], oldest: Any) -> list[Any]:
    since = counted.with_only_columns(oldest, maintain_column_froms=True)
    return [_one(counted, f"{name}_count"), _one(since, f"{name}_since")]


def _one(statement: Select[Any], name: str) -> Any:
    return statement.scalar_subquery().label(name)
