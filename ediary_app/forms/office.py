"""The office's side of forms (ответы на анкеты): who has answered what, and who has not yet."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, null, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.forms import kind
from ediary_app.forms.queries import answer, answered, asked_of
from ediary_app.forms.values import (
    AnswerPage,
    AnswerRow,
    AnswerState,
    Audience,
    FormCount,
    Sheet,
)
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import definition_reading, questions
from ediary_app.lowcode.definition_values import Content
from ediary_app.school import names, roster
from ediary_app.school import policy as people
from ediary_app.school.roster import enrolment, in_force, person, staff

PAGE_ROWS = 50


@use_case(requires=Permission.FORM_READ, writes=False)
def forms(ctx: Context) -> tuple[FormCount, ...]:
    """The forms of the school in force, with how many answers the reader may see."""
    counted = select(answer.c.form_key, func.count()).where(_readable(ctx))
    counts: dict[str, int] = dict(
        ctx.session.execute(counted.group_by(answer.c.form_key)).tuples().all()
    )
    held = definition_reading.all_in_force(ctx, kind.KIND)
    found = [FormCount(key, questions.said(one.content, "title"), counts.get(key, 0))
             for key, one in held.items()]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.title))


def _readable(ctx: Context) -> ColumnElement[bool]:
    """Answers that were sent, about those whom the reader looks after."""
    sent: ColumnElement[bool] = (answer.c.school_id == ctx.school_id) & (
        answer.c.state == AnswerState.SENT
    )
    if people.keeps_school(ctx):
        return sent
    kept: ColumnElement[bool] = sent & answer.c.about_id.in_(people.kept_students(ctx))
    return kept


@use_case(requires=Permission.FORM_READ, writes=False)
def answers_to(
    ctx: Context, *, form_key: str, query: str = "", page: int = 1, missing: bool = False
) -> AnswerPage:
    """Who has answered a form, or who has not yet: searched and a page at a time."""
    form = definition_reading.in_force(ctx, kind.KIND, form_key)
    if form is None:
        raise errors.NotFound(_("There is no such form, or it is not for you."))
    about = person.alias("about")
    found = (
        _missing(ctx, form_key, form.content, about) if missing else _given(ctx, form_key, about)
    )
    found = found.where(*roster.matching(query[:100], about.c.search_key))
    total = ctx.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, page), pages)
    rows = ctx.session.execute(
        found.order_by(about.c.sort_key, about.c.id)
        .limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    )  # fmt: skip
    shown = tuple(AnswerRow(row.id, names.full_name(row.family_name, row.given_name,
                  row.middle_name), row.by or "", row.sent_at) for row in rows)  # fmt: skip
    return AnswerPage(form_key, questions.said(form.content, "title"), shown, total, page, pages)


def _given(ctx: Context, key: str, about: Any) -> Select[Any]:
    by = person.alias("by")
    name = (by.c.family_name + " " + by.c.given_name).label("by")
    return (
        select(answer.c.id, *_named(about), name, answer.c.sent_at)
        .join(about, about.c.id == answer.c.about_id)
        .join(by, by.c.id == answer.c.person_id)
        .where(_readable(ctx), answer.c.form_key == key)
    )


def _named(about: Any) -> tuple[Any, ...]:
    return about.c.family_name, about.c.given_name, about.c.middle_name


def _missing(ctx: Context, key: str, content: Content, about: Any) -> Select[Any]:
    """Those about whom nobody has answered, of those whom the form is for."""
    done = select(answer.c.about_id).where(_readable(ctx), answer.c.form_key == key)
    wanted = _staff(ctx) if content["audience"] == Audience.TEACHERS else _pupils(ctx, content)
    return select(
        about.c.id, *_named(about), literal("").label("by"), null().label("sent_at")
    ).where(about.c.id.in_(wanted), about.c.id.not_in(done))


def _staff(ctx: Context) -> Select[Any]:
    left = staff.c.left_on
    here = select(staff.c.person_id).where(staff.c.school_id == ctx.school_id)
    here = here.where(or_(left.is_(None), left > ctx.today))
    return here if people.keeps_school(ctx) else here.where(staff.c.person_id.is_(None))


def _pupils(ctx: Context, content: Content) -> Select[Any]:
    wanted = kind.classes_of(content)
    classes = [
        one.id
        for one in roster.classes(ctx)
        if not wanted or one.title.upper() in wanted or re.sub(r"\D", "", one.title) in wanted
    ]
    return select(enrolment.c.student_id).where(
        among(enrolment.c.class_id, classes),
        in_force(ctx, enrolment),
        enrolment.c.student_id.in_(people.kept_students(ctx)),
    )


@use_case(requires=Permission.FORM_READ, writes=False)
def answer_read(ctx: Context, *, answer_id: int) -> Sheet:
    """One answer, with the questions as they were answered, whatever came after."""
    row = ctx.session.execute(
        select(answer).where(answer.c.id == answer_id, _readable(ctx))
    ).first()
    content = answered(ctx, row) if row else None
    if row is None or content is None:
        raise errors.NotFound(_("There is no such answer, or it is not yours to read."))
    return Sheet(
        row.form_key, row.about_id, questions.said(content, "title"),
        questions.said(content, "intro"), "", asked_of(content, row.said), True,
        signed_name=row.signed_name, sent_at=row.sent_at,
    )  # fmt: skip
