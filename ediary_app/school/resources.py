"""Lists of the school in the portal (справочники школы): years, terms, holidays, subjects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import FromClause, String, cast, select
from sqlalchemy.sql import ColumnElement

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import history
from ediary_app.lowcode.acts import declare
from ediary_app.lowcode.resources import Field, Part, Resource, Values
from ediary_app.lowcode.values import Kind
from ediary_app.school import names
from ediary_app.school.curriculum_models import CurriculumLine, SubjectArea
from ediary_app.school.models import (
    Holiday,
    LevelPlan,
    Person,
    School,
    SchoolYear,
    Subject,
    Term,
)
from ediary_app.school.values import CurriculumPart, TermKind

person: FromClause = Person.__table__  # type: ignore[attr-defined]
SCHOOL, CALENDAR, TEACHING = _("School"), _("School year"), _("Teaching")
TERM_KINDS = {
    TermKind.QUARTER: _("quarter"),
    TermKind.TRIMESTER: _("trimester"),
    TermKind.HALF_YEAR: _("half-year"),
}
READS, WRITES = Permission.DATA_READ, Permission.SCHOOL_MANAGE
LEVELS = {"kind": Kind.NUMBER, "least": 1, "most": 12}
START = Field("starts_on", _("First day"), Kind.DAY, required=True, headers=("начало", "с"))
END = Field("ends_on", _("Last day"), Kind.DAY, required=True, headers=("конец", "окончание", "по"))


@history.name_people
def names_of(ctx: Context, ids: Collection[int]) -> Mapping[int, str]:
    """How the people in histories are called: the family name and the initials."""
    columns = (person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name)
    rows = ctx.session.execute(select(*columns).where(person.c.id.in_(sorted(ids))))
    return {row.id: names.short_name(*row[1:]) for row in rows}


def in_order(values: Values) -> Mapping[str, LazyText]:
    """The last day does not lie before the first."""
    first, last = values.get("starts_on"), values.get("ends_on")
    if first and last and first > last:  # type: ignore[operator]
        return {"ends_on": _("The last day lies before the first.")}
    return {}


def _levels_in_order(values: Values) -> Mapping[str, LazyText]:
    first, last = values.get("level_from"), values.get("level_to")
    if first and last and first > last:  # type: ignore[operator]
        return {"level_to": _("The last level is lower than the first.")}
    return in_order(values)


def _only_own(ctx: Context, table: FromClause) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = table.c.id == ctx.school_id
    return condition


SCHOOLS = declare(__name__, Resource(
    name="schools", title=_("The school"), area=SCHOOL, model=School,
    fields=(
        Field("name", _("Title in full"), required=True, help=_("As in the charter; on papers.")),
        Field("short_name", _("Short name"), required=True, longest=80),
        Field("code", _("Code"), is_fixed=True, longest=32),
        Field("address", _("Address"), Kind.LONG_TEXT),
    ),
    listed=("name", "short_name", "code", "address"), order=("name",), known_by=("code",),
    reads=READS, writes=WRITES, scope=_only_own, fixed=lambda _ctx: {},
    may_add=False, may_remove=False,
    note=_("The name and the address stand at the head of every paper."),
))  # fmt: skip

YEARS = declare(__name__, Resource(
    name="years", title=_("School years"), area=CALENDAR, model=SchoolYear,
    fields=(
        Field("name", _("Title"), required=True, longest=16, help=_("For example 2026/27.")),
        START, END,
    ),
    listed=("name", "starts_on", "ends_on"), order=("-starts_on",), known_by=("name",),
    searched=("name",), reads=READS, writes=WRITES, check=in_order,
))  # fmt: skip
YEAR = Field("year_id", _("School year"), Kind.RELATION, required=True, to=YEARS.target,
             headers=("год", "учебный год"))  # fmt: skip

LEVEL_PLANS = declare(__name__, Resource(
    name="level-plans", title=_("Terms of levels"), area=CALENDAR, model=LevelPlan,
    fields=(
        YEAR,
        Field("level", _("Level"), required=True, **LEVELS),  # type: ignore[arg-type]
        Field("term_kind", _("Divided into"), Kind.CHOICE, required=True, choices=TERM_KINDS),
    ),
    listed=("year_id", "level", "term_kind"), order=("-year_id", "level"),
    filters=("year_id", "term_kind"), known_by=("year_id", "level"), reads=READS, writes=WRITES,
    words=lambda t: cast(t.c.level, String),
    note=_("Which levels are taught by quarters, which by half-years."),
))  # fmt: skip

TERMS = declare(__name__, Resource(
    name="terms", title=_("Terms"), area=CALENDAR, model=Term,
    fields=(
        YEAR,
        Field("kind", _("Kind"), Kind.CHOICE, required=True, choices=TERM_KINDS),
        Field("number", _("Number"), Kind.NUMBER, required=True, least=1, most=6),
        START, END,
    ),
    listed=("year_id", "kind", "number", "starts_on", "ends_on"),
    order=("-year_id", "kind", "number"), filters=("year_id", "kind"),
    known_by=("year_id", "kind", "number"), reads=READS, writes=WRITES, check=in_order,
    words=lambda t: cast(t.c.number, String),
))  # fmt: skip

HOLIDAYS = declare(__name__, Resource(
    name="holidays", title=_("Holidays"), area=CALENDAR, model=Holiday,
    fields=(
        YEAR,
        Field("name", _("Title"), required=True, longest=80, headers=("название", "каникулы")),
        START, END,
        Field("level_from", _("From level"), required=True, default="1", **LEVELS),  # type: ignore[arg-type]
        Field("level_to", _("To level"), required=True, default="11", **LEVELS),  # type: ignore[arg-type]
    ),
    listed=("name", "starts_on", "ends_on", "level_from", "level_to", "year_id"),
    order=("-starts_on",), filters=("year_id",), searched=("name",),
    known_by=("year_id", "name", "starts_on"), reads=READS, writes=WRITES, check=_levels_in_order,
    parts=(
        Part(_("What"), ("year_id", "name")),
        Part(_("When"), ("starts_on", "ends_on")),
        Part(_("For whom"), ("level_from", "level_to")),
    ),
    note=_("On these days there are no lessons."),
))  # fmt: skip


def _sorted_name(values: Values) -> dict[str, Any]:
    return {"sort_key": names.sort_key(str(values["name"]))[:120]} if "name" in values else {}


AREAS = declare(__name__, Resource(
    name="subject-areas", title=_("Subject areas"), area=TEACHING, model=SubjectArea,
    fields=(
        Field("name", _("Title"), required=True, longest=120,
              headers=("предметная область", "область", "название")),
        Field("position", _("Order"), Kind.NUMBER, required=True, least=0, most=999, default="0",
              headers=("порядок",)),
    ),
    listed=("name", "position"), order=("position", "name"), searched=("name",),
    known_by=("name",), reads=READS, writes=WRITES, archive="is_archived",
    note=_("As the curriculum divides subjects: languages, mathematics and informatics …"),
))  # fmt: skip

SUBJECTS = declare(__name__, Resource(
    name="subjects", title=_("Subjects"), area=TEACHING, model=Subject,
    fields=(
        Field("name", _("Title"), required=True, longest=120, sort_key="sort_key",
              headers=("предмет", "название", "наименование", "учебный предмет")),
        Field("short_name", _("Short name"), longest=24, headers=("сокращение", "кратко"),
              help=_("For narrow tables; the full name where it is empty.")),
        Field("area_id", _("Subject area"), Kind.RELATION, to=AREAS.target,
              headers=("область", "предметная область")),
        Field("color", _("Colour of the edge"), Kind.NUMBER, default="0", required=True, least=0,
              most=11, help=_("From 0 to 11: a thin edge in the diary.")),
    ),
    listed=("name", "short_name", "area_id"), order=("name",), filters=("area_id",),
    searched=("name", "short_name", "area_id"),
    known_by=("name",), reads=READS, writes=WRITES, archive="is_archived", follows=_sorted_name,
))  # fmt: skip

PARTS = {
    CurriculumPart.MANDATORY: _("mandatory part"),
    CurriculumPart.OWN: _("formed by the school"),
}
CURRICULUM = declare(__name__, Resource(
    name="curriculum", title=_("Curriculum"), area=TEACHING, model=CurriculumLine,
    fields=(
        YEAR,
        Field("level", _("Level"), required=True, headers=("параллель", "класс"), **LEVELS),  # type: ignore[arg-type]
        Field("subject_id", _("Subject"), Kind.RELATION, required=True, to=SUBJECTS.target,
              headers=("предмет", "учебный предмет")),
        Field("part", _("Part"), Kind.CHOICE, required=True, choices=PARTS,
              default=CurriculumPart.MANDATORY, headers=("часть",)),
        Field("hours_a_week", _("Hours a week"), Kind.HUNDREDTHS, required=True, least=0, most=40,
              headers=("часов в неделю", "часов"), help=_("0,5 is one lesson in two weeks.")),
        Field("hours_a_year", _("Hours a year"), Kind.NUMBER, least=0, most=1500,
              headers=("часов в год",), help=_("Empty where the weeks of the year decide.")),
    ),
    listed=("level", "subject_id", "part", "hours_a_week", "hours_a_year", "year_id"),
    order=("-year_id", "level", "subject_id"), filters=("year_id", "level", "subject_id", "part"),
    searched=("subject_id",), known_by=("year_id", "level", "subject_id", "part"),
    reads=READS, writes=WRITES, words=lambda t: cast(t.c.level, String),
    note=_("How many hours each level learns a subject: lessons held are counted against it."),
))  # fmt: skip
