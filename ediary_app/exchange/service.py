"""Taking a table in (загрузка и импорт): upload, import all or nothing, discard."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.exchange import checking, queries, rows, uploads
from ediary_app.exchange.changes import Changes, Traced, carry_out
from ediary_app.exchange.models import ImportBatch, ImportTrace
from ediary_app.exchange.queries import Report
from ediary_app.exchange.values import BatchState, ExchangeEvent, ListKind
from ediary_app.journal.opening import ensure_work_kinds
from ediary_app.kernel import bulk, errors, events
from ediary_app.kernel.i18n import ngettext
from ediary_app.school import opening
from ediary_app.school.values import SchoolEvent
from ediary_app.timetable import lists as timetable
from ediary_app.timetable import service as lessons
from ediary_app.timetable.opening import ensure_bells

batch, trace = ImportBatch.__table__, ImportTrace.__table__  # type: ignore[attr-defined]


@use_case(requires=Permission.LISTS_IMPORT, writes=False)
def may_upload(ctx: Context) -> int:
    """Whether the actor may bring a table at all: asked before a byte of it is read."""
    return ctx.school_id


@use_case(requires=Permission.LISTS_IMPORT)
def upload(ctx: Context, *, kind: ListKind, file_name: str, data: bytes) -> int:
    """Take a table in: it must be readable; it waits for its import a day at most."""
    rows.open_table(data, kind)
    discard_old(ctx)
    made = ImportBatch(
        school_id=ctx.school_id, kind=kind, state=BatchState.UPLOADED,
        account_id=ctx.actor.account_id, file_name=file_name[-200:],
        file_digest=hashlib.sha256(data).digest(), stored_as=uploads.keep(data, ctx.now),
        uploaded_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    ctx.record(ExchangeEvent.TABLE_UPLOADED, made, facts={"kind": kind.value})
    assert made.id is not None
    return made.id


def discard_old(ctx: Context) -> None:
    """What was not imported within a day is forgotten."""
    old = (batch.c.state == BatchState.UPLOADED.value,
           batch.c.uploaded_at < ctx.now - uploads.KEPT_FOR)  # fmt: skip
    for name in ctx.session.scalars(select(batch.c.stored_as).where(*old)).all():
        uploads.forget(name)
    ctx.session.execute(update(batch).where(*old).values(state=BatchState.DISCARDED.value))


@use_case(requires=Permission.LISTS_IMPORT)
def discard(ctx: Context, *, batch_id: int) -> None:
    """Forget a table that was not imported."""
    found = queries.waiting(ctx, batch_id)
    uploads.forget(found.stored_as)
    _set_state(ctx, batch_id, state=BatchState.DISCARDED.value)
    ctx.record(ExchangeEvent.TABLE_DISCARDED, ("import_batch", batch_id))


@use_case(requires=Permission.LISTS_IMPORT)
def import_list(ctx: Context, *, batch_id: int, mapping: dict[int, str]) -> Report:
    """Import a table whole; nothing at all when any row has a problem."""
    queries.alone_in_school(ctx)
    found = queries.waiting(ctx, batch_id)
    kind = ListKind(found.kind)
    table = rows.open_table(uploads.read(found.stored_as), kind)
    _open_what_is_missing(ctx, kind)
    checked = checking.compare(ctx, table, mapping)
    if checked.problems:
        raise _refused(checked.problems)
    traced = carry_out(ctx, checked.changes)
    made = _make_lessons(ctx, kind, checked.changes, checked.book.year)
    _write_trace(ctx, batch_id, traced)
    checking.remember(ctx, table, mapping)
    report = queries.report_of(batch_id, checked)
    counts = {"rows": report.row_count, "new": report.new, "changed": report.changed,
              "unchanged": report.unchanged, "lessons": made, "written": len(traced)}  # fmt: skip
    _set_state(ctx, batch_id, state=BatchState.IMPORTED.value, imported_at=ctx.now, counts=counts)
    facts = {"kind": kind.value, "file": found.file_digest.hex(), "trace": _digest(traced)}
    ctx.record(SchoolEvent.LISTS_IMPORTED, ("import_batch", batch_id), facts={**facts, **counts})
    return report


@use_case(requires=Permission.LISTS_IMPORT, writes=False)
def forget_file(ctx: Context, *, batch_id: int) -> None:
    """Delete the file of a table that was imported: asked for when the import stands."""
    found = queries.batch_of_school(ctx, batch_id)
    if found.state != BatchState.UPLOADED:
        uploads.forget(found.stored_as)


def _refused(rows_with_problems: int) -> errors.Invalid:
    sentence = ngettext(
        "{n} row has a problem. Nothing was imported.",
        "{n} rows have problems. Nothing was imported.",
        rows_with_problems,
    )
    return errors.Invalid(sentence, code="rows_have_problems")


def _open_what_is_missing(ctx: Context, kind: ListKind) -> None:
    """A school that only begins gets its year, its kinds of works and its bells."""
    year = opening.current_year(ctx)
    if year.id == 0:
        opening.open_year(ctx, year)
    ensure_work_kinds(ctx)
    if kind is ListKind.TIMETABLE:
        ensure_bells(ctx)


def _make_lessons(ctx: Context, kind: ListKind, changes: Changes, year: opening.YearSpan) -> int:
    """The dated lessons of the year follow the new timetable."""
    if kind is not ListKind.TIMETABLE or changes.is_empty:
        return 0
    timetable.drop_empty_lessons(ctx, changes.ended_entries, from_today=True)
    return lessons.generate(ctx, year_id=year.id, first=year.starts_on, last=year.ends_on)


def _write_trace(ctx: Context, batch_id: int, traced: Sequence[Traced]) -> None:
    bulk.insert_many(
        ctx.session,
        trace,
        [
            {
                "batch_id": batch_id,
                "subject": t.table,
                "row_id": t.row_id,
                "act": t.act,
                "before_values": events.plain(t.before) if t.before is not None else None,
                "after_values": events.plain(t.after) if t.after is not None else None,
            }
            for t in traced
        ],
    )


def _digest(traced: Sequence[Traced]) -> str:
    """SHA-256 of the trace's rows: the sealed event holds it, so the trace can be checked."""
    said = [(t.table, t.row_id, t.act) for t in traced]
    return hashlib.sha256(events.canonical(said)).hexdigest()


def _set_state(ctx: Context, batch_id: int, **values: object) -> None:
    ctx.session.execute(update(batch).where(batch.c.id == batch_id).values(**values))
