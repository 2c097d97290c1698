"""Lists that the rules fix (неизменные справочники): read, searched, printed, never changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.folding import fold
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.listing import Query
from ediary_app.lowcode.values import (
    BulkDone,
    Card,
    Change,
    Column,
    DataEvent,
    FormField,
    Row,
    RowList,
    Section,
    Table,
)
from ediary_app.lowcode.views import View

Line = tuple[LazyText | str, ...]


@dataclass(frozen=True)
class FixedList:
    """A list that stands in the rules (неизменный справочник): its head and its lines, in words."""

    name: str
    title: LazyText
    area: LazyText
    note: LazyText
    head: tuple[LazyText, ...]
    lines: Callable[[], tuple[Line, ...]]
    reads: Permission


FIXED: dict[str, FixedList] = {}
"""Every fixed list by the name in its address."""


def _rows(fixed: FixedList, query: str = "") -> list[Row]:
    words = fold(query).split()
    rows = [
        Row(number, str(line[0]), tuple(map(str, line)))
        for number, line in enumerate(fixed.lines(), 1)
    ]
    return [row for row in rows if all(word in fold(" ".join(row.cells)) for word in words)]


@pattern(writes=False)
def browse(
    _ctx: Context,
    fixed: FixedList,
    *,
    query: Query = "",
    chosen: dict[str, str] | None = None,
    sort: str = "",
    page: int = 1,
    archived: bool = False,
    hidden: tuple[str, ...] = (),
) -> RowList:
    """The whole list; it is short and lies as the rules have it (просмотр)."""
    rows = tuple(_rows(fixed, query))
    columns = tuple(
        Column(f"c{n}", str(title), sort=f"c{n}", is_shown=f"c{n}" not in hidden)
        for n, title in enumerate(fixed.head)
    )
    return RowList(
        name=fixed.name, title=str(fixed.title), note=str(fixed.note), columns=columns, rows=rows,
        total=len(rows), first=1 if rows else 0, last=len(rows), has_search=True, is_fixed=True,
        ids=tuple(row.id for row in rows),
    )  # fmt: skip


@pattern(writes=False)
def card(_ctx: Context, fixed: FixedList, *, row_id: int = 0) -> Card:
    """A line of the list in full (карточка)."""
    row = next((one for one in _rows(fixed) if one.id == row_id), None)
    if row is None:
        raise errors.NotFound(_("There is no such row, or it is not yours."))
    told = zip(fixed.head, row.cells, strict=True)
    fields = tuple(FormField("", str(title), "text", shown=words) for title, words in told)
    return Card(row_id, True, row.title, (Section("", fields),))


@pattern(writes=False)
def history(_ctx: Context, _fixed: FixedList, *, row_id: int) -> tuple[Change, ...]:
    """Nobody changes what the rules fix (история)."""
    return ()


@pattern(writes=False)
def views(_ctx: Context, _fixed: FixedList) -> tuple[View, ...]:
    """A short list needs no views (виды)."""
    return ()


@pattern()
def export(
    ctx: Context,
    fixed: FixedList,
    *,
    query: Query = "",
    chosen: dict[str, str] | None = None,
    sort: str = "",
    archived: bool = False,
    hidden: tuple[str, ...] = (),
) -> Table:
    """The list as a table, to keep or to print (выгрузить)."""
    rows = tuple(row.cells for row in _rows(fixed, query))
    facts: dict[str, Any] = {"list": fixed.name, "rows": len(rows)}
    ctx.record(DataEvent.ROWS_EXPORTED, ("school", ctx.school_id), facts=facts)
    head = tuple(map(str, fixed.head))
    return Table(str(fixed.title), head, ("text",) * len(head), rows)


@pattern(writes=False)
def last_done(_ctx: Context, _fixed: FixedList) -> BulkDone:
    """Nothing is done to what the rules fix."""
    return BulkDone()


ACTS = {
    "last_done": last_done,
    "browse": browse,
    "card": card,
    "history": history,
    "views": views,
    "export": export,
}
"""What can be done with a fixed list."""
