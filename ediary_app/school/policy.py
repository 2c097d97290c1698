"""Who may see which pupil (чьи данные видны): relations, never roles by name alone.

A list begins with a scoped `Select`; one object is fetched and authorised in one call, and absent
and forbidden give the same `NotFound`.
"""

from __future__ import annotations

from sqlalchemy import ScalarSelect, Select, or_, select

from ediary_app.access.context import Context
from ediary_app.access.prepared import prepared
from ediary_app.access.values import Role
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.i18n import _
from ediary_app.school.models import (
    Assignment,
    Enrolment,
    Group,
    GroupMember,
    Guardianship,
    SchoolClass,
    SchoolYear,
    Student,
)

student = Student.__table__  # type: ignore[attr-defined]
guardianship = Guardianship.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]
assignment = Assignment.__table__  # type: ignore[attr-defined]
enrolment = Enrolment.__table__  # type: ignore[attr-defined]
school_class = SchoolClass.__table__  # type: ignore[attr-defined]
group, year = Group.__table__, SchoolYear.__table__  # type: ignore[attr-defined]

WHOLE_SCHOOL = frozenset(
    {Role.DIRECTOR, Role.DEPUTY_HEAD, Role.REGISTRAR, Role.DATA_OFFICER, Role.COUNSELLOR}
)
"""Roles that know every pupil of their school."""

KEEPING = WHOLE_SCHOOL | {Role.ADMINISTRATOR}
"""Roles that look after the list of people; the administrator sees lists and cards, no marks."""


def readable_students(ctx: Context) -> Select[int]:
    """The ids of the pupils the actor may read: own children, oneself, own class, own groups."""
    actor = ctx.actor
    ids = select(student.c.person_id)
    if actor.role is Role.PARENT:
        return ids.where(student.c.person_id.in_(_children(ctx)))
    if actor.role is Role.STUDENT:
        return ids.where(among(student.c.person_id, actor.person_ids))
    if actor.is_system:
        return ids if actor.school_id is None else ids.where(student.c.school_id == actor.school_id)
    scoped = ids.where(student.c.school_id == ctx.school_id)
    if actor.role in WHOLE_SCHOOL:
        return scoped
    return scoped.where(
        or_(student.c.person_id.in_(_taught(ctx)), student.c.person_id.in_(_of_own_class(ctx)))
    )


def _children(ctx: Context) -> Select[int]:
    g = guardianship.c
    return select(g.student_id).where(
        among(g.guardian_id, ctx.actor.person_ids),
        ~g.court_limit,
        or_(g.valid_from.is_(None), g.valid_from <= ctx.today),
        or_(g.valid_to.is_(None), g.valid_to >= ctx.today),
    )


def _taught(ctx: Context) -> Select[int]:
    """Pupils of the groups one teaches in the present school year, those who left them too."""
    return (
        select(member.c.student_id)
        .join(assignment, assignment.c.group_id == member.c.group_id)
        .join(group, group.c.id == member.c.group_id)
        .where(
            assignment.c.teacher_id == ctx.actor.person_id,
            group.c.year_id == present_year(ctx),
            or_(assignment.c.ends_on.is_(None), assignment.c.ends_on >= ctx.today),
        )
    )


def keeps_school(ctx: Context) -> bool:
    """Whether the actor looks after the people of the whole school, not of one class."""
    return ctx.actor.is_system or ctx.actor.role in KEEPING


def kept_students(ctx: Context) -> Select[int]:
    """The ids of the pupils whose cards the actor may open: the whole school, or own class."""
    ids = select(student.c.person_id).where(student.c.school_id == ctx.school_id)
    if keeps_school(ctx):
        return ids
    still = or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today)
    return ids.where(student.c.person_id.in_(_of_own_class(ctx).where(still)))


def _of_own_class(ctx: Context) -> Select[int]:
    """Pupils of the class one leads in the present school year; a former class is another's."""
    return (
        select(enrolment.c.student_id)
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .where(
            school_class.c.class_teacher_id == ctx.actor.person_id,
            school_class.c.year_id == present_year(ctx),
        )
    )


def present_year(ctx: Context) -> ScalarSelect[int]:
    """The school year begun last: in summer still the one that ended."""
    return (
        select(year.c.id)
        .where(year.c.school_id == ctx.school_id, year.c.starts_on <= ctx.today)
        .order_by(year.c.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )


def student_readable(ctx: Context, student_id: int) -> int:
    """The pupil's id if the actor may read them, else `NotFound`."""
    found: int | None = ctx.session.scalar(*_readable(ctx, student_id=student_id))
    if found is None:
        raise errors.NotFound(_("There is no such pupil, or this pupil is not yours to see."))
    return found


@prepared
def _readable(ctx: Context, *, student_id: int) -> Select[int]:
    return readable_students(ctx).where(student.c.person_id == student_id).limit(1)
