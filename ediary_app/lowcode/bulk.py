"""One value for many rows (массовая правка): shown first, made at once, undone for ten minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field as Limit
from sqlalchemy import insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import cards, cells, fields, finding, history, saving
from ediary_app.lowcode.cells import Unreadable
from ediary_app.lowcode.models import BulkEdit
from ediary_app.lowcode.resources import Field, Resource
from ediary_app.lowcode.values import (
    BulkDone,
    BulkLine,
    BulkPreview,
    DataEvent,
    FormField,
    Kind,
    Undone,
)

MOST_ROWS, SHOWN = 2_000, 20
UNDO_FOR = timedelta(minutes=10)
ACTION = "do:"
"""Before the name of an action, in the place of a column's."""
Ids = Annotated[tuple[int, ...], Limit(max_length=MOST_ROWS)]
edits = BulkEdit.__table__  # type: ignore[attr-defined]
Rows = dict[int, dict[str, Any]]


@pattern(writes=False)
def all_found(
    ctx: Context,
    resource: Resource,
    *,
    query: str = "",
    chosen: dict[str, str] | None = None,
    archived: bool = False,
) -> tuple[int, ...]:
    """The keys of all rows that the narrowed list shows, to be chosen at once (выбрать всё)."""
    selection = finding.Selection(ctx, resource)
    narrowing = finding.Narrowing(query[:100], chosen or {}, "", archived)
    found = selection.narrowed(narrowing).order_by(selection.key)
    ids = tuple(int(i) for i in ctx.session.scalars(found.limit(MOST_ROWS + 1)))
    if len(ids) > MOST_ROWS:
        raise errors.Invalid(
            _("At most {n} rows at once. Narrow the list first.", n=MOST_ROWS), code="too_many"
        )
    return ids


@pattern(writes=False)
def bulk_fields(ctx: Context, resource: Resource) -> tuple[FormField, ...]:
    """The fields that many rows may be given at once, as a form shows them (поля для правки)."""
    fields_of = tuple(replace(cards.form_field(ctx, f, {}), value="") for f in resource.bulk)
    archive = (resource.archive, str(_("In the archive")), Kind.FLAG.value)
    return (*fields_of, *((FormField(*archive),) if resource.archive else ()))


@pattern(writes=False)
def bulk_check(
    ctx: Context, resource: Resource, *, ids: Ids, field: str, value: str = ""
) -> BulkPreview:
    """What a bulk edit would do to these rows; nothing is written (предпросмотр правки)."""
    one, new = _asked(ctx, resource, field, value)
    rows = _rows(ctx, resource, ids)
    problems = _problems(resource, rows, one, new)
    titles = finding.words_of(ctx, resource.target, list(rows)[:SHOWN])
    words = history.Words(ctx, resource, [r for r in rows.values() if one.kind is Kind.RELATION])
    after = words.of(one, [new])[0]
    lines = tuple(
        BulkLine(i, titles.get(i, ""), words.of(one, [rows[i][one.name]])[0], after,
                 str(problems.get(i, "")))
        for i in list(rows)[:SHOWN]
    )  # fmt: skip
    same = sum(row[one.name] == new for row in rows.values())
    return BulkPreview(str(one.label), len(rows) - same, same, len(problems), lines)


@pattern()
def bulk_apply(
    ctx: Context, resource: Resource, *, ids: Ids, field: str, value: str = ""
) -> BulkDone:
    """Give many rows one value, all or none; it can be undone for ten minutes (массовая правка)."""
    one, new = _asked(ctx, resource, field, value)
    rows = _rows(ctx, resource, ids)
    if problems := _problems(resource, rows, one, new):
        raise errors.Invalid(next(iter(problems.values())), code="bulk_problem")
    changing = {i: row for i, row in rows.items() if row[one.name] != new}
    before = [[i, fields.plain(row[one.name])] for i, row in changing.items()]
    bulk_id = _note(ctx, resource, one, fields.plain(new), before)
    kind = _event_of(resource, one, new)
    for row in changing.values():
        saving.change_row(ctx, resource, row, {one.name: new}, kind, bulk_id)
    facts = {"list": resource.name, "field": one.name, "rows": len(changing)}
    ctx.record(DataEvent.BULK_EDITED, ("bulk_edit", bulk_id), facts=facts)
    return BulkDone(bulk_id, len(changing), ctx.now + UNDO_FOR)


@pattern()
def bulk_undo(ctx: Context, resource: Resource, *, bulk_id: int) -> Undone:
    """Give the rows back what they held; what somebody changed since is left (вернуть правку)."""
    edit = own_edit(ctx, resource, bulk_id)
    one = _field_of(resource, edit.column)
    held = {int(i): _raw(one, v) for i, v in edit.before}
    key = resource.table.c[resource.target.key]
    found = resource.whole(ctx).where(among(key, list(held)))
    rows = ctx.session.execute(found.with_for_update(of=resource.table)).mappings().all()
    back = [dict(row) for row in rows if fields.plain(row[one.name]) == edit.value]
    for row in back:
        old = held[row[resource.target.key]]
        kind = _event_of(resource, one, old)
        saving.change_row(ctx, resource, row, {one.name: old}, kind, bulk_id)
    ctx.session.execute(update(edits).where(edits.c.id == bulk_id).values(undone_at=ctx.now))
    facts = {"list": resource.name, "rows": len(back)}
    ctx.record(DataEvent.BULK_UNDONE, ("bulk_edit", bulk_id), facts=facts)
    return Undone(len(back), len(held) - len(back))


@pattern(writes=False)
def last_done(ctx: Context, resource: Resource) -> BulkDone:
    """What one did to many rows last, as long as it can be undone (последняя правка)."""
    mine = (edits.c.school_id == ctx.school_id, edits.c.account_id == ctx.actor.account_id)
    found = ctx.session.execute(
        select(edits.c.id, edits.c.column, edits.c.before, edits.c.made_at)
        .where(*mine, edits.c.resource == resource.name, edits.c.undone_at.is_(None),
               edits.c.made_at >= ctx.now - UNDO_FOR)
        .order_by(edits.c.id.desc())
        .limit(1)
    ).first()  # fmt: skip
    if found is None:
        return BulkDone()
    action = found.column.removeprefix(ACTION) if found.column.startswith(ACTION) else ""
    return BulkDone(found.id, len(found.before), found.made_at + UNDO_FOR, action)


def _field_of(resource: Resource, name: str) -> Field:
    """A field that may be edited in bulk; the archive is one too."""
    if resource.archive and name == resource.archive:
        return Field(name, _("In the archive"), Kind.FLAG)
    found = next((f for f in resource.bulk if f.name == name), None)
    if found is None:
        raise errors.NotFound(_("This field is not edited for many rows at once."))
    return found


def _asked(ctx: Context, resource: Resource, name: str, value: str) -> tuple[Field, Any]:
    one = _field_of(resource, name)
    try:
        new = fields.read(one, value)
    except Unreadable as reason:
        raise errors.Invalid(reason.message, fields={"value": reason.message}) from None
    if finding.missing_relation(ctx, one, new):
        unknown = _("Choose one from the list.")
        raise errors.Invalid(unknown, fields={"value": unknown})
    return one, new


def _rows(ctx: Context, resource: Resource, ids: tuple[int, ...]) -> Rows:
    return finding.rows_of(ctx, resource, sorted(set(ids)))


def _problems(resource: Resource, rows: Rows, one: Field, new: Any) -> dict[int, LazyText]:
    """What keeps which row from taking the value; fields that tell rows apart are not edited so."""
    found: dict[int, LazyText] = {}
    for row_id, row in rows.items():
        whole = {**row, one.name: new}
        if said := resource.check(whole):
            found[row_id] = next(iter(said.values()))
    return found


def _note(ctx: Context, resource: Resource, one: Field, value: Any, before: list[Any]) -> int:
    values = {
        "school_id": ctx.school_id, "account_id": ctx.actor.account_id, "resource": resource.name,
        "column": one.name, "value": value, "before": before, "made_at": ctx.now,
    }  # fmt: skip
    made = insert(edits).values(values).returning(edits.c.id)
    return int(ctx.session.execute(made).scalar_one())


def own_edit(ctx: Context, resource: Resource, bulk_id: int) -> Any:
    """One's own bulk edit of the last ten minutes that was not undone yet, locked."""
    edit = ctx.session.execute(
        select(edits)
        .where(
            edits.c.id == bulk_id, edits.c.school_id == ctx.school_id,
            edits.c.account_id == ctx.actor.account_id, edits.c.resource == resource.name,
            edits.c.undone_at.is_(None),
        )
        .with_for_update()
    ).first()  # fmt: skip
    if edit is None:
        raise errors.NotFound(_("There is nothing to undo here."))
    if ctx.now > edit.made_at + UNDO_FOR:
        raise errors.Conflict(_("Ten minutes have passed: change the rows anew."), code="too_late")
    return edit


def _event_of(resource: Resource, one: Field, value: Any) -> DataEvent:
    if resource.archive and one.name == resource.archive:
        return DataEvent.ROW_ARCHIVED if value else DataEvent.ROW_RESTORED
    return DataEvent.ROW_CHANGED


def _raw(one: Field, value: Any) -> Any:
    """A kept value as its column takes it."""
    if one.kind is Kind.DAY and value:
        return cells.day(value)
    return cells.clock_time(value) if one.kind is Kind.CLOCK and value else value
