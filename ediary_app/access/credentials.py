"""What proves who acts: the cookie of a signed-in device (сеансовая кука)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ediary_app.access.context import Actor, actor_permissions
from ediary_app.access.models import Account, AccountRole, SignInSession
from ediary_app.access.values import Permission, Role
from ediary_app.kernel import errors, reading
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _

STAFF_IDLE = timedelta(hours=10)
FAMILY_IDLE = timedelta(days=30)
"""How long a device may be silent before it must sign in again."""

s, a, r = SignInSession.__table__, Account.__table__, AccountRole.__table__  # type: ignore[attr-defined]
_RESOLVE = (
    select(
        s.c.id, s.c.account_id, s.c.account_role_id, s.c.needs_totp, s.c.seen_at, s.c.expires_at,
        s.c.ended_at, a.c.language, a.c.is_active,
        r.c.id.label("role_id"), r.c.role, r.c.school_id, r.c.person_id,
    )
    .select_from(
        s.join(a, a.c.id == s.c.account_id).join(
            r, (r.c.account_id == a.c.id) & r.c.is_active, isouter=True
        )
    )
    .where(s.c.token_digest == bindparam("digest"))
)  # fmt: skip


def token_digest(token: str) -> bytes:
    """SHA-256 of a token of 256 random bits: what the database keeps instead of it."""
    return hashlib.sha256(token.encode()).digest()


def new_token() -> str:
    """A new session token (256 random bits, URL-safe)."""
    return secrets.token_urlsafe(32)


def _ended() -> errors.SignInNeeded:
    return errors.SignInNeeded(_("Your session has ended. Please sign in again."))


@dataclass(frozen=True)
class SessionToken:
    """The value of the session cookie; never logged, never shown."""

    token: str = field(repr=False)
    half_open: bool = False
    """Mean a session that still owes its second step: it may do nothing but take it."""

    def resolve(self, session: Session, now: datetime) -> Actor:
        """The actor of a living session in its chosen role; `SignInNeeded` otherwise."""
        if not self.token:
            raise _ended()
        rows = reading.rows(session, _RESOLVE, {"digest": token_digest(self.token)})
        if not rows:
            raise _ended()
        first = rows[0]
        if first.ended_at is not None or not first.is_active or now >= first.expires_at:
            raise _ended()
        if bool(first.needs_totp) is not self.half_open:
            raise _ended()
        return _half_open_actor(first) if self.half_open else _actor(rows, now)


def _half_open_actor(row: AnyRow) -> Actor:
    return Actor(
        account_id=row.account_id,
        session_id=row.id,
        permissions=frozenset({Permission.SIGN_IN_FINISH}),
        language=row.language,
    )


def _roleless_actor(row: AnyRow) -> Actor:
    return Actor(
        account_id=row.account_id,
        session_id=row.id,
        permissions=frozenset({Permission.OWN_ACCOUNT}),
        language=row.language,
    )


def _actor(rows: Sequence[AnyRow], now: datetime) -> Actor:
    roles = [row for row in rows if row.role_id is not None]
    first = rows[0]
    chosen = next((x for x in roles if x.role_id == first.account_role_id), None)
    if chosen is None:
        if now >= first.seen_at + FAMILY_IDLE:
            raise _ended()
        return _roleless_actor(first)
    role = Role(chosen.role)
    family = role in (Role.PARENT, Role.STUDENT)
    if now >= first.seen_at + (FAMILY_IDLE if family else STAFF_IDLE):
        raise _ended()
    persons = tuple(x.person_id for x in roles if x.role == chosen.role and x.person_id)
    return Actor(
        account_id=first.account_id,
        session_id=first.id,
        role=role,
        school_id=chosen.school_id,
        person_id=chosen.person_id,
        person_ids=persons,
        permissions=actor_permissions(role),
        language=first.language,
    )


@dataclass(frozen=True)
class Stranger:
    """Nobody signed in: may perform only what is public (вход, страница проверки)."""

    language: str = "ru"

    def resolve(self, session: Session, now: datetime) -> Actor:
        """An actor without any right."""
        return Actor(language=self.language)
