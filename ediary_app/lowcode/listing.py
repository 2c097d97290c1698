"""A page of a list (страница справочника): narrowed, sorted and counted at the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field as Limit
from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern
from ediary_app.kernel.among import among
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import cells, fields, finding
from ediary_app.lowcode.actions import Action
from ediary_app.lowcode.finding import Narrowing, Selection
from ediary_app.lowcode.offers import Offer
from ediary_app.lowcode.resources import Field, Resource
from ediary_app.lowcode.values import NUMERIC, Choice, Column, Filter, Kind, Row, RowList

PAGE_ROWS = 50
Query = Annotated[str, Limit(max_length=100)]


@pattern(writes=False)
def browse(
    ctx: Context,
    resource: Resource,
    *,
    query: Query = "",
    chosen: dict[str, str] | None = None,
    sort: str = "",
    page: int = 1,
    archived: bool = False,
    hidden: tuple[str, ...] = (),
) -> RowList:
    """A page of the list with its columns, filters and numbers (просмотр справочника)."""
    narrowing = Narrowing(query, chosen or {}, sort, archived)
    selection = Selection(ctx, resource)
    total = selection.count(narrowing)
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, page), pages)
    ids = _page_ids(selection, narrowing, page, total)
    rows = _rows(selection, ids)
    is_typed = resource.may_add or any(not f.is_fixed for f in resource.typed)
    may_write = ctx.actor.may(resource.writes) and is_typed
    first = (page - 1) * PAGE_ROWS
    has_fields = may_write and bool(resource.bulk or resource.archive)
    many = offers(ctx, [a for a in resource.actions if a.is_for_many])
    return RowList(
        name=resource.name, title=str(resource.title), note=str(resource.note or ""),
        columns=_columns(resource, sort, hidden), filters=_filters(ctx, resource, narrowing),
        rows=rows, total=total, page=page, pages=pages,
        first=first + 1 if rows else 0, last=first + len(rows),
        may_write=may_write, may_add=may_write and resource.may_add,
        has_search=bool(resource.searched), has_archive=bool(resource.archive),
        is_archive=archived, ids=tuple(row.id for row in rows),
        has_bulk=has_fields or bool(many), has_fields=has_fields, many=many,
        whole=offers(ctx, [a for a in resource.actions if not a.on]),
    )  # fmt: skip


def offers(ctx: Context, actions: Iterable[Action]) -> tuple[Offer, ...]:
    """The actions that the actor has a right to."""
    return tuple(Offer(a.name, str(a.title), a.is_grave) for a in actions if ctx.actor.may(a.right))


def _page_ids(selection: Selection, narrowing: Narrowing, page: int, total: int) -> list[int]:
    """Only keys are sorted and skipped over: a page is as near at the end as at the beginning."""
    found = selection.narrowed(narrowing, selection.key).order_by(
        *selection.ordered(narrowing.sort, total)
    )
    skipped = found.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    return [int(i) for i in selection.ctx.session.scalars(skipped)]


def _rows(selection: Selection, ids: list[int]) -> tuple[Row, ...]:
    found = {row.id: row for row in read_rows(selection, ids)}
    return tuple(found[i] for i in ids if i in found)


def read_rows(selection: Selection, ids: list[int]) -> list[Row]:
    """Rows by their keys, as their cells are shown."""
    resource = selection.resource
    shown = [resource.field(name) for name in resource.listed]
    columns = [_cell(selection, one) for one in shown]
    archived = resource.target.archived(selection.table).label("row_archived")
    title = resource.words(selection.table).label("row_title")
    found = (
        select(selection.key.label("row_id"), title, archived, *columns)
        .select_from(selection.source)
        .where(among(selection.key, ids))
    )
    return [
        Row(
            int(row_id),
            cells.text(words),
            tuple(said(one, value) for one, value in zip(shown, values, strict=True)),
            bool(is_archived),
        )
        for row_id, words, is_archived, *values in selection.ctx.session.execute(found)
    ]  # fmt: skip


def said(one: Field, value: Any) -> str:
    """A cell of the list in words: a relation has brought its own."""
    if one.kind is Kind.RELATION:
        return "" if value is None else str(value)
    return fields.shown(one, value)


def _cell(selection: Selection, one: Field) -> Any:
    column = selection.words.get(one.name, selection.column(one.name))
    return column.label(f"cell_{one.name}")


def _columns(resource: Resource, sort: str, hidden: tuple[str, ...]) -> tuple[Column, ...]:
    now = sort or resource.order[0]
    made = []
    for name in resource.listed:
        one = resource.field(name)
        is_now = now.removeprefix("-") == name
        order = ("down" if now.startswith("-") else "up") if is_now else ""
        turned = f"-{name}" if order == "up" else name
        made.append(
            Column(name, str(one.label), one.kind in NUMERIC, order, turned, name not in hidden)
        )
    return tuple(made)


def _filters(ctx: Context, resource: Resource, narrowing: Narrowing) -> tuple[Filter, ...]:
    return tuple(
        _filter(ctx, resource.field(name), narrowing.chosen.get(name, ""))
        for name in resource.filters
    )


def _filter(ctx: Context, one: Field, chosen: str) -> Filter:
    if one.kind is Kind.FLAG:
        options: tuple[Choice, ...] = (Choice("true", str(_("yes"))), Choice("false", str(_("no"))))
    elif one.to is not None:
        options = finding.choices(ctx, one.to)
    elif one.kind is Kind.NUMBER:
        numbers = range(one.least or 0, (one.most or 0) + 1)
        options = tuple(Choice(str(n), str(n)) for n in numbers)
    else:
        options = tuple(Choice(v, str(words)) for v, words in one.choices.items())
    title = next((o.title for o in options if o.id == chosen), chosen)
    return Filter(one.name, str(one.label), options, chosen, title if chosen else "")
