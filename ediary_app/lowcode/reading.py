"""What the columns of a table mean (распознавание столбцов): by their heads, or as last time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from ediary_app.access.context import Context
from ediary_app.kernel.folding import fold
from ediary_app.lowcode.cells import text
from ediary_app.lowcode.models import ColumnMeaning
from ediary_app.lowcode.resources import Resource
from ediary_app.lowcode.sheets import Line, Sheet
from ediary_app.lowcode.values import ColumnRead

SEARCHED_LINES, EXAMPLES, MOST_COLUMNS = 20, 50, 60
meanings = ColumnMeaning.__table__  # type: ignore[attr-defined]
_SIGNS = re.compile(r"[^0-9a-zа-я]+")


@dataclass(frozen=True)
class Head:
    """The head of a table, and the rows below it."""

    columns: tuple[ColumnRead, ...]
    lines: tuple[Line, ...]


def bare(title: Any) -> str:
    """A head for comparison: folded, no signs."""
    return " ".join(_SIGNS.sub(" ", fold(text(title))).split())


def head_of(
    ctx: Context, resource: Resource, found: Sequence[Sheet], mapping: dict[int, str] | None
) -> Head:
    """The head of the first sheet: the line where most columns are understood, else the first."""
    lines = found[0].lines
    known = {**_names(resource), **_remembered(ctx, resource)}
    searched = lines[:SEARCHED_LINES]
    position = max(range(len(searched)), key=lambda n: (len(_meant(searched[n], known)), -n))
    below = lines[position + 1 :]
    meant = _meant(lines[position], known) if mapping is None else _asked(resource, mapping)
    return Head(_columns(lines[position], below, meant), below)


def _names(resource: Resource) -> dict[str, str]:
    """Every name a field may have in a table."""
    found = {}
    for one in resource.typed:
        for name in (one.name, one.label.message, str(one.label), *one.headers):
            found[bare(name)] = one.name
    return found


def _meant(line: Line, known: Mapping[str, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for index, cell in enumerate(line.cells[:MOST_COLUMNS]):
        name = known.get(bare(cell), "") if isinstance(cell, str) else ""
        if name and name not in found.values():
            found[index] = name
    return found


def _asked(resource: Resource, mapping: Mapping[int, str]) -> dict[int, str]:
    """What somebody says the columns mean; a field is meant once."""
    found: dict[int, str] = {}
    known = {one.name for one in resource.typed}
    for index, name in sorted(mapping.items()):
        if name in known and name not in found.values():
            found[index] = name
    return found


def _columns(line: Line, below: Sequence[Line], meant: Mapping[int, str]) -> tuple[ColumnRead, ...]:
    width = max([len(line.cells), *(len(b.cells) for b in below[:EXAMPLES])])
    columns = []
    for index in range(min(width, MOST_COLUMNS)):
        title = text(line.cells[index]) if index < len(line.cells) else ""
        examples = (text(b.cells[index]) for b in below[:EXAMPLES] if index < len(b.cells))
        example = next((e for e in examples if e), "")
        if title or example:
            field = meant.get(index, "")
            columns.append(ColumnRead(index, _letter(index), title[:80], example[:60], field))
    return tuple(columns)


def _letter(index: int) -> str:
    """The letter a sheet shows above a column: 0 is A, 26 is AA."""
    return chr(65 + index) if index < 26 else f"{_letter(index // 26 - 1)}{chr(65 + index % 26)}"


def _remembered(ctx: Context, resource: Resource) -> dict[str, str]:
    of_list = (meanings.c.school_id == ctx.school_id) & (meanings.c.resource == resource.name)
    kept = ctx.session.scalar(select(meanings.c.meanings).where(of_list)) or {}
    return {head: name for head, name in kept.items() if resource.has(name)}


def remember(ctx: Context, resource: Resource, head: Head) -> None:
    """Keep what the columns meant for the next table."""
    said = {bare(c.title): c.field for c in head.columns if c.field and c.title}
    kept = {**_remembered(ctx, resource), **said}
    of_list = (meanings.c.school_id == ctx.school_id) & (meanings.c.resource == resource.name)
    changed = ctx.session.execute(update(meanings).where(of_list).values(meanings=kept))
    if not changed.rowcount:  # type: ignore[attr-defined]
        row = {"school_id": ctx.school_id, "resource": resource.name, "meanings": kept}
        ctx.session.execute(insert(meanings).values(**row))
