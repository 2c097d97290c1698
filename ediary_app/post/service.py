"""Writing to the outbox and settling what became of letters (исходящие письма)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, insert, or_, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.kernel.mailaddress import is_address
from ediary_app.post import letters, transport
from ediary_app.post.models import OutgoingLetter
from ediary_app.post.values import PERMANENT, LetterState, PostEvent, Trouble

letter_table = OutgoingLetter.__table__  # type: ignore[attr-defined]

AT_ONCE = 20
TRIES = 10
TRIES_TO_BUILD = 3
"""What fails within the product itself fails again: it is set aside soon, with its reason."""

LOST_AFTER = timedelta(minutes=5)
"""A letter a courier took so long ago without word is taken again, under the same reference."""

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Parcel:
    """A letter as a courier carries it."""

    id: int
    reference: str
    address: str
    language: str
    subject: str
    text: str
    html: str
    at: datetime


def post_letter(ctx: Context, letter: letters.Letter, *, to: str, language: str) -> int:
    """Put a letter into the outbox in this same transaction (написать письмо)."""
    if not is_address(to):
        reason = _("This is not an e-mail address.")
        raise errors.Invalid(reason, fields={"email": reason})
    made = letters.written(letter, language)
    has_server = transport.current_server() is not None
    letter_id: int = ctx.session.execute(
        insert(letter_table)
        .values(
            school_id=ctx.actor.school_id, address=to, language=language, subject=made.subject,
            text_part=made.text, html_part=made.html, reference=secrets.token_hex(16),
            state=LetterState.WAITING if has_server else LetterState.KEPT, trouble=Trouble.NONE,
            attempts=0, created_at=ctx.now, due_at=ctx.now,
        )
        .returning(letter_table.c.id)
    ).scalar_one()  # fmt: skip
    ctx.record(PostEvent.LETTER_WRITTEN, ("letter", letter_id))
    return letter_id


@use_case(requires=Permission.LETTER_CARRY)
def take(ctx: Context) -> tuple[Parcel, ...]:
    """Take the letters that are due; they are then on their way."""
    columns = letter_table.c
    is_due = (columns.state == LetterState.WAITING) & (columns.due_at <= ctx.now)
    is_lost = (columns.state == LetterState.SENDING) & (columns.due_at <= ctx.now - LOST_AFTER)
    rows = ctx.session.execute(
        select(
            columns.id, columns.reference, columns.address, columns.language, columns.subject,
            columns.text_part, columns.html_part, columns.created_at,
        )
        .where(or_(is_due, is_lost))
        .order_by(columns.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()  # fmt: skip
    ctx.session.execute(
        update(letter_table)
        .where(columns.id.in_([row.id for row in rows]))
        .values(state=LetterState.SENDING, due_at=ctx.now, attempts=columns.attempts + 1)
    )
    return tuple(Parcel(*row) for row in rows)


@use_case(requires=Permission.LETTER_CARRY, writes=False)
def is_anything_due(ctx: Context) -> bool:
    """Whether a courier has something to take, asked without a lock."""
    columns = letter_table.c
    states = (LetterState.WAITING, LetterState.SENDING)
    due = select(columns.id).where(columns.state.in_(states), columns.due_at <= ctx.now).limit(1)
    return ctx.session.scalar(due) is not None


@use_case(requires=Permission.LETTER_CARRY)
def settle(ctx: Context, *, letter_id: int, trouble: Trouble) -> None:
    """Note what became of a letter: taken by the server, to be tried again, or not sent."""
    columns = letter_table.c
    row = ctx.session.execute(
        select(columns.attempts, columns.school_id)
        .where(columns.id == letter_id, columns.state == LetterState.SENDING)
        .with_for_update()
    ).first()
    if row is None:
        return
    tries = TRIES_TO_BUILD if trouble is Trouble.NOT_BUILT else TRIES
    values: dict[str, object] = {"trouble": trouble, "settled_at": ctx.now}
    if trouble is Trouble.NONE:
        values |= {"state": LetterState.SENT, "text_part": "", "html_part": ""}
    elif trouble in PERMANENT or row.attempts >= tries:
        values |= {"state": LetterState.FAILED}
        facts = {"trouble": trouble.value}
        ctx.record(
            PostEvent.LETTER_FAILED, ("letter", letter_id), school_id=row.school_id, facts=facts
        )
    else:
        wait = timedelta(minutes=2 ** min(row.attempts - 1, 8))
        values |= {"state": LetterState.WAITING, "due_at": ctx.now + wait}
    ctx.session.execute(update(letter_table).where(columns.id == letter_id).values(values))


@use_case(requires=Permission.LETTER_READ)
def send_again(ctx: Context, *, letter_id: int) -> None:
    """Give a letter that was kept or not sent to the mail server (отправить снова)."""
    if transport.current_server() is None:
        raise errors.Conflict(_("No mail server is set: letters are kept here."))
    columns = letter_table.c
    again = (
        update(letter_table)
        .where(
            columns.id == letter_id,
            columns.school_id == ctx.school_id,
            columns.state.in_((LetterState.KEPT, LetterState.FAILED)),
            columns.text_part != "",
        )
        .values(state=LetterState.WAITING, due_at=ctx.now, attempts=0)
    )
    if not ctx.session.execute(again).rowcount:  # type: ignore[attr-defined]
        raise errors.NotFound(_("There is no such letter, or it cannot be sent any more."))
    ctx.record(PostEvent.SENT_AGAIN, ("letter", letter_id))


@use_case(requires=Permission.LETTER_CARRY)
def forget_old(ctx: Context) -> int:
    """Erase the words of letters older than a month; that they were written stays."""
    columns = letter_table.c
    done = ctx.session.execute(
        update(letter_table)
        .where(columns.created_at < ctx.now - KEPT_FOR, columns.text_part != "")
        .values(text_part="", html_part="")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def erase_letters_to(ctx: Context, addresses: Sequence[str]) -> int:
    """Erase the school's letters to these addresses; what was to be sent is not sent any more.

    A letter on its way is left to its courier, who erases its words once it is taken.
    """
    columns = letter_table.c
    is_still_to_go = columns.state == LetterState.WAITING
    done = ctx.session.execute(
        update(letter_table)
        .where(
            columns.school_id == ctx.school_id,
            columns.address.in_(addresses),
            columns.state != LetterState.SENDING,
        )
        .values(
            address="", subject="", text_part="", html_part="",
            state=case((is_still_to_go, LetterState.FAILED.value), else_=columns.state),
        )
    )  # fmt: skip
    return int(done.rowcount)  # type: ignore[attr-defined]
