"""Classes in the portal (классы, учебные группы, закрепления): who learns what with whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import FromClause, String, cast, or_, select
from sqlalchemy.sql import ColumnElement

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.acts import declare
from ediary_app.lowcode.resources import Field, Part, Resource, Target, Values, Way
from ediary_app.lowcode.values import Kind
from ediary_app.school.models import (
    Assignment,
    Group,
    Person,
    SchoolClass,
    StaffMember,
    Subject,
)
from ediary_app.school.resources import LEVELS, READS, SUBJECTS, YEAR, in_order
from ediary_app.school.values import GroupKind, Marking

staff: FromClause = StaffMember.__table__  # type: ignore[attr-defined]
person: FromClause = Person.__table__  # type: ignore[attr-defined]
subject: FromClause = Subject.__table__  # type: ignore[attr-defined]
CLASSES_AREA = _("Classes and teaching")
WRITES = Permission.CLASSES_MANAGE
GROUP_KINDS = {
    GroupKind.WHOLE_CLASS: _("whole class"),
    GroupKind.SUBGROUP: _("subgroup"),
    GroupKind.STREAM: _("stream"),
    GroupKind.INDIVIDUAL: _("individual plan"),
}
MARKINGS = {
    Marking.NONE: _("without marks"),
    Marking.FIVE: _("from 2 to 5"),
    Marking.PASS: _("passed or not"),
}


def person_words(table: FromClause) -> ColumnElement[Any]:
    """Иванова Анна Петровна."""
    names = table.c.family_name + " " + table.c.given_name
    words: ColumnElement[Any] = names + " " + table.c.middle_name
    return words


def _who_works(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    here = select(staff.c.person_id).where(
        staff.c.school_id == ctx.school_id,
        or_(staff.c.left_on.is_(None), staff.c.left_on > ctx.today),
    )
    is_here: ColumnElement[bool] = table.c.school_id == ctx.school_id
    return is_here & table.c.id.in_(here)


def _sort_key(table: FromClause) -> ColumnElement[Any]:
    return table.c.sort_key


STAFF = Target(Person, person_words, _who_works, order=_sort_key)
"""Those who work in the school, as a class teacher or a teacher is chosen (работники)."""


def class_words(table: FromClause) -> ColumnElement[Any]:
    """7А."""
    return cast(table.c.level, String) + table.c.letter


def class_order(table: FromClause) -> ColumnElement[Any]:
    """1А … 11Б."""
    return table.c.level * 1000 + table.c.id % 1000


CLASSES = declare(__name__, Resource(
    name="classes", title=_("Classes"), area=CLASSES_AREA, model=SchoolClass,
    fields=(
        YEAR,
        Field("level", _("Level"), required=True, headers=("параллель",), **LEVELS),  # type: ignore[arg-type]
        Field("letter", _("Letter"), required=True, longest=16, headers=("литера", "буква")),
        Field("class_teacher_id", _("Class teacher"), Kind.RELATION, to=STAFF,
              headers=("классный руководитель",)),
        Field("shift", _("Shift"), Kind.NUMBER, required=True, least=1, most=3, default="1"),
        Field("days_a_week", _("Days a week"), Kind.NUMBER, required=True, least=5, most=6,
              default="5"),
    ),
    listed=("level", "letter", "class_teacher_id", "shift", "days_a_week", "year_id"),
    order=("-year_id", "level", "letter"), filters=("year_id", "level", "shift"),
    searched=("letter", "class_teacher_id"), known_by=("year_id", "level", "letter"),
    reads=READS, writes=WRITES, words=class_words, about="class_teacher_id",
    parts=(
        Part(_("Class"), ("year_id", "level", "letter")),
        Part(_("How it learns"), ("class_teacher_id", "shift", "days_a_week")),
    ),
    ways=(Way(_("Class list to print"), "/api/papers/class-list/{id}"),),
))  # fmt: skip


def group_words(table: FromClause) -> ColumnElement[Any]:
    """Алгебра, 7А."""
    named = select(subject.c.name).where(subject.c.id == table.c.subject_id).scalar_subquery()
    words: ColumnElement[Any] = named + ", " + table.c.name
    return words


GROUPS = declare(__name__, Resource(
    name="groups", title=_("Teaching groups"), area=CLASSES_AREA, model=Group,
    fields=(
        YEAR,
        Field("name", _("Title"), required=True, longest=80, headers=("группа", "название")),
        Field("subject_id", _("Subject"), Kind.RELATION, required=True, to=SUBJECTS.target,
              headers=("предмет",)),
        Field("class_id", _("Class"), Kind.RELATION,
              to=Target(SchoolClass, class_words, order=class_order),
              help=_("Empty where pupils of several classes learn together.")),
        Field("level", _("Level"), required=True, headers=("параллель",), **LEVELS),  # type: ignore[arg-type]
        Field("kind", _("Kind"), Kind.CHOICE, required=True, choices=GROUP_KINDS,
              default=GroupKind.WHOLE_CLASS, headers=("вид",)),
        Field("marking", _("Marked"), Kind.CHOICE, required=True, choices=MARKINGS,
              default=Marking.FIVE, headers=("оценивание",)),
        Field("weekly_hours", _("Hours a week"), Kind.NUMBER, required=True, least=0, most=40,
              default="1", headers=("часов", "часов в неделю")),
    ),
    listed=("subject_id", "name", "class_id", "level", "kind", "marking", "weekly_hours",
            "year_id"),
    order=("-year_id", "level", "name"), searched=("name", "subject_id"),
    filters=("year_id", "level", "subject_id", "kind", "marking"),
    known_by=("year_id", "name", "subject_id"), reads=READS, writes=WRITES, words=group_words,
    parts=(
        Part(_("Group"), ("year_id", "name", "subject_id")),
        Part(_("Who is in it"), ("level", "class_id", "kind")),
        Part(_("How it learns"), ("marking", "weekly_hours")),
    ),
))  # fmt: skip


def _until_in_order(values: Values) -> Mapping[str, LazyText]:
    return in_order(values) if isinstance(values.get("ends_on"), date) else {}


def _assignment_words(table: FromClause) -> ColumnElement[Any]:
    """Орлова Вера Ивановна: whose assignment it is."""
    named = select(person_words(person)).where(person.c.id == table.c.teacher_id)
    words: ColumnElement[Any] = named.scalar_subquery()
    return words


ASSIGNMENTS = declare(__name__, Resource(
    name="assignments", title=_("Teaching assignments"), area=CLASSES_AREA, model=Assignment,
    fields=(
        Field("group_id", _("Group"), Kind.RELATION, required=True, is_fixed=True,
              to=Target(Group, group_words), headers=("группа",)),
        Field("teacher_id", _("Teacher"), Kind.RELATION, required=True, is_fixed=True, to=STAFF,
              headers=("учитель",), is_personal=True),
        Field("starts_on", _("Since"), Kind.DAY, required=True, headers=("с",)),
        Field("ends_on", _("Until"), Kind.DAY, headers=("по",),
              help=_("The last day; empty while it lasts.")),
        Field("is_main", _("Main teacher"), Kind.FLAG, default="true"),
    ),
    listed=("group_id", "teacher_id", "starts_on", "ends_on", "is_main"),
    order=("teacher_id", "group_id"), searched=("group_id", "teacher_id"),
    filters=("teacher_id", "is_main"), known_by=("group_id", "teacher_id", "starts_on"),
    reads=READS, writes=WRITES, words=_assignment_words, about="teacher_id",
    check=_until_in_order,
    note=_("Who teaches which group, from when to when: it decides whose journal it is."),
))  # fmt: skip
