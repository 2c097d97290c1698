"""When the administrator must look (что требует внимания): bounds, and what to do about each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ediary_app.kernel.i18n import LazyText, _
from ediary_app.upkeep.values import TROUBLES, BackupTrouble

NOTE, WARN, DANGER = "info", "warn", "danger"

A_DAY = timedelta(hours=25)
"""A nightly back-up is a day old just before the next one: an hour is given to make it."""
SILENT = timedelta(minutes=1)
WORK_WAITS = timedelta(minutes=15)
REACTIONS_WAIT = timedelta(minutes=10)
LETTERS_WAIT = timedelta(hours=1)
SEAL_WAITS = timedelta(minutes=5)
CERTIFICATE_LEFT = timedelta(days=14)
ROOM_LOW, ROOM_OUT = 2 << 30, 300 << 20
MEMORY_LOW = 150 << 20
LOAD_PER_CORE = 2
SLOW_MS, SLOW_COUNT = 1500, 20


@dataclass(frozen=True)
class BackupFacts:
    """What is known of the back-ups."""

    last_good: datetime | None = None
    due_at: datetime | None = None
    was_begun: bool = False
    """Whether the schedule has ever come to its hour."""
    is_on: bool = True
    trouble: BackupTrouble = BackupTrouble.NONE
    """Why the very last one failed, if it did."""


@dataclass(frozen=True)
class Attention:
    """Something to look after: what it is, what to do, how pressing, the page about it."""

    title: LazyText
    text: LazyText
    tone: str
    href: str = ""


@dataclass(frozen=True)
class Queue:
    """Something that waits: how many, and since when the oldest."""

    count: int = 0
    oldest: timedelta = timedelta(0)


@dataclass(frozen=True)
class Facts:
    """What is known of the installation at a moment."""

    now: datetime
    backups: BackupFacts = BackupFacts()
    load: float = 0.0
    cores: int = 1
    memory_free: int = 0
    memory: int = 0
    rooms: tuple[int, ...] = ()
    certificate_ends: datetime | None = None
    is_schema_ours: bool = True
    worker_seen: datetime | None = None
    work: Queue = Queue()
    reactions: Queue = Queue()
    letters: Queue = Queue()
    letters_failed: int = 0
    unsealed: Queue = Queue()
    failures: int = 0
    set_aside: int = 0
    slow: tuple[str, ...] = field(default_factory=tuple)


def is_slow(p95: int, count: int) -> bool:
    """Whether an act keeps people waiting, and often enough to say so (milliseconds)."""
    return p95 > SLOW_MS and count >= SLOW_COUNT


def judge(facts: Facts) -> tuple[Attention, ...]:
    """What needs attention, the most pressing first; nothing when all is well."""
    found = [
        judge_backups(facts.backups, facts.now), _worker(facts), _schema(facts), _room(facts),
        _memory(facts), _load(facts), _certificate(facts), *_queues(facts), _letters_failed(facts),
        _set_aside(facts), _failures(facts), _slow(facts),
    ]  # fmt: skip
    order = (DANGER, WARN, NOTE)
    return tuple(sorted((a for a in found if a is not None), key=lambda a: order.index(a.tone)))


def judge_backups(facts: BackupFacts, now: datetime) -> Attention | None:
    """Whether the last good back-up is older than a day, and what to do."""
    why = TROUBLES.get(facts.trouble)
    if not facts.is_on:
        return Attention(
            _("Nightly back-ups are turned off"),
            _("Set EDIARY_BACKUP_HOUR to an hour of the night and restart the service."),
            NOTE,
        )
    if facts.last_good is None and not facts.was_begun:
        return Attention(
            _("There is no back-up yet"),
            _("The first one is made tonight by itself. You can make one at once."),
            NOTE,
        )
    if facts.last_good is not None and now - facts.last_good <= A_DAY:
        return Attention(_("The last try of a back-up failed"), why, WARN) if why else None
    do = why or _("Make one now; if it fails, the list of back-ups says why.")
    title = _("The last good back-up is older than a day")
    return Attention(title, do, DANGER, "/admin/health")


def _worker(facts: Facts) -> Attention | None:
    if facts.worker_seen is not None and facts.now - facts.worker_seen <= SILENT:
        return None
    return Attention(
        _("Nobody does the background work"),
        _("Imports, papers, letters and back-ups stand still. Restart the service: systemctl "
          "restart ediary."),
        DANGER,
    )  # fmt: skip


def _schema(facts: Facts) -> Attention | None:
    if facts.is_schema_ours:
        return None
    return Attention(
        _("The database has the shape of another release"),
        _("Stop the service, run ediary migrate, start it again."),
        DANGER,
    )


def _room(facts: Facts) -> Attention | None:
    least = min(facts.rooms, default=ROOM_LOW)
    if least >= ROOM_LOW:
        return None
    return Attention(
        _("The disk is almost full"),
        _("Free some room, or move the back-ups to another disk (EDIARY_BACKUP_DIR). On a full "
          "disk nothing can be saved."),
        DANGER if least < ROOM_OUT else WARN,
    )  # fmt: skip


def _memory(facts: Facts) -> Attention | None:
    if not facts.memory or facts.memory_free >= MEMORY_LOW:
        return None
    return Attention(
        _("Memory is short"),
        _("Close other programs on this machine; if it stays so, add memory."),
        WARN,
    )


def _load(facts: Facts) -> Attention | None:
    if facts.load <= LOAD_PER_CORE * facts.cores:
        return None
    return Attention(
        _("The machine is overloaded"),
        _("Look which program takes the processor. If it is the journal itself for hours, see "
          "“Several processes” in the operating manual."),
        WARN,
    )  # fmt: skip


def _certificate(facts: Facts) -> Attention | None:
    ends = facts.certificate_ends
    if ends is None or ends - facts.now > CERTIFICATE_LEFT:
        return None
    return Attention(
        _("The certificate of https ends soon"),
        _("The school's own one is renewed when the service is restarted; another one must be put "
          "into its files by hand, then restart."),
        DANGER if ends <= facts.now else WARN,
    )  # fmt: skip


def _queues(facts: Facts) -> list[Attention | None]:
    waits = _("If the time does not fall within half an hour, restart the service.")
    bounds = (
        (facts.work, WORK_WAITS, _("Background work waits for long")),
        (facts.reactions, REACTIONS_WAIT, _("Reactions to events wait for long")),
        (facts.letters, LETTERS_WAIT, _("Letters wait for the mail server")),
        (facts.unsealed, SEAL_WAITS, _("Events wait for their seal")),
    )
    return [
        Attention(title, waits, WARN) if queue.count and queue.oldest > bound else None
        for queue, bound, title in bounds
    ]


def _letters_failed(facts: Facts) -> Attention | None:
    if not facts.letters_failed:
        return None
    return Attention(
        _("Some letters of this week were not sent"),
        _("Each says why, and can be sent again."),
        NOTE,
        "/admin/outbox",
    )


def _set_aside(facts: Facts) -> Attention | None:
    if not facts.set_aside:
        return None
    return Attention(
        _("Reactions to events were set aside"),
        _("They failed many times. Below they can be tried again; tell whoever maintains the "
          "system the number of the failure."),
        WARN,
    )  # fmt: skip


def _failures(facts: Facts) -> Attention | None:
    if not facts.failures:
        return None
    return Attention(
        _("There were failures within the last day"),
        _("Nothing was changed by them. Below they stand by the numbers people were told; send "
          "them to whoever maintains the system."),
        NOTE,
    )  # fmt: skip


def _slow(facts: Facts) -> Attention | None:
    if not facts.slow:
        return None
    return Attention(
        _("Some pages answer slowly"),
        _("Within the last hour one act of twenty took longer than a second and a half. Look at "
          "load, memory and disk first."),
        NOTE,
    )  # fmt: skip
