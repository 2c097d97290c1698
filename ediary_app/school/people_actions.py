"""What is done with people from their lists (действия): movement, representatives, codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import FromClause, select
from sqlalchemy.sql import ColumnElement

from ediary_app.access.context import Context
from ediary_app.kernel.among import among
from ediary_app.kernel.i18n import _, ngettext
from ediary_app.lowcode.actions import Action, Facts, Telling
from ediary_app.lowcode.offers import Paper, PaperLine
from ediary_app.lowcode.resources import Field, Target
from ediary_app.lowcode.values import Kind, Told
from ediary_app.school import arrival, codes, guardians, movement, movement_plan, roster
from ediary_app.school.class_resources import person_words
from ediary_app.school.models import Person
from ediary_app.school.values import END_NAMES, KINSHIP_NAMES, LEAVING, SchoolEvent

school_class = roster.school_class
ORDER = Field("order_number", _("Number of the order"), longest=movement_plan.ORDER_LENGTH)


def _anybody(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    own: ColumnElement[bool] = table.c.school_id == ctx.school_id
    return own


ANYBODY = Target(Person, person_words, _anybody, order=lambda t: t.c.sort_key)
"""A person of the school, found by typing a few letters."""


def _in_class(row: Mapping[str, Any]) -> bool:
    return row["class_id"] is not None


def _in_no_class(row: Mapping[str, Any]) -> bool:
    return row["class_id"] is None


def _day(on: date | None) -> str:
    return on.strftime("%d.%m.%Y") if on else ""


def _movement_foretold(found: movement_plan.MovePreview) -> tuple[str, ...]:
    """What a movement changes, in sentences."""
    said = [str(_("{title}: until {day}.", title=found.out_of, day=_day(found.last_day)))]
    if found.into:
        said.append(str(_("{title}: from {day}.", title=found.into, day=_day(found.first_day))))
    said += _groups(found.ending, found.beginning)
    return (*said, str(_("Marks stay where they were given. Subgroups are chosen by hand.")))


def _arrival_foretold(found: arrival.ArrivalPreview) -> tuple[str, ...]:
    first = str(_("{title}: from {day}.", title=found.into, day=_day(found.first_day)))
    return (first, *_groups((), found.beginning))


def _groups(ending: tuple[str, ...], beginning: tuple[str, ...]) -> list[str]:
    ends = ngettext("{n} group ends", "{n} groups end", len(ending))
    begins = ngettext("{n} group begins", "{n} groups begin", len(beginning))
    pairs = ((ending, ends), (beginning, begins))
    return [f"{words}: {'; '.join(titles)}." for titles, words in pairs if titles]


def slips(issued: codes.Issued) -> tuple[Paper, ...]:
    """Slips with codes, as papers to hand out."""
    how = _(
        "Open the address, choose “I have a code from the office”, enter the code and a "
        "password of your own. The code works once, until {until}. Keep the login."
    )
    return tuple(
        Paper(
            slip.name, slip.who,
            (PaperLine(str(_("Login")), slip.login), PaperLine(str(_("Code")), slip.code)),
            str(how).format(until=_day(slip.until)),
        )
        for slip in issued.slips
    )  # fmt: skip


CODE = Action(
    "code", _("Sign-in code"), codes.issue_code, on="person_id", papers=slips, is_for_many=True,
    confirm=_("A code given before no longer works. The new one is shown once: print it."),
)  # fmt: skip


def of_pupils(classes: Target) -> tuple[Action, ...]:
    """What is done with pupils."""
    into = Field("class_id", _("Class"), Kind.RELATION, required=True, to=classes)
    family = Action("add-guardian", _("Add a representative"), guardians.add_guardian,
                    on="student_id", fields=_guardian_fields())  # fmt: skip
    return (_enrol(into), _move(into), _leave(), family, CODE)


def _enrol(into: Field) -> Action:
    first = Field("on", _("First day"), Kind.DAY, required=True)
    return Action(
        "enrol", _("Enrol"), arrival.enrol_student, on="student_id",
        fields=(into, first, ORDER),
        foresees=arrival.enrol_preview, foretold=_arrival_foretold,
        undoes=arrival.undo_arrival, fits=_in_no_class, is_for_many=True,
    )  # fmt: skip


def _move(into: Field) -> Action:
    first = Field("on", _("First day in the new class"), Kind.DAY, required=True)
    return Action(
        "move", _("Move to another class"), movement.move_student, on="student_id",
        fields=(into, first, ORDER),
        foresees=movement_plan.move_preview, foretold=_movement_foretold,
        undoes=movement.undo_movement, fits=_in_class, is_for_many=True,
    )  # fmt: skip


def _leave() -> Action:
    reasons = {end: END_NAMES[end] for end in LEAVING}
    last = Field("last_day", _("Last day in the school"), Kind.DAY, required=True)
    why = Field("reason", _("Why"), Kind.CHOICE, required=True, choices=reasons,
                default=LEAVING[0])  # fmt: skip
    return Action(
        "leave", _("Leaves the school"), movement.end_enrolment, on="student_id",
        fields=(last, why, ORDER),
        foresees=movement_plan.leave_preview, foretold=_movement_foretold,
        undoes=movement.undo_movement, fits=_in_class, is_for_many=True, is_grave=True,
    )  # fmt: skip


def _guardian_fields() -> tuple[Field, ...]:
    return (
        Field("guardian_id", _("A known person"), Kind.RELATION, to=ANYBODY,
              help=_("Somebody the school knows already; empty for a new person.")),
        Field("family_name", _("Family name"), longest=100),
        Field("given_name", _("Given name"), longest=100),
        Field("middle_name", _("Middle name"), longest=100),
        Field("kinship", _("Who this is to the child"), Kind.CHOICE, required=True,
              choices=KINSHIP_NAMES),
        Field("document", _("Document"), longest=200),
        Field("on_paper", _("Wants everything on paper"), Kind.FLAG),
    )  # fmt: skip


def _moves_told(ctx: Context, told: Facts) -> list[tuple[Told, ...]]:
    """The class, the day and the order of each movement; the classes in one statement."""
    ids = {int(f["class_id"]) for f in told if f.get("class_id")}
    columns = (school_class.c.id, school_class.c.level, school_class.c.letter)
    rows = ctx.session.execute(select(*columns).where(among(school_class.c.id, sorted(ids))))
    titles = {row.id: f"{row.level}{row.letter}" for row in rows}
    return [
        tuple(
            Told(str(label), "", words)
            for label, words in (
                (_("Class"), titles.get(facts.get("class_id", 0), "")),
                (_("First day"), _told_day(facts.get("on"))),
                (_("Last day"), _told_day(facts.get("last_day"))),
                (_("Order"), str(facts.get("order", ""))),
            )
            if words
        )
        for facts in told
    ]


def _told_day(written: Any) -> str:
    return _day(date.fromisoformat(str(written))) if written else ""


def _family_told(ctx: Context, told: Facts) -> list[tuple[Told, ...]]:
    found: list[tuple[Told, ...]] = []
    for facts in told:
        limit = str(_("Limited by a court"))
        words = {True: str(_("yes")), False: str(_("no"))}.get(facts.get("limited"), "")  # type: ignore[arg-type]
        found.append((Told(limit, "", words),) if words else ())
    return found


MOVEMENTS = Telling(
    {
        SchoolEvent.STUDENT_ENROLLED: _("enrolled"),
        SchoolEvent.ENROLMENT_ENDED: _("ended the time in a class"),
        SchoolEvent.MOVEMENT_UNDONE: _("took a movement back"),
    },
    _moves_told,
    is_about=True,
)
FAMILY = Telling(
    {
        SchoolEvent.GUARDIANSHIP_ADDED: _("added a representative"),
        SchoolEvent.GUARDIANSHIP_CHANGED: _("changed a representation"),
    },
    _family_told,
    is_about=True,
)
