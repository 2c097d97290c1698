"""Taking an import back (отмена загрузки): whole, and only while nothing of it has been used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Table, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.exchange import queries
from ediary_app.exchange.changes import ORDER, OWNERS
from ediary_app.exchange.models import ImportBatch, ImportTrace
from ediary_app.exchange.values import BatchState, ListKind
from ediary_app.kernel import errors, events
from ediary_app.kernel.bulk import chunks
from ediary_app.kernel.db import metadata
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.school import opening
from ediary_app.school.values import SchoolEvent
from ediary_app.timetable import lists as timetable
from ediary_app.timetable import service as lessons

batch, trace = ImportBatch.__table__, ImportTrace.__table__  # type: ignore[attr-defined]
UNDONE_ORDER = ("account_role", "account", *reversed(ORDER))
USES: dict[str, LazyText] = {
    "mark": _("marks were set"), "attendance": _("the roll was called"),
    "lesson": _("lessons were held or given homework"), "homework": _("homework was set"),
    "remark": _("remarks were written"), "one_time_code": _("sign-in codes were issued"),
    "sign_in_session": _("somebody has signed in"), "timetable_entry": _("a timetable was made"),
    "assignment": _("teachers were assigned"), "teaching_group": _("groups were made"),
    "group_member": _("pupils were put into groups"), "enrolment": _("pupils were enrolled"),
    "guardianship": _("representatives were added"), "school_class": _("classes were given"),
}  # fmt: skip
Made = Mapping[str, set[int]]


@use_case(requires=Permission.LISTS_IMPORT)
def undo(ctx: Context, *, batch_id: int) -> int:
    """Undo an import; refuses in words when something of it was used or changed since."""
    queries.alone_in_school(ctx)
    found = queries.batch_of_school(ctx, batch_id)
    if found.state != BatchState.IMPORTED:
        raise errors.Conflict(_("This import is not in force, so there is nothing to undo."))
    rows = ctx.session.execute(select(trace).where(trace.c.batch_id == batch_id)).all()
    _check_later_imports(ctx, batch_id)
    made: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.act == "made":
            made[row.subject].add(row.row_id)
    _put_back(ctx, rows)
    timetable.drop_empty_lessons(ctx, sorted(made["timetable_entry"]), from_today=False)
    _check_accounts(ctx, made["account"])
    _check_unused(ctx, made)
    _take_away(ctx, made)
    if found.kind == ListKind.TIMETABLE:
        year = opening.current_year(ctx)
        lessons.generate(ctx, year_id=year.id, first=ctx.today, last=year.ends_on)
    ctx.session.execute(
        update(batch)
        .where(batch.c.id == batch_id)
        .values(state=BatchState.UNDONE.value, undone_at=ctx.now)
    )
    ctx.record(SchoolEvent.IMPORT_UNDONE, ("import_batch", batch_id), facts={"rows": len(rows)})
    return len(rows)


def _take_away(ctx: Context, made: Made) -> None:
    for table in UNDONE_ORDER:
        OWNERS[table].remove(ctx.session, table, made.get(table, set()))


def _refused(why: LazyText) -> errors.Conflict:
    return errors.Conflict(
        _("This import cannot be undone: {why}. Nothing was changed.", why=why), code="import_used"
    )


def _check_not_erased(rows: Iterable[Any]) -> None:
    """Former values that were erased at somebody's demand cannot be put back."""
    if any(row.act != "made" and row.before_values is None for row in rows):
        raise _refused(_("personal data in it was erased since"))


def _check_later_imports(ctx: Context, batch_id: int) -> None:
    """A later import that touched the same rows must be undone first."""
    same = trace.alias("same")
    later = ctx.session.scalar(
        select(batch.c.id)
        .join(same, same.c.batch_id == batch.c.id)
        .join(trace, (trace.c.subject == same.c.subject) & (trace.c.row_id == same.c.row_id))
        .where(
            trace.c.batch_id == batch_id,
            batch.c.id > batch_id,
            batch.c.state == BatchState.IMPORTED.value,
        )
        .limit(1)
    )
    if later is not None:
        raise _refused(_("a later import builds on it; undo that one first"))


def _put_back(ctx: Context, rows: Sequence[Any]) -> None:
    """Changed rows get their former values, removed ones return."""
    _check_not_erased(rows)
    changed: dict[str, dict[int, Any]] = defaultdict(dict)
    removed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        table = OWNERS[row.subject].tables[row.subject]
        if row.act == "changed":
            changed[row.subject][row.row_id] = row
        elif row.act == "removed":
            removed[row.subject].append(_typed(table, row.before_values))
    for name, of_table in changed.items():
        _check_unchanged(ctx, name, of_table)
        table = OWNERS[name].tables[name]
        values = {i: _typed(table, row.before_values) for i, row in of_table.items()}
        OWNERS[name].change(ctx.session, name, values)
    for name in ORDER:
        OWNERS[name].add(ctx.session, name, removed[name])


def _check_unchanged(ctx: Context, name: str, rows: Mapping[int, Any]) -> None:
    now = OWNERS[name].rows(ctx.session, name, rows)
    for row_id, row in rows.items():
        current = now.get(row_id, {})
        if any(events.plain(current.get(k)) != v for k, v in row.after_values.items()):
            raise _refused(_("something it changed was changed again since"))


def _typed(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _as_column(table.c[name], value) for name, value in values.items()}


def _as_column(column: Column[Any], value: Any) -> Any:
    """A value of the trace as its column wants it: dates were kept as text."""
    kind = column.type.python_type
    if isinstance(value, str) and kind is date:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(value, str) and kind is datetime else value


def _check_accounts(ctx: Context, ids: set[int]) -> None:
    """An account that has a password belongs to a person already."""
    table = OWNERS["account"].tables["account"]
    for some in chunks(sorted(ids)):
        used = select(table.c.id).where(table.c.id.in_(some), table.c.password_hash.is_not(None))
        if ctx.session.scalar(used.limit(1)) is not None:
            raise _refused(USES["sign_in_session"])


def _check_unused(ctx: Context, made: Made) -> None:
    """Nothing outside the import may hang on what it made; every foreign key is looked at."""
    for table in metadata.tables.values():
        key = next(iter(table.primary_key.columns))
        for column in table.columns:
            for target in column.foreign_keys:
                ids = made.get(target.column.table.name, set())
                for some in chunks(sorted(ids)):
                    if _is_referred(ctx, column, key, some, made.get(table.name, set())):
                        why = USES.get(table.name, _("other records were added to it"))
                        raise _refused(why)


def _is_referred(
    ctx: Context, column: Column[Any], key: Column[Any], ids: Iterable[int], own: set[int]
) -> bool:
    found = select(key).where(column.in_(list(ids)))
    if not own:
        return ctx.session.scalar(found.limit(1)) is not None
    return any(row_id not in own for row_id in ctx.session.scalars(found))
