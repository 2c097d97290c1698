"""Which lists there are (перечень справочников), by area, within the reader's rights."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel.folding import fold
from ediary_app.kernel.i18n import LazyText
from ediary_app.lowcode.fixed import FIXED
from ediary_app.lowcode.resources import RESOURCES, Resource


@dataclass(frozen=True)
class Listed:
    """A list in the index: how many rows it holds, whether the reader may write."""

    name: str
    title: str
    note: str
    rows: int
    may_write: bool


@dataclass(frozen=True)
class Area:
    """Lists that belong together."""

    title: str
    lists: tuple[Listed, ...]


@use_case(requires=Permission.DATA_READ, writes=False)
def index(ctx: Context, *, query: str = "") -> tuple[Area, ...]:
    """The lists the reader may open, by area; a search finds words of titles and fields."""
    words = fold(query[:100]).split()
    open_ones = [r for r in RESOURCES.values() if ctx.actor.may(r.reads) and _fits(r, words)]
    counts = _counts(ctx, open_ones)
    areas: dict[str, list[Listed]] = {}
    for one in open_ones:
        listed = Listed(one.name, str(one.title), str(one.note or ""), counts[one.name],
                        ctx.actor.may(one.writes))  # fmt: skip
        areas.setdefault(str(one.area), []).append(listed)
    for fixed in FIXED.values():
        if ctx.actor.may(fixed.reads) and _has(words, fixed.title, fixed.area, *fixed.head):
            listed = Listed(
                fixed.name, str(fixed.title), str(fixed.note), len(fixed.lines()), False
            )
            areas.setdefault(str(fixed.area), []).append(listed)
    return tuple(Area(title, tuple(areas[title])) for title in sorted(areas, key=fold))


def _fits(resource: Resource, words: list[str]) -> bool:
    return _has(words, resource.title, resource.area, *[f.label for f in resource.fields])


def _has(words: list[str], *said: LazyText) -> bool:
    folded = " ".join(fold(str(one)) for one in said)
    return all(word in folded for word in words)


def _counts(ctx: Context, lists: list[Resource]) -> dict[str, int]:
    """How many rows each list holds, in one statement."""
    if not lists:
        return {}
    asked = [
        select(func.count())
        .select_from(one.table)
        .where(one.scope(ctx, one.table), ~one.target.archived(one.table))
        .scalar_subquery()
        for one in lists
    ]
    found = ctx.session.execute(select(*asked)).one()
    return {one.name: int(n) for one, n in zip(lists, found, strict=True)}
