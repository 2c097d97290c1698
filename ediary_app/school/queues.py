"""What waits about people and classes (проверки данных): without a class, a family, a leader."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, or_, select

from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole, OneTimeCode
from ediary_app.access.values import Permission
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.queues import Queue, declare
from ediary_app.school import policy
from ediary_app.school.roster import enrolment, guardianship, person, school_class, student
from ediary_app.school.values import LEAVING

account, held = Account.__table__, AccountRole.__table__  # type: ignore[attr-defined]
code = OneTimeCode.__table__  # type: ignore[attr-defined]
NAME = person.c.family_name + " " + person.c.given_name
CARD = "/people/{id}"


def _people(*where: ColumnElement[bool], note: Any = None) -> Select[Any]:
    said = literal("") if note is None else note
    found = select(person.c.id, NAME.label("title"), said.label("note")).where(*where)
    return found.order_by(person.c.sort_key, person.c.id)


def _lasting(ctx: Context) -> ColumnElement[bool]:
    """Enrolments that have not ended."""
    return or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= ctx.today)


def _without_class(ctx: Context) -> Select[Any]:
    """Pupils who are in no class and have not left the school."""
    stays = select(enrolment.c.student_id).where(_lasting(ctx))
    gone = select(enrolment.c.student_id).where(enrolment.c.end_reason.in_(LEAVING))
    return _people(
        person.c.id.in_(select(student.c.person_id).where(student.c.school_id == ctx.school_id)),
        person.c.id.not_in(stays), person.c.id.not_in(gone),
    )  # fmt: skip


def _class_title() -> ColumnElement[str]:
    return cast(school_class.c.level, String) + school_class.c.letter


def _without_guardian(ctx: Context) -> Select[Any]:
    """Pupils of today whom nobody represents."""
    represented = select(guardianship.c.student_id).where(
        guardianship.c.school_id == ctx.school_id,
        or_(guardianship.c.valid_to.is_(None), guardianship.c.valid_to >= ctx.today),
    )
    present = select(enrolment.c.student_id).where(
        enrolment.c.school_id == ctx.school_id, _lasting(ctx)
    )
    return _people(person.c.id.in_(present), person.c.id.not_in(represented))


def _twice_enrolled(ctx: Context) -> Select[Any]:
    """Pupils who are in two classes on one day that is not over."""
    other = enrolment.alias("other")
    both = select(enrolment.c.student_id).join(
        other, (other.c.student_id == enrolment.c.student_id) & (other.c.id > enrolment.c.id)
    ).where(
        enrolment.c.school_id == ctx.school_id, _lasting(ctx),
        or_(other.c.ends_on.is_(None), other.c.ends_on >= enrolment.c.starts_on),
        or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= other.c.starts_on),
    )  # fmt: skip
    return _people(person.c.id.in_(both))


def _without_leader(ctx: Context) -> Select[Any]:
    """Classes of the present year that nobody leads."""
    return select(
        school_class.c.id, _class_title().label("title"), literal("").label("note")
    ).where(
        school_class.c.school_id == ctx.school_id,
        school_class.c.year_id == policy.present_year(ctx),
        school_class.c.class_teacher_id.is_(None),
    ).order_by(school_class.c.level, school_class.c.letter)  # fmt: skip


def _never_signed_in(ctx: Context) -> Select[Any]:
    """Accounts without a password, and without a code that could still be used."""
    waiting = select(code.c.account_id).where(code.c.used_at.is_(None), code.c.expires_at > ctx.now)
    of_school = select(held.c.account_id).where(held.c.school_id == ctx.school_id, held.c.is_active)
    return select(
        account.c.id, account.c.display_name.label("title"), account.c.login.label("note")
    ).where(
        account.c.id.in_(of_school), account.c.is_active, account.c.password_hash.is_(None),
        account.c.id.not_in(waiting),
    ).order_by(account.c.login)  # fmt: skip


WITHOUT_CLASS = declare(Queue(
    "without_class", _("Pupils without a class"),
    _("They are in no journal and in no list. Enrol them, or say that they have left."),
    Permission.PEOPLE_MANAGE, _without_class, CARD, _("Open the card"),
))  # fmt: skip
WITHOUT_GUARDIAN = declare(Queue(
    "without_guardian", _("Pupils without a representative"),
    _("Nobody at home sees their diary."),
    Permission.PEOPLE_MANAGE, _without_guardian, CARD, _("Open the card"),
))  # fmt: skip
TWICE_ENROLLED = declare(Queue(
    "twice_enrolled", _("Pupils in two classes at once"),
    _("One of the two enrolments should have ended."),
    Permission.PEOPLE_MANAGE, _twice_enrolled, CARD, _("Open the card"),
))  # fmt: skip
WITHOUT_LEADER = declare(Queue(
    "without_leader", _("Classes without a class teacher"),
    _("Nobody follows absences and families of these classes."),
    Permission.CLASSES_MANAGE, _without_leader, "/admin/data/classes?row={id}",
    _("Choose a class teacher"),
))  # fmt: skip
NEVER_SIGNED_IN = declare(Queue(
    "never_signed_in", _("Accounts without a code"),
    _("They have no password, and no code with which to choose one."),
    Permission.CODE_ISSUE, _never_signed_in, "/admin/codes", _("Make codes"),
))  # fmt: skip
