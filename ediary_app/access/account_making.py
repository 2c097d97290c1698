"""Accounts for many people at once (массовое заведение учётных записей).

An account made here has a login out of the name and no password: the office hands out a one-time
code, and with it the person sets a password of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole
from ediary_app.access.values import Role
from ediary_app.kernel import bulk

account, account_role = Account.__table__, AccountRole.__table__  # type: ignore[attr-defined]
LISTS = bulk.Lists(Account, AccountRole)
MAX_STEM = 40
_LETTERS = dict(
    zip(
        "абвгдеёзийклмнопрстуфхъыьэ",
        ("a", "b", "v", "g", "d", "e", "e", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s",
         "t", "u", "f", "kh", "", "y", "", "e"),
        strict=True,
    )
) | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Somebody who shall be able to sign in in a role (кому нужна учётная запись)."""

    person_id: int
    role: Role
    family: str
    given: str
    middle: str = ""


@dataclass(frozen=True)
class MadeAccounts:
    """The ids of what was made."""

    accounts: tuple[int, ...]
    roles: tuple[int, ...]


def login_stem(family: str, given: str) -> str:
    """`ivanova.anna` for Иванова Анна (GOST 7.79 in its everyday spelling)."""
    words = [
        re.sub(r"[^a-z0-9]", "", "".join(_LETTERS.get(c, c) for c in part.casefold()))
        for part in (family, given)
    ]
    return ".".join(word for word in words if word)[:MAX_STEM] or "user"


def make_accounts(ctx: Context, wanted: Sequence[Wanted]) -> MadeAccounts:
    """Give every person an account and the role; who has an account gets only the role."""
    own = _accounts_of(ctx, {w.person_id for w in wanted})
    newcomers = {w.person_id: w for w in wanted if w.person_id not in own}
    logins = _free_logins(ctx, newcomers.values())
    made = bulk.insert_many(
        ctx.session,
        account,
        [_account_row(ctx, w, login) for w, login in zip(newcomers.values(), logins, strict=True)],
    )
    own |= dict(zip(newcomers, made, strict=True))
    pairs = {(own[w.person_id], w.person_id, w.role) for w in wanted} - _roles_of(ctx, own.values())
    rows = [
        {"account_id": a, "school_id": ctx.school_id, "person_id": p, "role": r.value,
         "is_active": True}
        for a, p, r in sorted(pairs)
    ]  # fmt: skip
    roles = bulk.insert_many(ctx.session, account_role, rows)
    return MadeAccounts(tuple(made), tuple(roles))


def _accounts_of(ctx: Context, person_ids: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in bulk.chunks(sorted(person_ids)):
        rows = ctx.session.execute(
            select(account_role.c.person_id, account_role.c.account_id).where(
                account_role.c.person_id.in_(some)
            )
        )
        found.update({row.person_id: row.account_id for row in rows})
    return found


def _roles_of(ctx: Context, account_ids: Iterable[int]) -> set[tuple[int, int, Role]]:
    found: set[tuple[int, int, Role]] = set()
    for some in bulk.chunks(sorted(account_ids)):
        rows = ctx.session.execute(
            select(account_role.c.account_id, account_role.c.person_id, account_role.c.role).where(
                account_role.c.account_id.in_(some), account_role.c.school_id == ctx.school_id
            )
        )
        found |= {(row.account_id, row.person_id, Role(row.role)) for row in rows}
    return found


def _free_logins(ctx: Context, people: Iterable[Wanted]) -> list[str]:
    """A login for each, numbered from 2 on where it is taken; logins are one world for all."""
    taken = set(ctx.session.scalars(select(account.c.login)))
    numbers: dict[str, int] = {}
    logins = []
    for person in people:
        stem = login_stem(person.family, person.given)
        login = stem
        while login in taken:
            numbers[stem] = numbers.get(stem, 1) + 1
            login = f"{stem}{numbers[stem]}"
        taken.add(login)
        logins.append(login)
    return logins


def _account_row(ctx: Context, person: Wanted, login: str) -> dict[str, object]:
    name = " ".join(part for part in (person.given, person.middle, person.family) if part)
    return {
        "login": login,
        "display_name": name,
        "language": "ru",
        "theme": "auto",
        "is_active": True,
        "totp_last_step": 0,
        "created_at": ctx.now,
    }
