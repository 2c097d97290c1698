"""What the office has chosen so far (черновик перевода): kept on the server, one per year."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import insert, select, update

from ediary_app.access.context import Context
from ediary_app.jobs.policy import job_table
from ediary_app.jobs.values import LIVE
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.rollover.models import Rollover
from ediary_app.rollover.values import Choices, RolloverEvent, RolloverState
from ediary_app.school.models import School

rollover = Rollover.__table__  # type: ignore[attr-defined]
school = School.__table__  # type: ignore[attr-defined]
_CHOICES = TypeAdapter(Choices)


def alone_in_school(ctx: Context) -> None:
    """One hand at a time in a school: the second waits for the first."""
    ctx.session.execute(select(school.c.id).where(school.c.id == ctx.school_id).with_for_update())


def newest(ctx: Context, year_id: int) -> AnyRow | None:
    """The turn of this year in force, else the one undone last; None before the first choice."""
    return ctx.session.execute(
        select(rollover)
        .where(rollover.c.school_id == ctx.school_id, rollover.c.year_id == year_id)
        .order_by(rollover.c.id.desc())
        .limit(1)
    ).first()


def of_school(ctx: Context, rollover_id: int) -> AnyRow:
    """A turn of the actor's own school, else `NotFound`."""
    found = ctx.session.execute(
        select(rollover).where(rollover.c.id == rollover_id, rollover.c.school_id == ctx.school_id)
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such turn of the year, or it is not your school's."))
    return found


def choices_in(row: AnyRow | None) -> Choices:
    """What a row holds; nothing chosen yet without one."""
    return _CHOICES.validate_python(row.choices) if row else Choices()


def in_force(ctx: Context, year_id: int) -> AnyRow:
    """The draft of this year, begun with what was chosen before an undo; no job may be on it."""
    alone_in_school(ctx)
    found = newest(ctx, year_id)
    if found is not None and found.state != RolloverState.UNDONE:
        check_idle(ctx, found)
        return found
    return ctx.session.execute(
        insert(rollover)
        .values(school_id=ctx.school_id, year_id=year_id, state=RolloverState.DRAFT.value,
                choices=found.choices if found else {}, account_id=ctx.actor.account_id, counts={})
        .returning(rollover)
    ).one()  # fmt: skip


def check_idle(ctx: Context, row: AnyRow) -> None:
    """Nothing is changed under a job's hands."""
    live = (job_table.c.id == (row.job_id or 0)) & job_table.c.state.in_(LIVE)
    if ctx.session.scalar(select(job_table.c.id).where(live)) is not None:
        raise errors.Conflict(_("The pupils are being moved just now. Wait, or cancel that work."))


def keep(ctx: Context, row: AnyRow, choices: Choices, **facts: Any) -> None:
    """Write down what was chosen."""
    said = _CHOICES.dump_python(choices, mode="json")
    set_values(ctx, row.id, choices=said)
    ctx.record(RolloverEvent.CHOSEN, ("rollover", row.id), facts=facts)


def set_values(ctx: Context, rollover_id: int, **values: Any) -> None:
    """Change columns of a turn of the year."""
    ctx.session.execute(update(rollover).where(rollover.c.id == rollover_id).values(**values))
