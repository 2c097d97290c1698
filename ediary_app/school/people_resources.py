"""People in the portal (обучающиеся, представители, работники): cards, movement, codes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import FromClause, or_, select
from sqlalchemy.sql import ColumnElement

from ediary_app.access.context import Context
from ediary_app.access.values import AccessEvent, Permission
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.actions import Telling
from ediary_app.lowcode.acts import declare
from ediary_app.lowcode.resources import Field, Part, Resource, Target, Values, Way
from ediary_app.lowcode.values import Kind
from ediary_app.school import names, people_actions, policy, roster
from ediary_app.school.class_resources import class_order, class_words, person_words
from ediary_app.school.models import Person, SchoolClass, StaffMember, Student
from ediary_app.school.values import SchoolEvent, Sex

AREA = _("People")
READS, WRITES = Permission.PEOPLE_READ, Permission.PEOPLE_MANAGE
SEXES = {Sex.FEMALE: _("female"), Sex.MALE: _("male")}
enrolment, staff, guardianship = roster.enrolment, roster.staff, roster.guardianship


def _name(name: str, label: Any, *headers: str, required: bool = True) -> Field:
    return Field(name, label, required=required, longest=100, is_personal=True, headers=headers)


NAMES = (
    Field("family_name", _("Family name"), required=True, longest=100, is_personal=True,
          sort_key="sort_key", headers=("фамилия",)),
    _name("given_name", _("Given name"), "имя"),
    _name("middle_name", _("Middle name"), "отчество", required=False),
)  # fmt: skip
BIRTH = (
    Field("birth_date", _("Date of birth"), Kind.DAY, is_personal=True,
          headers=("дата рождения", "др")),
    Field("sex", _("Sex"), Kind.CHOICE, choices=SEXES, is_personal=True, headers=("пол",)),
)  # fmt: skip
NAME_FIELDS = tuple(field.name for field in NAMES)


def named(values: Values) -> Values:
    """By what a name is sorted and found."""
    if "family_name" not in values:
        return {}
    parts = [str(values.get(name) or "") for name in NAME_FIELDS]
    return {"sort_key": names.sort_key(*parts), "search_key": names.search_key(*parts)}


def of_present_year(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    """The classes of the present year."""
    own: ColumnElement[bool] = table.c.school_id == ctx.school_id
    return own & (table.c.year_id == policy.present_year(ctx))


PRESENT_CLASS = Target(SchoolClass, class_words, scope=of_present_year, order=class_order)


def _class_now(ctx: Context, table: FromClause) -> ColumnElement[Any]:
    """The class a pupil is in today, or will be in first."""
    still = or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today)
    return (
        select(enrolment.c.class_id)
        .where(enrolment.c.student_id == table.c.id, still)
        .order_by(enrolment.c.starts_on)
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )


def _is_here(ctx: Context, table: FromClause) -> ColumnElement[Any]:
    still = or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today)
    found = select(enrolment.c.id).where(enrolment.c.student_id == table.c.id, still)
    return found.correlate(table).exists()


def _pupils(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    kept: ColumnElement[bool] = table.c.id.in_(policy.kept_students(ctx))
    return kept & (table.c.school_id == ctx.school_id)


def _guardians(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    of_kept = select(guardianship.c.guardian_id).where(
        guardianship.c.school_id == ctx.school_id,
        guardianship.c.student_id.in_(policy.kept_students(ctx)),
    )
    return table.c.id.in_(of_kept) & (table.c.school_id == ctx.school_id)


def _staff(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    found = select(staff.c.person_id).where(staff.c.school_id == ctx.school_id)
    if not policy.keeps_school(ctx):
        found = found.where(staff.c.person_id == ctx.actor.person_id)
    here: ColumnElement[bool] = table.c.id.in_(found)
    return here


CODES = Telling({AccessEvent.CODE_ISSUED: _("issued a sign-in code")}, is_about=True)
MADE = Telling({SchoolEvent.PERSON_ADDED: _("added"), SchoolEvent.PERSON_CHANGED: _("changed")})

PUPILS = declare(__name__, Resource(
    name="pupils", title=_("Pupils"), area=AREA, model=Person, beside=Student,
    fields=(
        *NAMES, *BIRTH,
        Field("file_number", _("Number of the file"), longest=32, is_rare=True, is_personal=True,
              headers=("личное дело", "номер личного дела"),
              help=_("As in the alphabetical book, for example И-105.")),
        Field("class_id", _("Class"), Kind.RELATION, to=PRESENT_CLASS, told=_class_now),
        Field("is_here", _("In the school"), Kind.FLAG, told=_is_here),
    ),
    listed=(*NAME_FIELDS, "class_id", "birth_date", "file_number", "is_here"),
    order=("family_name",), searched=(*NAME_FIELDS, "file_number"),
    filters=("class_id", "is_here", "sex"),
    known_by=(*NAME_FIELDS, "birth_date"), reads=READS, writes=WRITES, words=person_words,
    scope=_pupils, follows=named, about="id", may_remove=False,
    parts=(
        Part(_("Person"), (*NAME_FIELDS, "birth_date", "sex")),
        Part(_("In the school"), ("file_number", "class_id", "is_here")),
    ),
    ways=(Way(_("Card with the story"), "/people/{id}"),),
    actions=people_actions.of_pupils(PRESENT_CLASS),
    tells=(people_actions.MOVEMENTS, people_actions.FAMILY, CODES, MADE),
    note=_("A new pupil is entered first, then enrolled into a class from the card."),
))  # fmt: skip

GUARDIANS = declare(__name__, Resource(
    name="guardians", title=_("Representatives"), area=AREA, model=Person,
    fields=(*NAMES, *BIRTH),
    listed=(*NAME_FIELDS, "birth_date"), order=("family_name",), searched=NAME_FIELDS,
    known_by=(*NAME_FIELDS, "birth_date"), reads=READS, writes=WRITES, words=person_words,
    scope=_guardians, follows=named, about="id", may_add=False, may_remove=False,
    ways=(Way(_("Card with the story"), "/people/{id}"),),
    actions=(people_actions.CODE,), tells=(CODES, MADE),
    note=_("A representative is added from the card of the pupil."),
))  # fmt: skip

STAFF_LIST = declare(__name__, Resource(
    name="staff", title=_("Staff"), area=AREA, model=Person, beside=StaffMember,
    fields=(
        *NAMES,
        Field("post", _("Post"), longest=120, headers=("должность",)),
        Field("personnel_number", _("Personnel number"), longest=32, is_rare=True,
              is_personal=True, headers=("табельный номер",)),
        Field("left_on", _("Left on"), Kind.DAY, headers=("дата увольнения", "уволен"),
              help=_("The first day on which this person no longer works here.")),
    ),
    listed=(*NAME_FIELDS, "post", "personnel_number", "left_on"),
    order=("family_name",), searched=(*NAME_FIELDS, "post"), filters=("left_on",),
    known_by=NAME_FIELDS, reads=READS, writes=WRITES, words=person_words,
    scope=_staff, follows=named, about="id", may_remove=False,
    parts=(
        Part(_("Person"), NAME_FIELDS),
        Part(_("Work"), ("post", "personnel_number", "left_on")),
    ),
    ways=(Way(_("Card with the story"), "/people/{id}"),),
    actions=(people_actions.CODE,), tells=(CODES, MADE),
))  # fmt: skip
