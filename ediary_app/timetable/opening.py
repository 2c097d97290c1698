"""Bells a school begins with (звонки по умолчанию): from 8:00, forty minutes, two long breaks."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.timetable.models import Bell, BellSchedule

LESSON, BREAK, LONG_BREAK = timedelta(minutes=40), timedelta(minutes=10), timedelta(minutes=20)
AFTER_LONG = (2, 4)
SLOTS = 8


def has_bells(ctx: Context) -> bool:
    """Whether the school has any bells."""
    there = select(BellSchedule.id).where(BellSchedule.school_id == ctx.school_id)  # type: ignore[call-overload]
    return ctx.session.scalar(there.limit(1)) is not None


def ensure_bells(ctx: Context) -> bool:
    """Give a school without bells the usual ones; says whether it did."""
    if has_bells(ctx):
        return False
    made = BellSchedule(school_id=ctx.school_id, name="Обычное")
    ctx.session.add(made)
    ctx.session.flush()
    for slot, (start, end) in enumerate(usual_bells(), 1):
        ctx.session.add(
            Bell(bell_schedule_id=made.id or 0, slot=slot, starts_at=start, ends_at=end)
        )
    ctx.session.flush()
    return True


def usual_bells() -> list[tuple[time, time]]:
    """Begin and end of the eight lessons of a day."""
    times = []
    moment = datetime(2026, 9, 1, 8, 0)  # noqa: DTZ001 - only the time of day is taken
    for slot in range(1, SLOTS + 1):
        times.append((moment.time(), (moment + LESSON).time()))
        moment += LESSON + (LONG_BREAK if slot in AFTER_LONG else BREAK)
    return times
