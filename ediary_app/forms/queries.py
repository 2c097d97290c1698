"""Reading forms (анкеты): what waits for the reader, an open form, the answers of the office."""

from __future__ import annotations

from sqlalchemy import or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.forms import kind, policy
from ediary_app.forms.models import FormAnswer
from ediary_app.forms.policy import Pair
from ediary_app.forms.values import (
    AnswerState,
    Asking,
    Sheet,
    Waiting,
)
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow
from ediary_app.lowcode import answers, questions
from ediary_app.lowcode.definition_reading import definition, version
from ediary_app.lowcode.definition_values import Content, InForce

answer = FormAnswer.__table__  # type: ignore[attr-defined]


@use_case(requires=Permission.FORM_FILL, writes=False)
def waiting(ctx: Context) -> tuple[Waiting, ...]:
    """The forms that are for the reader: those to be filled in first, then those sent."""
    mine = policy.forms_of(ctx)
    rows = ctx.session.execute(
        select(answer).where(
            among(answer.c.person_id, list({pair.person_id for _key, _form, pair in mine}))
        )
    )
    known = {(row.form_key, row.about_id): row for row in rows}
    found = [_waiting(ctx, key, form, pair, known.get((key, pair.about_id)))
             for key, form, pair in mine]  # fmt: skip
    shown = [one for one in found if one.is_open or one.state == AnswerState.SENT]
    return tuple(sorted(shown, key=lambda one: (one.state == AnswerState.SENT, one.title)))


def _waiting(ctx: Context, key: str, form: InForce, pair: Pair, row: AnyRow | None) -> Waiting:
    state = row.state if row else "new"
    return Waiting(
        key, pair.about_id, questions.said(form.content, "title"), pair.name,
        kind.day_of(form.content, "closes"), state, row.sent_at if row else None,
        policy.is_open(ctx, form.content),
    )  # fmt: skip


@use_case(requires=Permission.FORM_FILL, writes=False)
def opened(ctx: Context, *, form_key: str, about_id: int) -> Sheet:
    """A form that is for the reader, with what was typed before."""
    form, pair = policy.form_for(ctx, form_key, about_id)
    return sheet_of(ctx, form_key, form, pair, row_of(ctx, form_key, pair))


def row_of(ctx: Context, key: str, pair: Pair, *, lock: bool = False) -> AnyRow | None:
    """The answer of this person about this child, if there is one."""
    asked = select(answer).where(
        answer.c.form_key == key,
        answer.c.person_id == pair.person_id,
        answer.c.about_id == pair.about_id,
    )
    return ctx.session.execute(asked.with_for_update() if lock else asked).first()


def sheet_of(ctx: Context, key: str, form: InForce, pair: Pair, row: AnyRow | None) -> Sheet:
    """The questions shown by what is typed; what was sent stands in the version it answers."""
    is_sent = row is not None and row.state == AnswerState.SENT
    may_send = policy.is_open(ctx, form.content, is_sent=is_sent)
    content: Content = form.content
    said = dict(row.draft) if row else {}
    if row is not None and is_sent:
        content = form.content if may_send else answered(ctx, row) or form.content
        said = {**row.said, **row.draft}
    return Sheet(
        key, pair.about_id, questions.said(content, "title"), questions.said(content, "intro"),
        pair.name, asked_of(content, said), is_sent, may_send, bool(content.get("signature")),
        row.signed_name if row else "", row.sent_at if row else None,
    )  # fmt: skip


def answered(ctx: Context, row: AnyRow) -> Content | None:
    """What the version said that somebody answered; it stays whatever came after it."""
    kept = (
        select(version.c.content)
        .join(definition, definition.c.id == version.c.definition_id)
        .where(
            definition.c.kind == kind.KIND,
            definition.c.key == row.form_key,
            or_(definition.c.school_id == row.school_id, definition.c.school_id.is_(None)),
            version.c.number == row.number,
        )
    )
    content: Content | None = ctx.session.scalars(kept).first()
    return content


def asked_of(content: Content, said: dict[str, str]) -> tuple[Asking, ...]:
    """The questions shown, each with what was typed."""
    return tuple(
        Asking(one.code, one.label, one.kind, one.help, one.is_required, one.options,
               said.get(one.code, ""), answers.told(one, said.get(one.code, "")))
        for one in answers.shown(questions.questions(content), said)
    )  # fmt: skip
