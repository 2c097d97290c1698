"""Reading the history: is it whole, and what does it say (проверка и чтение журнала действий)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.audit.values import AuditEvent
from ediary_app.kernel import eventlog
from ediary_app.kernel.eventlog import Fault, Verification

event = eventlog.event_table
personal = eventlog.personal_table
PAGE = 50


@dataclass(frozen=True)
class LoggedEvent:
    """One line of the event log; it names nobody and holds no personal value."""

    id: int
    at: datetime
    kind: str
    role: str
    account_id: int | None
    subject: str
    subject_id: int
    about_id: int | None
    is_erased: bool


@use_case(requires=Permission.HISTORY_VERIFY, writes=False)
def verification(ctx: Context) -> Verification:
    """Whether the history is whole: the actor's own school, or all schools for the system."""
    school_id = ctx.actor.school_id
    found = eventlog.verify(ctx.session, school_id)
    silent = _erased_silently(ctx.session, school_id)
    if silent == 0:
        return found
    fault = Fault(school_id or 0, 0, None, f"{silent} personal values are gone without a record")
    return replace(found, faults=(*found.faults, fault))


def _erased_silently(session: Session, school_id: int | None) -> int:
    """Personal values that are missing, person by person, beyond those erased with a record."""
    gone = session.execute(
        select(event.c.school_id, event.c.about_id, func.count())
        .select_from(event)
        .join(personal, personal.c.event_id == event.c.id, isouter=True)
        .where(_of(school_id), event.c.personal_digest.is_not(None), personal.c.event_id.is_(None))
        .group_by(event.c.school_id, event.c.about_id)
    )
    recorded: Counter[tuple[int | None, int | None]] = Counter()
    for school, about, facts in session.execute(
        select(event.c.school_id, event.c.about_id, event.c.facts).where(
            _of(school_id), event.c.kind == AuditEvent.PERSONAL_ERASED.value
        )
    ):
        recorded[school, about] += int(facts["rows"])
    return sum(max(0, count - recorded[school, about]) for school, about, count in gone)


def _of(school_id: int | None) -> ColumnElement[bool]:
    return true() if school_id is None else event.c.school_id == school_id


@use_case(requires=Permission.HISTORY_VERIFY, writes=False)
def event_log(
    ctx: Context, *, about_id: int | None = None, before_id: int | None = None
) -> tuple[LoggedEvent, ...]:
    """A page of the school's events, the newest first; `before_id` is the last one seen."""
    statement = (
        select(
            event.c.id, event.c.at, event.c.kind, event.c.role, event.c.account_id,
            event.c.subject, event.c.subject_id, event.c.about_id,
            event.c.personal_digest.is_not(None) & personal.c.event_id.is_(None),
        )
        .join(personal, personal.c.event_id == event.c.id, isouter=True)
        .where(event.c.school_id == ctx.school_id)
        .order_by(event.c.id.desc())
        .limit(PAGE)
    )  # fmt: skip
    if about_id is not None:
        statement = statement.where(event.c.about_id == about_id)
    if before_id is not None:
        statement = statement.where(event.c.id < before_id)
    return tuple(LoggedEvent(*row) for row in ctx.session.execute(statement))
