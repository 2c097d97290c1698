"""The state of the installation on one page (состояние сервера): words first, figures behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from ediary_app import migrating
from ediary_app.access.context import Context
from ediary_app.access.usecase import USE_CASES, use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import troubles
from ediary_app.kernel import timing
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import current_language
from ediary_app.kernel.settings import settings
from ediary_app.upkeep import book, counting, heart, machine, panels, rules
from ediary_app.upkeep.noting import failure_table, process_table

SLOWEST = 12
FAILURES_SHOWN = 25
ALIVE = timedelta(minutes=3)
NO_BACKUPS = book.Backups()


@dataclass(frozen=True)
class AttentionLine:
    """Something that needs attention, and what to do."""

    title: str
    text: str
    tone: str
    href: str


@dataclass(frozen=True)
class SlowLine:
    """An act that people waited for within the last hour: how often, and how long (all but 5 %)."""

    name: str
    title: str
    count: int
    p95: int


@dataclass(frozen=True)
class ProcessLine:
    """A process of the product that lives."""

    name: str
    kind: str
    memory: str
    since: datetime


@dataclass(frozen=True)
class FailureLine:
    """A failure under the number a person was told."""

    number: str
    at: datetime
    kind: str
    places: str


@dataclass(frozen=True)
class Health:
    """The page of the server."""

    is_well: bool = True
    at: datetime | None = None
    attention: tuple[AttentionLine, ...] = ()
    backups: book.Backups = NO_BACKUPS
    server: tuple[panels.Figure, ...] = ()
    queues: tuple[panels.Figure, ...] = ()
    slow: tuple[SlowLine, ...] = ()
    processes: tuple[ProcessLine, ...] = ()
    failures: tuple[FailureLine, ...] = ()
    stuck: tuple[troubles.TroubleLine, ...] = ()


@use_case(requires=Permission.HEALTH_READ, writes=False)
def health(ctx: Context) -> Health:
    """How the installation is, and what needs attention (состояние установки)."""
    chosen = settings()
    found, measured = counting.counts(ctx), machine.look(chosen)
    processes = ctx.session.execute(select(process_table)).all()
    slow, backups = _slow(processes), book.read(ctx, chosen)
    trouble = troubles.of_school(ctx)
    facts = _facts(ctx, found, measured, backups.seen, slow, trouble)
    attention = rules.judge(facts)
    return Health(
        is_well=all(a.tone == rules.NOTE for a in attention),
        at=ctx.now,
        attention=tuple(
            AttentionLine(str(a.title), str(a.text), a.tone, a.href) for a in attention
        ),
        backups=backups,
        server=panels.server(measured, chosen, found.revision, _bytes(found, measured)),
        queues=panels.queues(facts),
        slow=slow[:SLOWEST],
        processes=_living(ctx, processes),
        failures=_failures(ctx),
        stuck=trouble,
    )


def _facts(
    ctx: Context,
    found: AnyRow,
    measured: machine.Machine,
    backups: rules.BackupFacts,
    slow: tuple[SlowLine, ...],
    trouble: tuple[troubles.TroubleLine, ...],
) -> rules.Facts:
    rooms = (measured.data, measured.copies)
    waiting = {name: _queue(ctx, found, name) for name in counting.QUEUES}
    return rules.Facts(
        now=ctx.now, backups=backups, load=measured.load, cores=measured.cores,
        memory_free=measured.memory_free, memory=measured.memory,
        rooms=tuple(room.free for room in rooms if room),
        certificate_ends=measured.certificate_ends,
        is_schema_ours=found.revision == migrating.head(),
        worker_seen=found.worker_seen, letters_failed=found.letters_failed,
        failures=found.failures, set_aside=sum(line.is_set_aside for line in trouble),
        slow=tuple(line.name for line in slow if rules.is_slow(line.p95, line.count)),
        **waiting,
    )  # fmt: skip


def _queue(ctx: Context, found: AnyRow, name: str) -> rules.Queue:
    since = found._mapping[f"{name}_since"]
    waited = ctx.now - since if since else timedelta(0)
    return rules.Queue(found._mapping[f"{name}_count"], waited)


def _bytes(found: AnyRow, measured: machine.Machine) -> int:
    return measured.database_bytes or int(found.database_bytes)


def _slow(processes: Sequence[AnyRow]) -> tuple[SlowLine, ...]:
    """The acts of the last hour over all processes, the slowest first; this one's are fresh."""
    mine = heart.process_name()
    others = [row.timings for row in processes if row.name != mine]
    counts = timing.merged([*others, timing.TIMINGS.last_hour()])
    lines = [
        SlowLine(name, _title(name), sum(steps.values()), timing.percentile(steps, 0.95))
        for name, steps in counts.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.p95, -line.count)))


def _title(name: str) -> str:
    """What an act is in the school: the sentence it is described by, in the reader's language."""
    described = (USE_CASES[name].function.__doc__ or "") if name in USE_CASES else ""
    sentence, _open, term = described.partition("\n")[0].rstrip(".").partition(" (")
    if current_language() != "ru":
        return sentence or name
    is_russian = term.endswith(")") and not term.isascii()
    return term.rstrip(")") if is_russian else name


def _living(ctx: Context, rows: Sequence[AnyRow]) -> tuple[ProcessLine, ...]:
    return tuple(
        ProcessLine(row.name, row.kind, panels.memory(row.memory), row.started_at)
        for row in sorted(rows, key=lambda row: (row.kind, row.name))
        if row.seen_at > ctx.now - ALIVE
    )


def _failures(ctx: Context) -> tuple[FailureLine, ...]:
    columns = failure_table.c
    rows = ctx.session.execute(
        select(columns.number, columns.at, columns.kind, columns.places)
        .order_by(columns.at.desc())
        .limit(FAILURES_SHOWN)
    )
    return tuple(FailureLine(*row) for row in rows)


@use_case(requires=Permission.HEALTH_READ, writes=False)
def failure(ctx: Context, *, number: str) -> FailureLine | None:
    """The failure under a number that a person was told; none when it is not known (any more)."""
    columns = failure_table.c
    row = ctx.session.execute(
        select(columns.number, columns.at, columns.kind, columns.places).where(
            columns.number == number.strip().casefold()
        )
    ).first()
    return FailureLine(*row) if row else None
