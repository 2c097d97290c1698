"""What the office sees of its tables (просмотр загрузок): columns, the dry run, the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from ediary_app.access.context import Context
from ediary_app.access.models import Account
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.exchange import checking, rows, uploads
from ediary_app.exchange.checking import Checked
from ediary_app.exchange.models import ImportBatch
from ediary_app.exchange.values import (
    BATCH_STATES,
    KIND_MEANINGS,
    KIND_NAMES,
    MEANING_NAMES,
    BatchState,
    Counted,
    ListKind,
    Message,
    Severity,
)
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school.models import School

school = School.__table__  # type: ignore[attr-defined]
batch, account = ImportBatch.__table__, Account.__table__  # type: ignore[attr-defined]
PAGE = 50
HISTORY_PAGE = 10


@dataclass(frozen=True)
class Choice:
    """A meaning to choose for a column."""

    id: str
    title: str


@dataclass(frozen=True)
class ColumnView:
    """A column of the table with its guessed meaning and an example."""

    index: int = 0
    letter: str = ""
    title: str = ""
    example: str = ""
    meaning: str = ""


@dataclass(frozen=True)
class Draft:
    """A table that waits for its import (загруженный файл)."""

    id: int = 0
    kind: str = ""
    kind_title: str = ""
    file_name: str = ""
    columns: tuple[ColumnView, ...] = ()
    choices: tuple[Choice, ...] = ()
    is_grid: bool = False


@dataclass(frozen=True)
class Report:
    """What a dry run found, with one page of what it has to say."""

    batch_id: int = 0
    row_count: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: int = 0
    makes: tuple[Counted, ...] = ()
    messages: tuple[Message, ...] = ()
    message_count: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class BatchLine:
    """One line of the history of imports."""

    id: int
    kind: str
    title: str
    state: str
    state_title: str
    file_name: str
    by: str
    at: datetime
    new: int
    changed: int
    may_undo: bool


@dataclass(frozen=True)
class History:
    """The history of imports, a page of it."""

    lines: tuple[BatchLine, ...] = ()
    page: int = 1
    pages: int = 1


def batch_of_school(ctx: Context, batch_id: int) -> Row[Any]:
    """A batch of the actor's own school, else `NotFound`."""
    found = ctx.session.execute(
        select(batch).where(batch.c.id == batch_id, batch.c.school_id == ctx.school_id)
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such import, or it is not your school's."))
    return found


def alone_in_school(ctx: Context) -> None:
    """One import or undo at a time in a school: the second waits for the first."""
    ctx.session.execute(select(school.c.id).where(school.c.id == ctx.school_id).with_for_update())


def waiting(ctx: Context, batch_id: int) -> Row[Any]:
    """A batch that is still to be imported."""
    found = batch_of_school(ctx, batch_id)
    if found.state != BatchState.UPLOADED:
        raise errors.Conflict(_("This table was already imported or discarded."))
    return found


@use_case(requires=Permission.LISTS_IMPORT, writes=False)
def draft(ctx: Context, *, batch_id: int) -> Draft:
    """The columns of an uploaded table and what they seem to mean."""
    found = waiting(ctx, batch_id)
    kind = ListKind(found.kind)
    table = rows.open_table(uploads.read(found.stored_as), kind)
    chosen = checking.remembered(ctx, table)
    return Draft(
        id=batch_id,
        kind=kind.value,
        kind_title=str(KIND_NAMES[kind]),
        file_name=found.file_name,
        columns=tuple(
            ColumnView(c.index, c.letter, c.title, c.example, chosen.get(c.index, ""))
            for c in rows.column_choices(table)
        ),
        choices=tuple(Choice(m.value, str(MEANING_NAMES[m])) for m in KIND_MEANINGS[kind]),
        is_grid=table.lessons is not None,
    )


@use_case(requires=Permission.LISTS_IMPORT, writes=False)
def check(ctx: Context, *, batch_id: int, mapping: dict[int, str]) -> Report:
    """The dry run: compare the table with the school and write nothing."""
    found = waiting(ctx, batch_id)
    table = rows.open_table(uploads.read(found.stored_as), ListKind(found.kind))
    checked = checking.compare(ctx, table, mapping)
    uploads.note_messages(found.stored_as, checked.sorted_messages())
    return report_of(batch_id, checked)


def report_of(batch_id: int, checked: Checked) -> Report:
    """Counts and the first page of messages."""
    counts = checked.changes.counts()
    said = checked.sorted_messages()
    return Report(
        batch_id=batch_id,
        row_count=checked.row_count,
        new=counts["new"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        problems=checked.problems,
        makes=checked.makes(),
        messages=tuple(said[:PAGE]),
        message_count=len(said),
        pages=max(1, -(-len(said) // PAGE)),
    )


@dataclass(frozen=True)
class MessagePage:
    """A page of what the dry run said."""

    messages: tuple[Message, ...]
    count: int
    page: int
    pages: int


def with_messages(report: Report, found: MessagePage) -> Report:
    """The same report with another page of its messages."""
    return replace(
        report,
        messages=found.messages,
        message_count=found.count,
        page=found.page,
        pages=found.pages,
    )


@use_case(requires=Permission.LISTS_IMPORT, writes=False)
def messages(
    ctx: Context, *, batch_id: int, page: int = 1, only_problems: bool = False
) -> MessagePage:
    """Another page of what the dry run said."""
    said = uploads.noted_messages(waiting(ctx, batch_id).stored_as)
    if only_problems:
        said = [m for m in said if m.severity == Severity.PROBLEM]
    pages = max(1, -(-len(said) // PAGE))
    page = min(max(page, 1), pages)
    return MessagePage(tuple(said[(page - 1) * PAGE : page * PAGE]), len(said), page, pages)


@use_case(requires=Permission.LISTS_IMPORT, writes=False)
def history(ctx: Context, *, page: int = 1) -> History:
    """What was imported in this school, the newest first."""
    of_school = (batch.c.school_id == ctx.school_id, batch.c.state.in_(("imported", "undone")))
    total = ctx.session.scalar(select(func.count()).select_from(batch).where(*of_school)) or 0
    pages = max(1, -(-total // HISTORY_PAGE))
    page = min(max(page, 1), pages)
    found = ctx.session.execute(
        select(batch, account.c.display_name, account.c.login)
        .join(account, account.c.id == batch.c.account_id, isouter=True)
        .where(*of_school)
        .order_by(batch.c.id.desc())
        .limit(HISTORY_PAGE)
        .offset((page - 1) * HISTORY_PAGE)
    )
    return History(tuple(_line(row) for row in found), page, pages)


def _line(row: Row[Any]) -> BatchLine:
    return BatchLine(
        id=row.id,
        kind=row.kind,
        title=str(KIND_NAMES[ListKind(row.kind)]),
        state=row.state,
        state_title=str(BATCH_STATES[BatchState(row.state)]),
        file_name=row.file_name,
        by=row.display_name or row.login or str(_("the system")),
        at=row.imported_at or row.uploaded_at,
        new=int(row.counts.get("new", 0)),
        changed=int(row.counts.get("changed", 0)),
        may_undo=row.state == BatchState.IMPORTED and bool(row.counts.get("written")),
    )
