"""Over which part of the year something is told (период): a term, or the year as a whole."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from ediary_app.access.context import Context
from ediary_app.journal.page import TermChoice, chosen_term, terms_of
from ediary_app.kernel.i18n import _
from ediary_app.school.models import Enrolment, SchoolClass

enrolment, school_class = Enrolment.__table__, SchoolClass.__table__  # type: ignore[attr-defined]
WHOLE_YEAR = -1
"""Stands for the whole year where a term's id is asked for."""


def with_year(terms: tuple[TermChoice, ...]) -> tuple[TermChoice, ...]:
    """The terms and after them the year from the first day of the first to the last of the last."""
    if not terms:
        return ()
    last = max(term.ends_on for term in terms)
    year = TermChoice(WHOLE_YEAR, str(_("Year")), terms[0].starts_on, last)
    return (*terms, year)


def chosen(
    ctx: Context, student_id: int, term_id: int
) -> tuple[tuple[TermChoice, ...], TermChoice | None]:
    """The periods of the pupil's year, and the wanted one: by default the present term.

    None for a pupil who was in no class yet.
    """
    home = ctx.row(_HOME, {"student": student_id, "on": ctx.today})
    if home is None:
        return (), None
    terms = terms_of(ctx, home.year_id, home.level)
    every = with_year(terms)
    if term_id == WHOLE_YEAR and every:
        return every, every[-1]
    return every, chosen_term(terms, term_id, ctx.today)


_HOME = (
    select(school_class.c.level, school_class.c.year_id)
    .join(enrolment, enrolment.c.class_id == school_class.c.id)
    .where(enrolment.c.student_id == bindparam("student"), enrolment.c.starts_on <= bindparam("on"))
    .order_by(enrolment.c.starts_on.desc(), enrolment.c.id.desc())
    .limit(1)
)
