"""Representation and movement in the portal (законное представительство, книга движения)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import FromClause, select
from sqlalchemy.sql import ColumnElement

from ediary_app.access.context import Context
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.actions import Action
from ediary_app.lowcode.acts import declare
from ediary_app.lowcode.resources import Field, Part, Resource, Target, Values
from ediary_app.lowcode.values import Kind
from ediary_app.school import family_roles, guardians, people_actions, policy
from ediary_app.school.class_resources import class_order, class_words, person_words
from ediary_app.school.models import Enrolment, Guardianship, Person, SchoolClass
from ediary_app.school.people_actions import ANYBODY
from ediary_app.school.people_resources import AREA, READS, WRITES
from ediary_app.school.values import END_NAMES, KINSHIP_NAMES

person: FromClause = Person.__table__  # type: ignore[attr-defined]
PUPIL = Target(
    Person, person_words,
    lambda ctx, table: table.c.id.in_(policy.kept_students(ctx)), order=lambda t: t.c.sort_key,
)  # fmt: skip


def _of_kept(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    own: ColumnElement[bool] = table.c.school_id == ctx.school_id
    return own & table.c.student_id.in_(policy.kept_students(ctx))


def _pupil_words(table: FromClause) -> ColumnElement[Any]:
    named = select(person_words(person)).where(person.c.id == table.c.student_id)
    words: ColumnElement[Any] = named.scalar_subquery()
    return words


def _is_right(values: Values) -> Mapping[str, LazyText]:
    if values.get("guardian_id") and values.get("guardian_id") == values.get("student_id"):
        return {"guardian_id": _("Nobody represents themselves.")}
    since, until = values.get("valid_from"), values.get("valid_to")
    if since and until and since > until:  # type: ignore[operator]
        return {"valid_to": _("The last day lies before the first.")}
    return {}


def _made(ctx: Context, _row_id: int, values: Values) -> None:
    family_roles.give_parent_role(ctx, int(str(values["guardian_id"])))


GUARDIANSHIPS = declare(__name__, Resource(
    name="guardianships", title=_("Representation"), area=AREA, model=Guardianship,
    fields=(
        Field("student_id", _("Pupil"), Kind.RELATION, required=True, is_fixed=True, to=PUPIL,
              is_personal=True, headers=("ученик", "обучающийся", "ребёнок")),
        Field("guardian_id", _("Representative"), Kind.RELATION, required=True, is_fixed=True,
              to=ANYBODY, is_personal=True, headers=("представитель", "родитель")),
        Field("kinship", _("Who this is to the child"), Kind.CHOICE, required=True,
              choices=KINSHIP_NAMES, is_personal=True, headers=("кем приходится",)),
        Field("document", _("Document"), longest=200, is_personal=True,
              help=_("On what ground, if not a parent: number and date.")),
        Field("on_paper", _("Wants everything on paper"), Kind.FLAG, headers=("на бумаге",)),
        Field("valid_from", _("Since"), Kind.DAY),
        Field("valid_to", _("Until"), Kind.DAY),
        Field("court_limit", _("Limited by a court"), Kind.FLAG, is_personal=True,
              told=lambda _ctx, table: table.c.court_limit),
    ),
    listed=("student_id", "guardian_id", "kinship", "on_paper", "valid_from", "valid_to",
            "court_limit"),
    order=("student_id", "guardian_id"), searched=("student_id", "guardian_id"),
    filters=("kinship", "on_paper", "court_limit"), known_by=("student_id", "guardian_id"),
    reads=READS, writes=WRITES, words=_pupil_words, scope=_of_kept, about="student_id",
    check=_is_right, made=_made,
    parts=(
        Part(_("Who represents whom"), ("student_id", "guardian_id", "kinship", "document")),
        Part(_("How"), ("on_paper", "valid_from", "valid_to", "court_limit")),
    ),
    actions=(
        Action(
            "limit", _("Limit by a court"), guardians.limit_by_court, on="guardianship_id",
            fields=(Field("document", _("The court's decision: number and date"), required=True,
                          longest=200),),
            confirm=_("The child disappears from this person's pages at once, also from open "
                      "ones."),
            fits=lambda row: not row["court_limit"], is_grave=True,
        ),
        Action(
            "lift", _("Lift the limit"), guardians.lift_limit, on="guardianship_id",
            confirm=_("This person sees the child again at once."),
            fits=lambda row: bool(row["court_limit"]),
        ),
    ),
    tells=(replace(people_actions.FAMILY, is_about=False),),
))  # fmt: skip

MOVEMENT_BOOK = declare(__name__, Resource(
    name="enrolments", title=_("Movement of pupils"), area=AREA, model=Enrolment,
    fields=(
        Field("student_id", _("Pupil"), Kind.RELATION, required=True, is_fixed=True, to=PUPIL),
        Field("class_id", _("Class"), Kind.RELATION, required=True, is_fixed=True,
              to=Target(SchoolClass, class_words, order=class_order)),
        Field("starts_on", _("First day"), Kind.DAY, required=True, is_fixed=True),
        Field("ends_on", _("Last day"), Kind.DAY, is_fixed=True),
        Field("end_reason", _("Why it ended"), Kind.CHOICE, is_fixed=True, choices=END_NAMES),
        Field("order_number", _("Order of arrival"), longest=32),
        Field("end_order", _("Order of departure"), longest=32),
    ),
    listed=("student_id", "class_id", "starts_on", "order_number", "ends_on", "end_reason",
            "end_order"),
    order=("-starts_on", "student_id"),
    searched=("student_id", "order_number", "end_order"),
    filters=("class_id", "end_reason"), known_by=("student_id", "starts_on"),
    reads=READS, writes=WRITES, words=_pupil_words, scope=_of_kept, about="student_id",
    may_add=False, may_remove=False, tells=(replace(people_actions.MOVEMENTS, is_about=False),),
    note=_("Arrivals, moves and departures are made on the cards of pupils; here they are read, "
           "printed, and their orders are numbered."),
))  # fmt: skip
