"""Search everywhere (поиск по всему): one line finds people, classes, lessons, files, lists.

Each thing that can be found is one `Source`, declared in the package that owns it and named in
`wiring.FOUND`: the permission it takes, and a function that gives what fits within the actor's
rights, by one statement. What is typed is neither kept nor told to anybody.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from pydantic import Field

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel.folding import fold
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import tolerance
from ediary_app.lowcode.resources import RESOURCES
from ediary_app.lowcode.tolerance import Asked, Near, Rank

SHOWN, LOOKED_AT = 5, 1500
"""So many of a kind are shown; at most so many that may fit are looked at by a source."""
Line = Annotated[str, Field(max_length=100)]


class Candidate(NamedTuple):
    """What may fit: the small letters it is compared by, its words, and the page it is on.

    `order` decides among those that fit equally well.
    """

    key: str
    title: str
    note: str
    route: str
    order: int = 0


Find = Callable[[Context, Asked], Iterable[Candidate | tuple[Rank, Candidate]]]


@dataclass(frozen=True)
class Source:
    """A kind of thing that can be found (источник поиска).

    `find` gives candidates that are then compared with the line, or ranks them itself. `all_at` is
    the list that shows all of them, if there is one.
    """

    name: str
    title: LazyText
    requires: Permission
    find: Find
    all_at: str = ""
    may: Callable[[Context], bool] = lambda _ctx: True


SOURCES: dict[str, Source] = {}


def declare(source: Source) -> Source:
    """Let a kind of thing be found."""
    SOURCES[source.name] = source
    return source


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    note: str
    route: str


@dataclass(frozen=True)
class HitGroup:
    """What was found of one kind, the best first; `all_at` shows more when there is more."""

    name: str
    title: str
    hits: tuple[Hit, ...]
    all_at: str = ""


@dataclass(frozen=True)
class Everywhere:
    """What was found: `meant` is the line in the other layout, when only so it fits."""

    asked: str = ""
    meant: str = ""
    groups: tuple[HitGroup, ...] = ()


Ranked = tuple[Rank, HitGroup]


@use_case(requires=Permission.SCHOOL_READ, writes=False)
def everywhere(ctx: Context, *, query: Line = "") -> Everywhere:
    """What fits a line among all that the actor may see, the kind that fits best first."""
    asked = tolerance.asked(query)
    if len(query.strip()) < 2 or not any(asked.readings):
        return Everywhere(asked=asked.line)
    mine = [s for s in SOURCES.values() if ctx.actor.may(s.requires) and s.may(ctx)]
    found = [grouped(s, s.find(ctx, asked), asked) for s in mine]
    return gathered(asked, [one for one in found if one is not None])


def gathered(asked: Asked, found: list[Ranked]) -> Everywhere:
    """The groups in the order of their best."""
    ordered = sorted(found, key=lambda one: one[0])
    is_other = bool(ordered) and all(rank[1] == 1 for rank, _group in ordered)
    meant = asked.readings[1].text if is_other else ""
    return Everywhere(asked.line, meant, tuple(group for _rank, group in ordered))


def grouped(
    source: Source, candidates: Iterable[Candidate | tuple[Rank, Candidate]], asked: Asked
) -> Ranked | None:
    """The best candidates of one source, with the rank of the first; None when none fits.

    Slips are not shown beside what fits without one.
    """
    ranked: list[tuple[Rank, int, int, Candidate]] = []
    for one in candidates:
        rank, thing = (asked.rank(one.key), one) if isinstance(one, Candidate) else one
        if rank is not None:
            ranked.append((rank, thing.order, len(ranked), thing))
    if not ranked:
        return None
    is_slip = min(ranked)[0][0] is Near.SLIP
    ranked = [one for one in ranked if is_slip or one[0][0] < Near.SLIP]
    best = heapq.nsmallest(SHOWN, ranked)
    hits = tuple(Hit(thing.title, thing.note, thing.route) for *_rank, thing in best)
    more = source.all_at if len(ranked) > SHOWN else ""
    return best[0][0], HitGroup(source.name, str(source.title), hits, more)


def _lists(ctx: Context, asked: Asked) -> Iterable[Candidate]:
    """The lists of the portal by their titles."""
    for one in RESOURCES.values():
        if ctx.actor.may(one.reads):
            title = str(one.title)
            yield Candidate(fold(title.lower()), title, str(one.area), f"/admin/data/{one.name}")


LISTS = declare(
    Source("lists", _("Lists of the school"), Permission.DATA_READ, _lists, "/admin/data")
)
