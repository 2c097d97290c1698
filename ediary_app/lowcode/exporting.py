"""A list to take away (выгрузка): the narrowed rows in the order of the screen."""

from __future__ import annotations

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import listing
from ediary_app.lowcode.finding import Narrowing, Selection
from ediary_app.lowcode.listing import Query
from ediary_app.lowcode.resources import Field, Resource
from ediary_app.lowcode.values import NUMERIC, DataEvent, Kind, Table

AT_ONCE = 5_000
"""More rows than this are written in the background."""


@pattern()
def export(
    ctx: Context,
    resource: Resource,
    *,
    query: Query = "",
    chosen: dict[str, str] | None = None,
    sort: str = "",
    archived: bool = False,
    hidden: tuple[str, ...] = (),
) -> Table:
    """The whole narrowed list as a table; that it was taken away is told (выгрузить)."""
    ids = found_ids(ctx, resource, Narrowing(query, chosen or {}, sort, archived))
    if len(ids) > AT_ONCE:
        raise errors.Invalid(
            _("More than {n} rows are written in the background.", n=AT_ONCE), code="in_background"
        )
    table = rows_as_table(ctx, resource, ids)
    tell_export(ctx, resource, len(ids))
    return without(table, [i for i, name in enumerate(resource.listed) if name in hidden])


def found_ids(ctx: Context, resource: Resource, narrowing: Narrowing) -> list[int]:
    """The keys of the narrowed list in its order."""
    selection = Selection(ctx, resource)
    order = selection.ordered(narrowing.sort, selection.count(narrowing))
    found = selection.narrowed(narrowing).order_by(*order)
    return [int(i) for i in ctx.session.scalars(found)]


def rows_as_table(ctx: Context, resource: Resource, ids: list[int]) -> Table:
    """Rows by their keys as a table, in the order of the keys."""
    known = {row.id: row.cells for row in listing.read_rows(Selection(ctx, resource), ids)}
    shown = [resource.field(name) for name in resource.listed]
    numeric = {Kind.DAY: "day", **dict.fromkeys(NUMERIC, "number"), Kind.CLOCK: "text"}
    return Table(
        str(resource.title),
        tuple(str(one.label) for one in shown),
        tuple(numeric.get(one.kind, "text") for one in shown),
        tuple(_told(known[i], shown) for i in ids if i in known),
    )


def _told(cells: tuple[str, ...], shown: list[Field]) -> tuple[str, ...]:
    """The cells of a row; what is not so is said too, so that a table comes back unchanged."""
    no = str(_("no"))
    pairs = zip(cells, shown, strict=True)
    return tuple(no if one.kind is Kind.FLAG and not cell else cell for cell, one in pairs)


def without(table: Table, left_out: list[int]) -> Table:
    """The table without some of its columns."""
    if not left_out or len(left_out) >= len(table.head):
        return table
    kept = [i for i in range(len(table.head)) if i not in left_out]
    return Table(
        table.title,
        tuple(table.head[i] for i in kept),
        tuple(table.kinds[i] for i in kept),
        tuple(tuple(row[i] for i in kept) for row in table.rows),
    )


def tell_export(ctx: Context, resource: Resource, count: int) -> None:
    """Record that a list was taken away."""
    facts = {"list": resource.name, "rows": count}
    ctx.record(DataEvent.ROWS_EXPORTED, ("school", ctx.school_id), facts=facts)
