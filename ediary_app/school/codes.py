"""Sign-in codes from the office (коды входа): who has never signed in, and slips to hand out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import FromClause, Select, func, or_, select

from ediary_app.access import accounts, codes
from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole, OneTimeCode, SignInSession
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission, Role
from ediary_app.kernel import clock, errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _, ngettext
from ediary_app.school import logins, names, roster
from ediary_app.school.roster import ClassChoice, PersonKind

account: FromClause = Account.__table__  # type: ignore[attr-defined]
role: FromClause = AccountRole.__table__  # type: ignore[attr-defined]
signed: FromClause = SignInSession.__table__  # type: ignore[attr-defined]
code: FromClause = OneTimeCode.__table__  # type: ignore[attr-defined]
person = roster.person
PAGE_ROWS = 25
BATCH_LIMIT = 300


@dataclass(frozen=True)
class PersonRow:
    """A person in the list: who they are, have they ever signed in, until when their code is."""

    person_id: int
    name: str
    who: str
    login: str
    has_signed_in: bool
    code_until: datetime | None


@dataclass(frozen=True)
class CodesPage:
    """A page of the list, with the classes to filter by."""

    rows: tuple[PersonRow, ...] = ()
    classes: tuple[ClassChoice, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class Slip:
    """A slip of paper (талон) to hand out: the only time the code is seen."""

    name: str
    who: str
    login: str
    code: str = field(repr=False)
    until: date = date.min


@dataclass(frozen=True)
class Issued:
    """The slips, and a sentence about those who were left out."""

    slips: tuple[Slip, ...] = ()
    left_out: str = ""


@use_case(requires=Permission.CODE_ISSUE, writes=False)
def people(
    ctx: Context,
    *,
    query: str = "",
    class_id: int = 0,
    kind: PersonKind | None = None,
    only_new: bool = False,
    page: int = 1,
) -> CodesPage:
    """People by name, class and kind, a page at a time; `only_new`: who has never signed in."""
    found = roster.people(ctx, query, class_id, kind)
    if only_new:
        found = found.where(~has_signed_in())
    total = ctx.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, page), pages)
    ids = found.order_by(person.c.sort_key, person.c.id)
    shown = ids.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    rows = _rows(ctx, list(ctx.session.scalars(shown)))
    return CodesPage(rows, roster.classes(ctx), total, page, pages)


@use_case(requires=Permission.CODE_ISSUE)
def issue_code(ctx: Context, *, person_id: int) -> Issued:
    """A new code for one person; the former one is void."""
    known = ctx.session.scalar(
        select(person.c.id).where(person.c.id == person_id, person.c.school_id == ctx.school_id)
    )
    if known is None:
        raise errors.NotFound(_("There is no such person in your school."))
    issued = issue(ctx, [person_id])
    if not issued.slips:
        raise errors.Denied(issued.left_out)
    return issued


@use_case(requires=Permission.CODE_ISSUE)
def issue_for_class(
    ctx: Context, *, class_id: int, kind: PersonKind | None = None, only_new: bool = True
) -> Issued:
    """New codes for a whole class: pupils, their parents, or both; by default only the new ones."""
    found = roster.people(ctx, "", class_id, kind)
    if kind is None:
        family = (PersonKind.STUDENT, PersonKind.GUARDIAN)
        each = [person.c.id.in_(roster.people(ctx, "", class_id, k)) for k in family]
        found = found.where(or_(*each))
    if only_new:
        found = found.where(~has_signed_in())
    ids = list(ctx.session.scalars(found.order_by(person.c.sort_key).limit(BATCH_LIMIT)))
    if not class_id or not ids:
        raise errors.NotFound(_("Nobody in this class needs a code."))
    return issue(ctx, ids)


def has_signed_in() -> Any:
    """Whether a person has ever signed in, as a condition on `person`."""
    return (
        select(signed.c.id)
        .select_from(signed)
        .join(role, role.c.account_id == signed.c.account_id)
        .where(role.c.person_id == person.c.id, ~signed.c.needs_totp)
        .correlate(person)
        .exists()
    )


def _account_of() -> Any:
    """The account of a person: the oldest one that stands on a role in force."""
    return (
        select(func.min(role.c.account_id))
        .where(role.c.person_id == person.c.id, role.c.is_active)
        .correlate(person)
        .scalar_subquery()
    )


def _people_of(ids: Collection[int]) -> Select[Any]:
    columns = person.c
    return (
        select(
            columns.id, columns.family_name, columns.given_name, columns.middle_name,
            account.c.id.label("account_id"), account.c.login,
        )
        .select_from(person)
        .outerjoin(account, account.c.id == _account_of())
        .where(columns.id.in_(ids))
        .order_by(columns.sort_key, columns.id)
    )  # fmt: skip


def _rows(ctx: Context, ids: list[int]) -> tuple[PersonRow, ...]:
    until = (
        select(func.max(code.c.expires_at))
        .where(
            code.c.account_id == account.c.id, code.c.used_at.is_(None),
            code.c.expires_at > ctx.now,
        )
        .correlate(account)
        .scalar_subquery()
    )  # fmt: skip
    asked = _people_of(ids).add_columns(until.label("until"), has_signed_in().label("known"))
    who = roster.who(ctx, ids)
    return tuple(
        PersonRow(
            person_id=row.id,
            name=names.full_name(row.family_name, row.given_name, row.middle_name),
            who=who.get(row.id, ""),
            login=row.login or "",
            has_signed_in=bool(row.known),
            code_until=row.until,
        )
        for row in ctx.session.execute(asked)
    )


def issue(ctx: Context, ids: list[int]) -> Issued:
    """New codes for these people, as far as the actor may take their accounts in hand."""
    _make_missing(ctx, ids)
    rows = ctx.session.execute(_people_of(ids)).all()
    holders = codes.holders(ctx, [row.account_id for row in rows])
    refusals = {i: codes.refusal(ctx, holder) for i, holder in holders.items()}
    given = [row for row in rows if refusals[row.account_id] is None]
    made = codes.give(ctx, {row.account_id: row.id for row in given})
    who = roster.who(ctx, [row.id for row in given])
    until = clock.school_day(ctx.now + codes.CODE_LASTS, ctx.zone)
    slips = tuple(_slip(row, who, made, until) for row in given)
    reasons = [reason for reason in refusals.values() if reason is not None]
    if not reasons:
        return Issued(slips)
    if len(rows) == 1:
        return Issued(slips, str(reasons[0]))
    left = ngettext(
        "{n} person was left out: an administrator gives them their code.",
        "{n} people were left out: an administrator gives them their codes.",
        len(reasons),
    )
    return Issued(slips, str(left))


def _slip(row: AnyRow, who: Mapping[int, str], made: Mapping[int, str], until: date) -> Slip:
    name = names.full_name(row.family_name, row.given_name, row.middle_name)
    return Slip(name, who.get(row.id, ""), row.login, made[row.account_id], until)


def _make_missing(ctx: Context, ids: list[int]) -> None:
    """Accounts for people who have none, in the roles the school's lists say."""
    lacking = [row for row in ctx.session.execute(_people_of(ids)) if row.account_id is None]
    roles = _roles_by_lists(ctx, [row.id for row in lacking])
    wanted = {row.id: logins.base(row.family_name, row.given_name) for row in lacking}
    taken = logins_like(ctx, set(wanted.values()))
    for row in lacking:
        login = logins.free(wanted[row.id], taken)
        taken.add(login)
        name = names.full_name(row.given_name, row.middle_name, row.family_name)
        made = accounts.make(ctx, login=login, display_name=name)
        accounts.add_roles(ctx, made, row.id, roles.get(row.id, ()))


def logins_like(ctx: Context, bases: Collection[str]) -> set[str]:
    """The logins that begin like one of these."""
    alike = [account.c.login.startswith(base, autoescape=True) for base in bases]
    return set(ctx.session.scalars(select(account.c.login).where(or_(*alike)))) if alike else set()


def _roles_by_lists(ctx: Context, ids: Collection[int]) -> dict[int, tuple[Role, ...]]:
    sources = [
        (Role.STUDENT, roster.student.c.person_id),
        (Role.PARENT, roster.guardianship.c.guardian_id),
        (Role.TEACHER, roster.staff.c.person_id),
        (Role.CLASS_TEACHER, roster.school_class.c.class_teacher_id),
    ]
    found: dict[int, tuple[Role, ...]] = {}
    for given, column in sources:
        for person_id in ctx.session.scalars(select(column).where(column.in_(ids)).distinct()):
            found[person_id] = (*found.get(person_id, ()), given)
    return found
