"""People, classes and accounts in the search everywhere (кого и что находит поиск)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole
from ediary_app.access.values import ROLE_NAMES, Permission, Role
from ediary_app.kernel.folding import fold, folded
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.everywhere import LOOKED_AT, Candidate, Source, declare
from ediary_app.lowcode.tolerance import Asked, Near, Rank, Reading
from ediary_app.school import names, policy
from ediary_app.school.models import Assignment, GroupMember
from ediary_app.school.roster import (
    enrolment,
    guardianship,
    in_force,
    person,
    school_class,
    staff,
    student,
)

assignment, member = Assignment.__table__, GroupMember.__table__  # type: ignore[attr-defined]
account, held = Account.__table__, AccountRole.__table__  # type: ignore[attr-defined]


def _people(ctx: Context, asked: Asked) -> Iterable[Candidate]:
    """Pupils, representatives and staff: the actor's own, their class or post beside them."""
    key, kept = person.c.search_key, policy.kept_students(ctx)
    pupils = student.c.person_id.in_(kept) | student.c.person_id.in_(policy.readable_students(ctx))
    scope: list[ColumnElement[bool]] = [
        person.c.id.in_(select(student.c.person_id).where(pupils)),
        person.c.id.in_(select(guardianship.c.guardian_id).where(
            guardianship.c.school_id == ctx.school_id, guardianship.c.student_id.in_(kept))),
    ]  # fmt: skip
    if policy.keeps_school(ctx):
        scope.append(person.c.id.in_(select(staff.c.person_id).where(
            staff.c.school_id == ctx.school_id)))  # fmt: skip
    is_kept = or_(person.c.id.in_(kept), *scope[1:])
    found = (
        select(person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name,
               key.label("key"), _class_of(ctx), _post(), _child_of(ctx), is_kept.label("is_kept"),
               _group_of(ctx))
        .where(person.c.school_id == ctx.school_id, or_(*scope), asked.fits(key, _in_class(ctx)))
        .order_by(case((asked.strictly(key), 0), else_=1), person.c.sort_key)
        .limit(LOOKED_AT)
    )  # fmt: skip
    for row in ctx.session.execute(found):
        name = names.full_name(row.family_name, row.given_name, row.middle_name)
        at = f"/people/{row.id}" if row.is_kept else f"/journal?group={row.group_id or 0}"
        yield Candidate(row.key, name, row.class_title or row.post or row.child or "", at)


def _class_of(ctx: Context) -> Any:
    title = select(cast(school_class.c.level, String) + school_class.c.letter)
    stays = enrolment.c.student_id == person.c.id
    within = title.join(enrolment, enrolment.c.class_id == school_class.c.id)
    return within.where(stays, in_force(ctx, enrolment)).limit(1).scalar_subquery().label(
        "class_title")  # fmt: skip


def _post() -> Any:
    post = select(staff.c.post).where(staff.c.person_id == person.c.id)
    return post.limit(1).scalar_subquery().label("post")


def _child_of(ctx: Context) -> Any:
    """A child whom the person represents, of those the actor looks after."""
    child = person.alias("child")
    found = select(child.c.family_name + " " + child.c.given_name).join(
        guardianship, guardianship.c.student_id == child.c.id
    ).where(guardianship.c.guardian_id == person.c.id,
            child.c.id.in_(policy.kept_students(ctx)))  # fmt: skip
    return found.order_by(child.c.sort_key).limit(1).scalar_subquery().label("child")


def _group_of(ctx: Context) -> Any:
    """A group in which the actor teaches the pupil: its journal is what a teacher may open."""
    taught = select(member.c.group_id).join(
        assignment, assignment.c.group_id == member.c.group_id
    ).where(member.c.student_id == person.c.id, in_force(ctx, assignment),
            assignment.c.teacher_id == ctx.actor.person_id)  # fmt: skip
    return taught.limit(1).scalar_subquery().label("group_id")


def _in_class(ctx: Context) -> Any:
    """With a class in the line, only its pupils of today."""

    def conditions(reading: Reading) -> list[ColumnElement[bool]]:
        if not reading.level:
            return []
        within = select(enrolment.c.student_id).join(
            school_class, school_class.c.id == enrolment.c.class_id
        ).where(school_class.c.level == reading.level, school_class.c.letter == reading.letter,
                enrolment.c.school_id == ctx.school_id, in_force(ctx, enrolment))  # fmt: skip
        return [person.c.id.in_(within)]

    return conditions


def _classes(ctx: Context, asked: Asked) -> Iterable[tuple[Rank, Candidate]]:
    """Classes of the present year whose people one looks after; `7` gives all of the level."""
    found = select(
        school_class.c.id, school_class.c.level, school_class.c.letter, person.c.family_name,
        person.c.given_name, person.c.middle_name,
    ).outerjoin(person, person.c.id == school_class.c.class_teacher_id).where(
        school_class.c.school_id == ctx.school_id,
        school_class.c.year_id == policy.present_year(ctx),
    )  # fmt: skip
    if not policy.keeps_school(ctx):
        found = found.where(school_class.c.class_teacher_id == ctx.actor.person_id)
    for row in ctx.session.execute(found.order_by(school_class.c.level, school_class.c.letter)):
        rank = _fits_class(asked, row.level, row.letter)
        if rank is not None:
            leader = names.short_name(row.family_name or "", row.given_name or "",
                                      row.middle_name or "")  # fmt: skip
            title = f"{row.level}{row.letter}"
            yield rank, Candidate("", title, leader, f"/people?class={row.id}")


def _fits_class(asked: Asked, level: int, letter: str) -> Rank | None:
    for number, one in enumerate(asked.readings):
        if one.level == level and fold(one.letter) == fold(letter) and not one.words:
            return (Near.EXACT, number, 0)
        if one.words == (str(level),) and not one.level:
            return (Near.PREFIX, number, 0)
    return None


def _accounts(ctx: Context, asked: Asked) -> Iterable[Candidate]:
    """Accounts by login, address or telephone."""
    line = fold(asked.line.lower())
    names_of = (account.c.login, func.coalesce(account.c.email, ""))
    said = [folded(one).startswith(line, autoescape=True) for one in names_of]
    if asked.digits:
        said.append(account.c.phone.contains(asked.digits))
    found = (
        select(account.c.login, account.c.display_name, func.min(held.c.role).label("role"))
        .join(held, held.c.account_id == account.c.id)
        .where(held.c.school_id == ctx.school_id, or_(*said))
        .group_by(account.c.id, account.c.login, account.c.display_name)
        .order_by(account.c.login)
        .limit(LOOKED_AT)
    )
    for row in ctx.session.execute(found):
        note = " · ".join(filter(None, (row.display_name, str(ROLE_NAMES[Role(row.role)]))))
        yield Candidate(line, row.login, note, "/admin/accounts")


PEOPLE = declare(Source("people", _("People"), Permission.PEOPLE_READ, _people, "/people"))
CLASSES = declare(Source("classes", _("Classes"), Permission.PEOPLE_READ, _classes))
ACCOUNTS = declare(
    Source("accounts", _("Accounts"), Permission.ACCOUNT_MANAGE, _accounts, "/admin/accounts")
)
