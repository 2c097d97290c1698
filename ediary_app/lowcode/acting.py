"""Doing what a declaration offers (действия над строками): asked, foreseen, done, taken back.

An action performs a use case for each chosen row in one transaction: all of them, or none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import Field as Limit
from sqlalchemy import insert, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern, spec_of, validated
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import bulk, cards, fields, finding
from ediary_app.lowcode.actions import Action
from ediary_app.lowcode.cells import Unreadable
from ediary_app.lowcode.offers import Acted, Foreseen, ForeseenLine
from ediary_app.lowcode.resources import Resource
from ediary_app.lowcode.values import DataEvent, FormField, Undone

MOST_ROWS, SHOWN = 100, 20
"""An action asks several statements a row: a class at a time, not a school."""
Ids = Annotated[tuple[int, ...], Limit(max_length=MOST_ROWS)]


@dataclass(frozen=True)
class Doing:
    """An action of a list."""

    resource: Resource
    action: Action


@pattern(writes=False)
def ask(ctx: Context, doing: Doing, *, field: str = "", query: str = "") -> tuple[FormField, ...]:
    """The form of an action; rows that one of its relations may lead to (форма действия)."""
    action = doing.action
    if not field:
        return tuple(cards.form_field(ctx, one, {}) for one in action.fields)
    one = next((f for f in action.fields if f.name == field and f.to is not None), None)
    if one is None:
        raise errors.NotFound(_("There is no such list."))
    found = finding.choices(ctx, one.to, query[:100], cards.FEW)
    return (replace(cards.form_field(ctx, one, {}), choices=found),)


@pattern(writes=False)
def foresee(ctx: Context, doing: Doing, *, ids: Ids = (), said: dict[str, str]) -> Foreseen:
    """What the action would do to each row; nothing is written (предпросмотр действия)."""
    resource, action = doing.resource, doing.action
    asked, question = _read(ctx, action, said), str(action.confirm or "")
    if not action.on:
        return Foreseen(True, question, 1)
    rows = list(_rows(ctx, doing, ids))
    titles = finding.words_of(ctx, resource.target, rows)
    lines = [_foreseen(ctx, action, i, titles.get(i, ""), asked, len(rows)) for i in rows]
    problems = [line for line in lines if line.problem]
    shown = (problems + [line for line in lines if not line.problem])[:SHOWN]
    return Foreseen(True, question, len(rows), len(problems), tuple(shown))


def _foreseen(
    ctx: Context, action: Action, row_id: int, title: str, asked: dict[str, Any], rows: int
) -> ForeseenLine:
    if action.foresees is None:
        return ForeseenLine(row_id, title)
    try:
        answer = _performed(ctx, action.foresees, {**_of_row(action, row_id), **asked})
    except errors.AppError as refusal:
        if rows == 1:
            raise
        return ForeseenLine(row_id, title, problem=refusal.text())
    return ForeseenLine(row_id, title, action.foretold(answer))


@pattern()
def do(ctx: Context, doing: Doing, *, ids: Ids = (), said: dict[str, str]) -> Acted:
    """Do it to all these rows, or to none; for ten minutes it can be undone (выполнить)."""
    resource, action = doing.resource, doing.action
    asked = _read(ctx, action, said)
    if not action.on:
        return Acted(count=1, papers=action.papers(_performed(ctx, action.performs, asked)))
    rows = list(_rows(ctx, doing, ids))
    answers = [_done(ctx, doing, i, asked, len(rows)) for i in rows]
    papers = tuple(paper for answer in answers for paper in action.papers(answer))
    if action.undoes is None:
        return Acted(count=len(rows), papers=papers)
    note = _note(ctx, doing, rows)
    facts = {"list": resource.name, "action": action.name, "rows": len(rows)}
    ctx.record(DataEvent.BULK_EDITED, ("bulk_edit", note), facts=facts)
    return Acted(note, len(rows), ctx.now + bulk.UNDO_FOR, papers)


def _done(ctx: Context, doing: Doing, row_id: int, asked: dict[str, Any], rows: int) -> Any:
    action = doing.action
    try:
        return _performed(ctx, action.performs, {**_of_row(action, row_id), **asked})
    except errors.AppError as refusal:
        if rows == 1:
            raise
        title = cards.title_of(ctx, doing.resource, row_id)
        raise errors.Conflict(
            _("{title}: {reason} Nothing was done.", title=title, reason=refusal.text())
        ) from None


@pattern()
def undo(ctx: Context, doing: Doing, *, done_id: int) -> Undone:
    """Take an action of the last ten minutes back, row by row (отменить действие)."""
    action, edit = doing.action, bulk.own_edit(ctx, doing.resource, done_id)
    if edit.column != _column(action) or action.undoes is None:
        raise errors.NotFound(_("There is nothing to undo here."))
    back = 0
    for row_id, _nothing in edit.before:
        try:
            _performed(ctx, action.undoes, _of_row(action, row_id))
            back += 1
        except errors.NotFound:  # somebody went on from there: nothing was written
            continue
    undone = update(bulk.edits).where(bulk.edits.c.id == done_id).values(undone_at=ctx.now)
    ctx.session.execute(undone)
    facts = {"list": doing.resource.name, "action": action.name, "rows": back}
    ctx.record(DataEvent.BULK_UNDONE, ("bulk_edit", done_id), facts=facts)
    return Undone(back, len(edit.before) - back)


def _performed(ctx: Context, use_case: Callable[..., Any], said: dict[str, Any]) -> Any:
    """What a use case answers within this act; its signature is asked as `perform` asks it."""
    return use_case(ctx, **validated(spec_of(use_case), said))


def _of_row(action: Action, row_id: int) -> dict[str, int]:
    return {action.on: row_id} if action.on else {}


def _column(action: Action) -> str:
    return f"{bulk.ACTION}{action.name}"


def _rows(ctx: Context, doing: Doing, ids: tuple[int, ...]) -> dict[int, dict[str, Any]]:
    """The rows of the list that the actor may touch; one for an action that is not for many."""
    wanted = sorted(set(ids))
    if not wanted or (len(wanted) > 1 and not doing.action.is_for_many):
        raise errors.NotFound(_("There is no such row, or it is not yours."))
    rows = finding.rows_of(ctx, doing.resource, wanted)
    unfit = [i for i, row in rows.items() if not doing.action.fits(row)]
    if unfit:
        title = cards.title_of(ctx, doing.resource, unfit[0])
        raise errors.Conflict(_("This does not fit {title}. Nothing was done.", title=title))
    return rows


def _read(ctx: Context, action: Action, said: dict[str, str]) -> dict[str, Any]:
    """What the form says, as the use case's own arguments; what does not fit is said by field."""
    values: dict[str, Any] = {}
    wrong: dict[str, LazyText | str] = {}
    for one in action.fields:
        try:
            values[one.name] = fields.read(one, said.get(one.name, ""))
        except Unreadable as reason:
            wrong[one.name] = reason.message
    for name, value in values.items():
        if finding.missing_relation(ctx, action.field(name), value):
            wrong[name] = _("Choose one from the list.")
    if wrong:
        raise errors.Invalid(_("Something does not fit yet. Nothing was done."), fields=wrong)
    return values


def _note(ctx: Context, doing: Doing, rows: list[int]) -> int:
    values = {
        "school_id": ctx.school_id, "account_id": ctx.actor.account_id,
        "resource": doing.resource.name, "column": _column(doing.action),
        "before": [[row_id, None] for row_id in rows], "made_at": ctx.now,
    }  # fmt: skip
    made = insert(bulk.edits).values(values).returning(bulk.edits.c.id)
    return int(ctx.session.execute(made).scalar_one())
