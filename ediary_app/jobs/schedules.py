"""Work by the clock (по расписанию): due times are rows, one tick asks the product's clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlalchemy import insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import rules, service
from ediary_app.jobs.models import JobSchedule

schedule_table = JobSchedule.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Schedule:
    """When a kind of work is due: every so long, or daily at a time of the school's clock."""

    kind: str
    next_due: Callable[[datetime, str], datetime]
    arguments: Mapping[str, int | str] = field(default_factory=dict)
    is_daily: bool = False
    is_on: Callable[[], bool] = lambda: True


SCHEDULES: dict[str, Schedule] = {}


def every(name: str, kind: str, interval: timedelta) -> None:
    """Declare work that is due again an interval after it was last due."""
    SCHEDULES[name] = Schedule(kind, lambda now, _zone: now + interval)


def daily(name: str, kind: str, at: time) -> None:
    """Declare work that is due each day at a time of the school's clock."""

    def next_due(now: datetime, zone: str) -> datetime:
        return rules.next_daily(now, at, zone)

    SCHEDULES[name] = Schedule(kind, next_due, is_daily=True)


def nightly(name: str, kind: str, hour: Callable[[], int]) -> None:
    """Declare work that is due each day at an hour that is set; a negative one turns it off."""

    def next_due(now: datetime, zone: str) -> datetime:
        return rules.next_daily(now, time(max(0, hour())), zone)

    SCHEDULES[name] = Schedule(kind, next_due, is_daily=True, is_on=lambda: hour() >= 0)


@use_case(requires=Permission.JOB_RUN)
def tick(ctx: Context) -> tuple[str, ...]:
    """Start what is due, once, however many workers ask; returns the names started.

    What was due while nobody worked is started once, not once for each time missed.
    """
    rows = ctx.session.execute(
        select(schedule_table.c.name)
        .where(schedule_table.c.due_at <= ctx.now, schedule_table.c.name.in_(SCHEDULES))
        .with_for_update(skip_locked=True)
    ).all()
    due = [row.name for row in rows]
    for name in due:
        schedule = SCHEDULES[name]
        if schedule.is_on():
            service.start(ctx, schedule.kind, arguments=schedule.arguments)
        ctx.session.execute(
            update(schedule_table)
            .where(schedule_table.c.name == name)
            .values(due_at=schedule.next_due(ctx.now, ctx.zone), started_at=ctx.now)
        )
    return tuple(due)


@use_case(requires=Permission.JOB_RUN)
def enter_schedules(ctx: Context) -> None:
    """Give every declared schedule its row, with its first due time; an hour may have changed.

    What is overdue stays so: it is started at once.
    """
    rows = ctx.session.execute(select(schedule_table.c.name, schedule_table.c.due_at))
    known = {row.name: row.due_at for row in rows}
    for name in sorted(SCHEDULES):
        due_at = SCHEDULES[name].next_due(ctx.now, ctx.zone)
        if name not in known:
            ctx.session.execute(insert(schedule_table).values(name=name, due_at=due_at))
        elif SCHEDULES[name].is_daily and known[name] > ctx.now:
            mine = schedule_table.c.name == name
            ctx.session.execute(update(schedule_table).where(mine).values(due_at=due_at))
