"""The book of back-ups as the administrator reads it (резервные копии на экране)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import queries as jobs
from ediary_app.jobs.schedules import schedule_table
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import Settings, settings
from ediary_app.upkeep import figures, rules
from ediary_app.upkeep.runs import KIND, LONGEST, run_table
from ediary_app.upkeep.values import (
    ORIGIN_NAMES,
    STATE_NAMES,
    TROUBLES,
    UNDER_WAY,
    BackupOrigin,
    BackupState,
    BackupTrouble,
)

SHOWN = 7
NOTHING = rules.BackupFacts()


@dataclass(frozen=True)
class RunLine:
    """A back-up in the list: when, who asked for it, what became of it."""

    id: int
    started_at: datetime
    origin: str
    state: str
    state_name: str
    trouble: str
    size: str
    seconds: int


@dataclass(frozen=True)
class Backups:
    """The back-ups of this installation; `seen` is what rules need to judge them."""

    last_good: datetime | None = None
    next_at: datetime | None = None
    folder: str = ""
    kept: str = ""
    is_running: bool = False
    running: str = ""
    lines: tuple[RunLine, ...] = ()
    seen: rules.BackupFacts = NOTHING


def read(ctx: Context, chosen: Settings) -> Backups:
    """The newest back-ups, the last good one, and when the next is due: three statements."""
    rows = ctx.session.execute(select(run_table).order_by(run_table.c.id.desc()).limit(SHOWN)).all()
    seen = facts(ctx, chosen)
    first = rows[0] if rows else None
    runs = first is not None and first.state in UNDER_WAY and first.started_at > ctx.now - LONGEST
    waits = not runs and jobs.is_under_way(ctx, KIND)
    name = str(STATE_NAMES[BackupState(first.state)]) if first is not None and runs else ""
    return Backups(
        last_good=seen.last_good,
        next_at=seen.due_at if seen.is_on else None,
        folder=str(chosen.copies_dir),
        kept=_kept(chosen),
        is_running=runs or waits,
        running=name or str(_("Waiting for its turn")),
        lines=tuple(_line(row) for row in rows),
        seen=seen,
    )


def facts(ctx: Context, chosen: Settings) -> rules.BackupFacts:
    """What decides whether back-ups are well, in one statement."""
    newest = select(run_table.c.id).order_by(run_table.c.id.desc()).limit(1).scalar_subquery()
    good = select(run_table.c.started_at).where(run_table.c.state == BackupState.GOOD)
    why = select(run_table.c.trouble).where(
        run_table.c.id == newest, run_table.c.state == BackupState.FAILED
    )
    schedule = schedule_table.c
    row = ctx.session.execute(
        select(
            good.order_by(run_table.c.id.desc()).limit(1).scalar_subquery().label("good"),
            why.scalar_subquery().label("trouble"),
            select(schedule.due_at).where(schedule.name == KIND).scalar_subquery().label("due"),
            select(schedule.started_at).where(schedule.name == KIND).scalar_subquery()
            .label("begun"),
        )
    ).one()  # fmt: skip
    was_begun, trouble = row.begun is not None, BackupTrouble(row.trouble or "")
    return rules.BackupFacts(row.good, row.due, was_begun, chosen.backup_hour >= 0, trouble)


def _kept(chosen: Settings) -> str:
    return str(
        _(
            "the newest of {days} days, {weeks} weeks and {months} months",
            days=chosen.backup_days,
            weeks=chosen.backup_weeks,
            months=chosen.backup_months,
        )
    )


def _line(row: AnyRow) -> RunLine:
    trouble = TROUBLES.get(BackupTrouble(row.trouble), "")
    lasted = (row.finished_at or row.started_at) - row.started_at
    return RunLine(
        id=row.id,
        started_at=row.started_at,
        origin=str(ORIGIN_NAMES[BackupOrigin(row.origin)]),
        state=row.state,
        state_name=str(STATE_NAMES[BackupState(row.state)]),
        trouble=str(trouble),
        size=figures.size(row.size) if row.size else "",
        seconds=max(0, round(lasted / timedelta(seconds=1))),
    )


@use_case(requires=Permission.OWN_ACCOUNT, writes=False)
def backup_warning(ctx: Context) -> str:
    """What every page says to who looks after the server when back-ups are late; else nothing."""
    if not ctx.actor.may(Permission.HEALTH_READ):
        return ""
    late = rules.judge_backups(facts(ctx, settings()), ctx.now)
    return str(late.text) if late is not None and late.tone == rules.DANGER else ""
