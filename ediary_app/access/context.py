"""Who acts, and what one act carries with it (действующее лицо и контекст действия)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.orm import Session

from ediary_app.access.values import ROLE_PERMISSIONS, Permission, Role
from ediary_app.kernel import clock, errors, reading
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.events import NewEvent
from ediary_app.kernel.i18n import _


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: an account in one role in one school, or the system itself.

    `person_ids` are all persons the account is in that same role (a parent of children in two
    schools is two persons). `role` is None for the system, which holds every permission.
    """

    account_id: int | None = None
    session_id: int | None = None
    role: Role | None = None
    school_id: int | None = None
    person_id: int | None = None
    person_ids: tuple[int, ...] = ()
    permissions: frozenset[Permission] = frozenset()
    language: str = "ru"
    reason: str = ""

    @property
    def is_system(self) -> bool:
        """Whether this is a command line, a schedule or an import started by the system."""
        return self.account_id is None and bool(self.reason)

    def may(self, permission: Permission) -> bool:
        """Whether the role holds the permission."""
        return permission in self.permissions


def system_actor(reason: str, school_id: int | None = None) -> Actor:
    """The system acting for a stated reason, in one school or in the whole deployment."""
    return Actor(school_id=school_id, permissions=frozenset(Permission), reason=reason)


def actor_permissions(role: Role) -> frozenset[Permission]:
    """The permissions of a role (`ROLE_PERMISSIONS`)."""
    return ROLE_PERMISSIONS[role]


@dataclass
class Context:
    """One act: its actor, its transaction, its moment and the events it leaves."""

    session: Session
    actor: Actor
    now: datetime
    zone: str
    events: list[NewEvent] = field(default_factory=list)

    @cached_property
    def today(self) -> date:
        """The school's date at the moment of the act."""
        return clock.school_day(self.now, self.zone)

    @property
    def school_id(self) -> int:
        """The school the actor acts in; `NotFound` for an actor outside every school."""
        if self.actor.school_id is None:
            raise errors.NotFound(_("There is no such school, or it is not yours."))
        return self.actor.school_id

    def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> list[AnyRow]:
        """All rows of a statement of columns that was built once (see `kernel.reading`)."""
        return reading.rows(self.session, statement, values)

    def row(self, statement: Executable, values: Mapping[str, Any] | None = None) -> AnyRow | None:
        """The first row of such a statement, or None."""
        return next(iter(self.rows(statement, values)), None)

    def record(
        self,
        kind: str,
        subject: Any,
        *,
        about: int | None = None,
        group_id: int | None = None,
        lesson_id: int | None = None,
        school_id: int | None = None,
        why: str = "",
        facts: Mapping[str, Any] | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Record that something happened, in this same transaction.

        `subject` is a row or a pair (name, id). `about` is the person it concerns, `facts` hold
        nothing personal, `values` hold what may have to be erased one day.
        """
        name, subject_id = subject if isinstance(subject, tuple) else _subject_of(subject)
        self.events.append(
            NewEvent(
                kind=str(kind),
                subject=name,
                subject_id=subject_id,
                at=self.now,
                school_id=school_id if school_id is not None else self.actor.school_id,
                account_id=self.actor.account_id,
                person_id=self.actor.person_id,
                role=self.actor.role or self.actor.reason,
                about_id=about,
                group_id=group_id,
                lesson_id=lesson_id,
                why=why,
                facts=facts or {},
                values=values or {},
            )
        )


def _subject_of(row: Any) -> tuple[str, int]:
    if row.id is None:
        raise ValueError("flush the row before recording an event about it")
    return str(row.__tablename__), int(row.id)
