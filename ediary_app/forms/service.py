"""Filling in forms (заполнить анкету): a draft that is never lost, and sending it, signed."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated

from pydantic import Field as Limit
from sqlalchemy import insert, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.forms import policy, queries
from ediary_app.forms.policy import Pair
from ediary_app.forms.queries import answer
from ediary_app.forms.values import AnswerState, FormEvent, Sheet
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import answers, questions
from ediary_app.lowcode.definition_values import Content, InForce

Key = Annotated[str, Limit(max_length=60)]
Said = Annotated[dict[str, Annotated[str, Limit(max_length=4000)]], Limit(max_length=300)]
SHORTEST_NAME = 5
"""Letters of a full name that is signed with."""


@use_case(requires=Permission.FORM_FILL)
def keep(ctx: Context, *, form_key: Key, about_id: int, said: Said) -> Sheet:
    """Keep what is being typed; gives the questions that are shown by it."""
    form, pair, row = _fillable(ctx, form_key, about_id)
    asked = {one.code for one in questions.questions(form.content)}
    typed = {code: text for code, text in said.items() if code in asked}
    draft = {**row.draft, **typed}
    ctx.session.execute(update(answer).where(answer.c.id == row.id).values(draft=draft))
    ctx.record(FormEvent.DRAFT_KEPT, ("form_answer", row.id), about=pair.about_id,
               school_id=pair.school_id, facts={"form": form_key})  # fmt: skip
    return queries.sheet_of(ctx, form_key, form, pair, queries.row_of(ctx, form_key, pair))


def _fillable(ctx: Context, key: str, about_id: int) -> tuple[InForce, Pair, AnyRow]:
    """The form, for whom it is filled in, the answer's row, made where there is none."""
    form, pair = policy.form_for(ctx, key, about_id)
    row = queries.row_of(ctx, key, pair, lock=True)
    is_sent = row is not None and row.state == AnswerState.SENT
    if not policy.is_open(ctx, form.content, is_sent=is_sent):
        raise errors.Conflict(_("This form cannot be filled in or changed any more."))
    if row is not None:
        return form, pair, row
    made = {"school_id": pair.school_id, "form_key": key, "person_id": pair.person_id,
            "about_id": pair.about_id, "state": AnswerState.DRAFT, "number": form.number,
            "draft": {}, "said": {}, "signed_name": "", "digest": ""}  # fmt: skip
    return form, pair, ctx.session.execute(insert(answer).values(**made).returning(answer)).one()


@use_case(requires=Permission.FORM_FILL)
def send(
    ctx: Context, *, form_key: Key, about_id: int, said: Said,
    name: Annotated[str, Limit(max_length=200)] = "", confirmed: bool = False,
) -> Sheet:  # fmt: skip
    """Send a form; what does not fit is said at its question, and nothing is sent."""
    form, pair, row = _fillable(ctx, form_key, about_id)
    typed = {**row.said, **row.draft, **said}
    kept, wrong = answers.checked(questions.questions(form.content), typed)
    name = " ".join(name.split())
    if form.content.get("signature") and len(name) < SHORTEST_NAME:
        wrong["_name"] = str(_("Write your family name, given name and middle name in full."))
    if form.content.get("signature") and not confirmed:
        wrong["_confirmed"] = str(_("Confirm that it is you who signs."))
    if wrong:
        raise errors.Invalid(_("Something is not filled in rightly."), fields=wrong)
    name = name if form.content.get("signature") else ""
    sent = {"state": AnswerState.SENT, "number": form.number, 
            "said": kept, "draft": {}, "signed_name": name, "sent_at": ctx.now,
            "digest": digest_of(form.content, kept, name)}  # fmt: skip
    ctx.session.execute(update(answer).where(answer.c.id == row.id).values(**sent))
    ctx.record(FormEvent.SENT, ("form_answer", row.id), about=pair.about_id,
               school_id=pair.school_id,
               facts={"form": form_key, "number": form.number, "digest": sent["digest"]},
               values={"before": row.said, "after": kept, "name": name})  # fmt: skip
    return queries.sheet_of(ctx, form_key, form, pair, queries.row_of(ctx, form_key, pair))


def digest_of(content: Content, said: dict[str, str], name: str) -> str:
    """The digest of a form's text with the answers and the name under it."""
    whole = json.dumps([dict(content), said, name], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()
