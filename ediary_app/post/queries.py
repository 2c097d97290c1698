"""The outbox as the administrator sees it (исходящие письма на экране)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.post import transport
from ediary_app.post.service import letter_table
from ediary_app.post.values import STATE_NAMES, TROUBLE_NAMES, LetterState, Trouble

PAGE = 25


@dataclass(frozen=True)
class LetterLine:
    """A letter in the list."""

    id: int
    address: str
    subject: str
    state: str
    state_name: str
    trouble: str
    created_at: datetime
    may_send_again: bool


@dataclass(frozen=True)
class Outbox:
    """A page of letters, the newest first."""

    lines: tuple[LetterLine, ...] = ()
    has_server: bool = False
    next_before: int = 0
    """Give it as `before_id` to see older ones; 0 when there are none."""


@dataclass(frozen=True)
class LetterText:
    """A letter opened: its words, or nothing when they are erased."""

    id: int = 0
    address: str = ""
    subject: str = ""
    text: str = ""


@use_case(requires=Permission.LETTER_READ, writes=False)
def outbox(ctx: Context, *, before_id: int = 0) -> Outbox:
    """The school's letters, the newest first."""
    columns = letter_table.c
    statement = (
        select(
            columns.id, columns.address, columns.subject, columns.state, columns.trouble,
            columns.created_at, (columns.text_part != "").label("has_words"),
        )
        .where(columns.school_id == ctx.school_id)
        .order_by(columns.id.desc())
        .limit(PAGE + 1)
    )  # fmt: skip
    if before_id:
        statement = statement.where(columns.id < before_id)
    rows = ctx.session.execute(statement).all()
    has_server = transport.current_server() is not None
    lines = tuple(_line(row, has_server) for row in rows[:PAGE])
    return Outbox(lines, has_server, lines[-1].id if len(rows) > PAGE else 0)


def _line(row: AnyRow, has_server: bool) -> LetterLine:
    stays = row.state in (LetterState.KEPT, LetterState.FAILED)
    return LetterLine(
        id=row.id,
        address=row.address,
        subject=row.subject,
        state=row.state,
        state_name=str(STATE_NAMES[LetterState(row.state)]),
        trouble=str(TROUBLE_NAMES.get(Trouble(row.trouble), "")),
        created_at=row.created_at,
        may_send_again=has_server and stays and bool(row.has_words),
    )


@use_case(requires=Permission.LETTER_READ, writes=False)
def letter(ctx: Context, *, letter_id: int) -> LetterText:
    """One letter of the school, opened."""
    columns = letter_table.c
    row = ctx.session.execute(
        select(columns.id, columns.address, columns.subject, columns.text_part).where(
            columns.id == letter_id, columns.school_id == ctx.school_id
        )
    ).first()
    if row is None:
        raise errors.NotFound(_("There is no such letter, or it cannot be sent any more."))
    return LetterText(*row)
