"""The figures behind the words (показатели): each with its name and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata

from ediary_app import migrating
from ediary_app.kernel.i18n import LazyText, _, current_language, ngettext
from ediary_app.kernel.settings import Settings
from ediary_app.upkeep import figures, rules
from ediary_app.upkeep.machine import Machine, Room

DATES = {"ru": "%d.%m.%Y", "en": "%d %b %Y"}


@dataclass(frozen=True)
class Figure:
    """A figure with its name, and a few words beside it."""

    name: str
    value: str
    note: str = ""


def memory(number: int) -> str:
    """A number of bytes in words."""
    return figures.size(number)


def server(
    measured: Machine, chosen: Settings, revision: str, database_bytes: int
) -> tuple[Figure, ...]:
    """The machine, its disks, the database, the release, the certificate."""
    load = str(measured.load).replace(".", "," if current_language() == "ru" else ".")
    cores = ngettext("of {n} core", "of {n} cores", measured.cores)
    used = measured.memory - measured.memory_free
    kind = "SQLite" if chosen.database_url.startswith("sqlite") else "PostgreSQL"
    is_ours = revision == migrating.head()
    shape = _("of this release") if is_ours else _("not of this release")
    return (
        Figure(str(_("Load")), load, str(cores)),
        Figure(
            str(_("Memory in use")),
            figures.size(used),
            str(_("of {whole}", whole=figures.size(measured.memory))),
        ),
        _room(_("Free for data"), measured.data),
        _room(_("Free for back-ups"), measured.copies),
        Figure(str(_("Database")), figures.size(database_bytes), kind),
        Figure(str(_("Shape of the database")), revision, str(shape)),
        Figure(str(_("Release")), metadata.version("ediary")),
        _certificate(measured, chosen),
    )


def _room(name: LazyText, room: Room | None) -> Figure:
    if room is None:
        return Figure(str(name), "—", str(_("the disk does not answer")))
    percent = figures.share(room.free, room.total)
    return Figure(str(name), figures.size(room.free), f"{percent} %")


def _certificate(measured: Machine, chosen: Settings) -> Figure:
    name = str(_("Certificate until"))
    if measured.certificate_ends is None:
        note = _("https ends at the proxy before us") if chosen.tls == "off" else _("not readable")
        return Figure(name, "—", str(note))
    own = _("the school's own") if chosen.tls == "own" else _("from files")
    return Figure(name, measured.certificate_ends.strftime(DATES[current_language()]), str(own))


def queues(facts: rules.Facts) -> tuple[Figure, ...]:
    """What waits, and how long the oldest."""
    named = (
        (_("Background work"), facts.work),
        (_("Reactions to events"), facts.reactions),
        (_("Letters to be sent"), facts.letters),
        (_("Events not sealed yet"), facts.unsealed),
    )
    waiting = tuple(
        Figure(
            str(name),
            str(queue.count),
            str(_("the oldest for {time}", time=figures.lasting(queue.oldest)))
            if queue.count
            else "",
        )
        for name, queue in named
    )
    seen = facts.worker_seen
    since = figures.lasting(facts.now - seen) if seen is not None else ""
    worker = Figure(
        str(_("Worker")),
        str(_("works") if seen is not None and facts.now - seen <= rules.SILENT else _("silent")),
        str(_("seen {time} ago", time=since)) if since else "",
    )
    return (worker, *waiting)
