"""The list of accounts (учётные записи школы) and new accounts, for the administrator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import FromClause, Select, func, or_, select

from ediary_app.access import accounts, codes
from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole, SignInSession
from ediary_app.access.usecase import use_case
from ediary_app.access.values import ROLE_NAMES, Permission, Role
from ediary_app.kernel import clock, errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.school import logins, names, roster
from ediary_app.school.codes import Slip, logins_like
from ediary_app.school.models import School

account: FromClause = Account.__table__  # type: ignore[attr-defined]
role: FromClause = AccountRole.__table__  # type: ignore[attr-defined]
signed: FromClause = SignInSession.__table__  # type: ignore[attr-defined]
person = roster.person
PAGE_ROWS = 25


class AccountState(StrEnum):
    """How an account stands (состояние учётной записи)."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    NEVER = "never"
    SECOND_STEP = "second_step"


@dataclass(frozen=True)
class RoleHeld:
    """A role an account holds in the school."""

    id: int
    role: str
    title: str


@dataclass(frozen=True)
class AccountRow:
    """An account in the list."""

    id: int
    name: str
    login: str
    roles: tuple[RoleHeld, ...]
    is_active: bool
    has_second_step: bool
    seen_at: datetime | None
    devices: int
    is_mine: bool


@dataclass(frozen=True)
class AccountsPage:
    """A page of the list."""

    rows: tuple[AccountRow, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class Suggestion:
    """A person of the lists who may be meant."""

    id: int
    name: str
    who: str


@use_case(requires=Permission.ACCOUNT_MANAGE, writes=False)
def listed(
    ctx: Context,
    *,
    query: str = "",
    role_name: Role | None = None,
    state: AccountState | None = None,
    page: int = 1,
) -> AccountsPage:
    """The accounts of the school by name or login, role and state, a page at a time."""
    found = _found(ctx, query, role_name, state)
    total = ctx.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, page), pages)
    name = (
        select(func.min(person.c.sort_key))
        .join(role, role.c.person_id == person.c.id)
        .where(role.c.account_id == account.c.id, role.c.school_id == ctx.school_id)
        .correlate(account)
        .scalar_subquery()
    )
    shown = found.order_by(func.coalesce(name, account.c.login), account.c.id)
    ids = ctx.session.scalars(shown.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)).all()
    return AccountsPage(_rows(ctx, ids), total, page, pages)


@use_case(requires=Permission.ACCOUNT_MANAGE, writes=False)
def one(ctx: Context, *, account_id: int) -> AccountRow:
    """One account of the school."""
    found = _found(ctx, "", None, None).where(account.c.id == account_id)
    rows = _rows(ctx, ctx.session.scalars(found).all())
    if not rows:
        raise errors.NotFound(_("There is no such account."))
    return rows[0]


@use_case(requires=Permission.ACCOUNT_MANAGE, writes=False)
def without_account(ctx: Context, *, query: str) -> tuple[Suggestion, ...]:
    """Up to eight members of staff of this name who have no account yet."""
    if not names.search_key(query):
        return ()
    has = (role.c.person_id == person.c.id) & role.c.is_active
    found = roster.people(ctx, query, 0, roster.PersonKind.STAFF)
    rows = ctx.session.execute(
        select(person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name)
        .where(person.c.id.in_(found), ~select(role.c.id).where(has).exists())
        .order_by(person.c.sort_key)
        .limit(8)
    ).all()
    who = roster.who(ctx, [row.id for row in rows])
    return tuple(
        Suggestion(
            row.id,
            names.full_name(row.family_name, row.given_name, row.middle_name),
            who.get(row.id, ""),
        )
        for row in rows
    )


@use_case(requires=Permission.ACCOUNT_MANAGE)
def make_account(ctx: Context, *, name: str, role_name: Role, person_id: int = 0) -> Slip:
    """A new account in a role, for a person of the lists or somebody beside them, with its code."""
    family, given = _name_of(ctx, name, person_id)
    accounts.check_role(role_name, person_id or None)
    base = logins.base(family, given)
    login = logins.free(base, logins_like(ctx, [base]))
    made = accounts.make(ctx, login=login, display_name=f"{given} {family}".strip())
    accounts.add_roles(ctx, made, person_id or None, [role_name])
    return slip_of(ctx, made, person_id or None, str(ROLE_NAMES[role_name]))


@use_case(requires=Permission.ACCOUNT_MANAGE)
def make_administrator(ctx: Context, *, school_code: str, login: str) -> Slip:
    """Make or re-key an administrator of a school, from the machine itself."""
    if not ctx.actor.is_system:
        raise errors.Denied(_("Your role does not allow this."))
    school = ctx.session.scalar(select(School).where(School.code == school_code))  # type: ignore[arg-type]
    if school is None or school.id is None:
        raise errors.NotFound(_("There is no school with this code."))
    bare = login.casefold()
    found = ctx.session.scalar(select(Account).where(account.c.login == bare))
    made = found or accounts.make(ctx, login=bare, display_name=login)
    held = select(role.c.id).where(
        role.c.account_id == made.id, role.c.school_id == school.id,
        role.c.role == Role.ADMINISTRATOR, role.c.is_active,
    )  # fmt: skip
    made.is_active = True
    if ctx.session.scalar(held) is None:
        accounts.add_roles(ctx, made, None, [Role.ADMINISTRATOR], school.id)
    return slip_of(ctx, made, None, school.short_name)


@use_case(requires=Permission.ACCOUNT_MANAGE)
def issue_account_code(ctx: Context, *, account_id: int) -> Slip:
    """A new code for an account, also of somebody who is not in the school's lists."""
    made = codes.in_hand(ctx, account_id)
    person_id = ctx.session.scalar(
        select(role.c.person_id).where(
            role.c.account_id == account_id, role.c.school_id == ctx.school_id,
            role.c.person_id.is_not(None),
        ).limit(1)
    )  # fmt: skip
    return slip_of(ctx, made, person_id, "")


def slip_of(ctx: Context, made: Account, person_id: int | None, who: str) -> Slip:
    """A code for an account, as a slip."""
    given = codes.give(ctx, {made.id or 0: person_id})[made.id or 0]
    until = clock.school_day(ctx.now + codes.CODE_LASTS, ctx.zone)
    return Slip(made.display_name, who, made.login, given, until)


def _name_of(ctx: Context, name: str, person_id: int) -> tuple[str, str]:
    """Family and given name of the person, or of what was typed."""
    if not person_id:
        parts = names.clean(name).split()
        if not parts:
            reason = _("Enter a name, or choose a person from the list.")
            raise errors.Invalid(reason, fields={"name": reason})
        return parts[0], " ".join(parts[1:])
    has_account = select(role.c.id).where(role.c.person_id == person.c.id, role.c.is_active)
    row = ctx.session.execute(
        select(
            person.c.family_name, person.c.given_name, person.c.middle_name,
            has_account.exists().label("has_account"),
        ).where(person.c.id == person_id, person.c.school_id == ctx.school_id)
    ).first()  # fmt: skip
    if row is None:
        raise errors.NotFound(_("There is no such person in your school."))
    if row.has_account:
        raise errors.Conflict(_("This person already has an account: give it the role instead."))
    return row.family_name, f"{row.given_name} {row.middle_name}".strip()


def _found(
    ctx: Context, query: str, role_name: Role | None, state: AccountState | None
) -> Select[Any]:
    mine = select(role.c.account_id).where(role.c.school_id == ctx.school_id, role.c.is_active)
    if role_name:
        mine = mine.where(role.c.role == role_name)
    found = select(account.c.id).where(account.c.id.in_(mine))
    if names.search_key(query):
        of_name = (
            select(role.c.account_id)
            .join(person, person.c.id == role.c.person_id)
            .where(role.c.school_id == ctx.school_id)
            .where(*roster.matching(query, person.c.search_key))
        )
        login = account.c.login.contains(names.search_key(query), autoescape=True)
        found = found.where(or_(account.c.id.in_(of_name), login))
    ever = select(signed.c.id).where(signed.c.account_id == account.c.id).exists()
    states = {
        AccountState.ACTIVE: account.c.is_active,
        AccountState.BLOCKED: ~account.c.is_active,
        AccountState.NEVER: ~ever,
        AccountState.SECOND_STEP: account.c.totp_confirmed_at.is_not(None),
    }
    return found.where(states[state]) if state else found


def _rows(ctx: Context, ids: Collection[int]) -> tuple[AccountRow, ...]:
    of_account = signed.c.account_id == account.c.id
    living = of_account & signed.c.ended_at.is_(None) & (signed.c.expires_at > ctx.now)
    seen = select(func.max(signed.c.seen_at)).where(of_account).scalar_subquery()
    devices = select(func.count()).select_from(signed).where(living).scalar_subquery()
    rows = ctx.session.execute(
        select(
            account.c.id, account.c.display_name, account.c.login, account.c.is_active,
            account.c.totp_confirmed_at, seen.label("seen_at"), devices.label("devices"),
        ).where(account.c.id.in_(ids))
    ).all()  # fmt: skip
    roles = _roles(ctx, ids)
    listed_as = _list_names(ctx, ids)
    by_id = {row.id: _row(ctx, row, listed_as.get(row.id, ""), roles[row.id]) for row in rows}
    return tuple(by_id[i] for i in ids if i in by_id)


def _list_names(ctx: Context, ids: Collection[int]) -> dict[int, str]:
    """Family name first, as the list is ordered; empty for who is not in the school's lists."""
    rows = ctx.session.execute(
        select(role.c.account_id, person.c.family_name, person.c.given_name, person.c.middle_name)
        .join(person, person.c.id == role.c.person_id)
        .where(role.c.account_id.in_(ids), role.c.school_id == ctx.school_id)
        .distinct()
    )
    return {r.account_id: names.full_name(r.family_name, r.given_name, r.middle_name) for r in rows}


def _row(ctx: Context, row: AnyRow, listed_as: str, roles: Iterable[RoleHeld]) -> AccountRow:
    return AccountRow(
        id=row.id,
        name=listed_as or row.display_name or row.login,
        login=row.login,
        roles=tuple(roles),
        is_active=row.is_active,
        has_second_step=row.totp_confirmed_at is not None,
        seen_at=row.seen_at,
        devices=row.devices,
        is_mine=row.id == ctx.actor.account_id,
    )


def _roles(ctx: Context, ids: Collection[int]) -> dict[int, list[RoleHeld]]:
    found: dict[int, list[RoleHeld]] = defaultdict(list)
    rows = ctx.session.execute(
        select(role.c.id, role.c.account_id, role.c.role)
        .where(role.c.account_id.in_(ids), role.c.school_id == ctx.school_id, role.c.is_active)
        .order_by(role.c.id)
    )
    for row in rows:
        found[row.account_id].append(RoleHeld(row.id, row.role, str(ROLE_NAMES[Role(row.role)])))
    return found
