"""What the office chooses (выбор в мастере перевода): dates, classes, single pupils."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.rollover import drafts, rules, snapshot
from ediary_app.rollover.snapshot import enrolment, room, staff
from ediary_app.rollover.values import Choices, PupilChoice, Room, Way, Year

LONGEST_YEAR, LETTER_LENGTH, MOST_LETTERS = 366, 16, 20


def _begin(ctx: Context) -> tuple[Year, AnyRow, Choices]:
    year = snapshot.year_to_turn(ctx)
    row = drafts.in_force(ctx, year.id)
    return year, row, drafts.choices_in(row)


def _refused(field: str, why: LazyText) -> errors.Invalid:
    return errors.Invalid(why, fields={field: why})


@use_case(requires=Permission.YEAR_TURN)
def choose_dates(
    ctx: Context, *, starts_on: date, ends_on: date, leaving_on: date, order_number: str = ""
) -> None:
    """First and last day of the next year, the leavers' last day, the number of the order."""
    year, row, chosen = _begin(ctx)
    if starts_on <= year.ends_on:
        raise _refused("starts_on", _("The next year begins after this one has ended."))
    if not 0 < (ends_on - starts_on).days <= LONGEST_YEAR:
        raise _refused("ends_on", _("A school year ends within a year of its beginning."))
    if not year.starts_on <= leaving_on < starts_on:
        raise _refused("leaving_on", _("Leavers go before the next year begins."))
    if len(order_number) > 32:
        raise _refused("order_number", _("At most {n} characters.", n=32))
    said = {"starts_on": starts_on, "ends_on": ends_on, "leaving_on": leaving_on}
    drafts.keep(ctx, row, replace(chosen, **said, order_number=order_number), **said)  # type: ignore[arg-type]


@use_case(requires=Permission.YEAR_TURN)
def choose_term(ctx: Context, *, term: str, starts_on: date, ends_on: date) -> None:
    """Other dates of one term of the next year."""
    year, row, chosen = _begin(ctx)
    plan = rules.plan_of(snapshot.taken(ctx, year.id, chosen), chosen)
    if term not in {span.key for span in plan.terms}:
        raise errors.NotFound(_("There is no such term to plan."))
    if not plan.year.starts_on <= starts_on <= ends_on <= plan.year.ends_on:
        raise errors.Invalid(_("A term lies within its school year."))
    terms = {**chosen.terms, term: (starts_on, ends_on)}
    drafts.keep(ctx, row, replace(chosen, terms=terms), term=term, starts_on=starts_on,
                ends_on=ends_on)  # fmt: skip


@use_case(requires=Permission.YEAR_TURN)
def choose_class(
    ctx: Context, *, class_id: int, is_now: bool = True, finishes: bool = False, letter: str = "",
    teacher_id: int | None = None,
) -> None:  # fmt: skip
    """What becomes of one class: now or later, up or finished, its letter and class teacher."""
    year, row, chosen = _begin(ctx)
    found = _class_of_year(ctx, year, class_id)
    choice = rules.choice_of(found, chosen)
    letter = _checked_letter(letter or choice.letter)
    if teacher_id is not None:
        _check_staff(ctx, teacher_id)
    choice = replace(choice, is_now=is_now, finishes=finishes, letter=letter,
                     teacher_id=teacher_id)  # fmt: skip
    kept = replace(chosen, classes={**chosen.classes, class_id: choice})
    drafts.keep(ctx, row, kept, class_id=class_id, is_now=is_now, finishes=finishes, letter=letter,
                teacher_id=teacher_id)  # fmt: skip


@use_case(requires=Permission.YEAR_TURN)
def choose_levels(ctx: Context, *, levels: tuple[int, ...]) -> None:
    """Move the classes of these levels now, the others later (частичный перевод)."""
    year, row, chosen = _begin(ctx)
    rooms = snapshot.taken(ctx, year.id, chosen).classes
    choices = {
        one.id: replace(rules.choice_of(one, chosen), is_now=one.level in levels) for one in rooms
    }
    kept = replace(chosen, classes={**chosen.classes, **choices})
    drafts.keep(ctx, row, kept, levels=sorted(set(levels)))


@use_case(requires=Permission.YEAR_TURN)
def choose_first(ctx: Context, *, letters: str) -> None:
    """The letters of the new first classes, as typed: `А, Б, В`; empty means none."""
    _year, row, chosen = _begin(ctx)
    found = tuple(_checked_letter(part) for part in re.split(r"[\s,;]+", letters) if part)
    if len(found) > MOST_LETTERS:
        raise _refused("letters", _("At most {n} first classes.", n=MOST_LETTERS))
    drafts.keep(ctx, row, replace(chosen, first_letters=found), letters=list(found))


@use_case(requires=Permission.YEAR_TURN)
def choose_pupil(ctx: Context, *, student_id: int, way: Way | None = None, to: str = "") -> None:
    """One pupil's own way; none means: with the class. `to` is a class, `6:Б`."""
    year, row, chosen = _begin(ctx)
    _check_pupil(ctx, year, student_id)
    pupils = {i: choice for i, choice in chosen.pupils.items() if i != student_id}
    if way is not None:
        level, _colon, letter = to.partition(":")
        number = int(level) if level.isdecimal() else 0
        pupils[student_id] = PupilChoice(way, number, letter[:LETTER_LENGTH] if number else "")
    kept = replace(chosen, pupils=pupils)
    drafts.keep(ctx, row, kept, student_id=student_id, way=way, to=to[:20])


def _class_of_year(ctx: Context, year: Year, class_id: int) -> Room:
    found = ctx.session.execute(
        select(room).where(room.c.id == class_id, room.c.year_id == year.id)
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such class in the year."))
    return Room(found.id, found.level, found.letter, found.class_teacher_id)


def _checked_letter(letter: str) -> str:
    if not letter or len(letter) > LETTER_LENGTH or ":" in letter:
        raise _refused("letter", _("A class has a letter or a short name."))
    return letter.upper() if len(letter) == 1 else letter


def _check_staff(ctx: Context, person_id: int) -> None:
    here = select(staff.c.person_id).where(
        staff.c.person_id == person_id, staff.c.school_id == ctx.school_id
    )
    if ctx.session.scalar(here) is None:
        raise errors.NotFound(_("There is no such member of staff in your school."))


def _check_pupil(ctx: Context, year: Year, student_id: int) -> None:
    here = (
        select(enrolment.c.id)
        .join(room, room.c.id == enrolment.c.class_id)
        .where(enrolment.c.student_id == student_id, room.c.year_id == year.id)
    )
    if ctx.session.scalar(here.limit(1)) is None:
        raise errors.NotFound(_("There is no such pupil in the classes of this year."))
