"""`perform`: the one way from any shell to a use case (выполнить действие).

Resolve who acts, now; open one transaction; check the role's permission; validate the signature;
run; append the events; commit; tell the listeners. A request key makes a repetition harmless.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import structlog
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from ediary_app.access.context import Actor, Context
from ediary_app.access.models import Performed
from ediary_app.access.usecase import UseCase, spec_of, validated
from ediary_app.kernel import clock, errors, outage, recording
from ediary_app.kernel.db import Database
from ediary_app.kernel.events import NewEvent, canonical, plain
from ediary_app.kernel.i18n import _, use_language
from ediary_app.kernel.timing import TIMINGS

A = ParamSpec("A")
T = TypeVar("T")
log = structlog.get_logger(__name__)

LIVE_CHANNEL = "ediary_live"
RETRIES = 4
RETRY_STATES = {"40001", "40P01"}
"""Serialization failure and deadlock: PostgreSQL asks to try again."""
TAKEN = "23505"
"""A unique row is there already. On PostgreSQL somebody may have written it at this very moment,
unseen: the second look sees it, and says so in the use case's own words."""
performed_table = Performed.__table__  # type: ignore[attr-defined]
_BEFORE = select(performed_table.c.arguments_digest, performed_table.c.result).where(
    performed_table.c.account_id == bindparam("account"),
    performed_table.c.request_key == bindparam("key"),
)
_REMEMBER = insert(performed_table)


class Credential(Protocol):
    """Something that proves who acts, checked anew in every transaction."""

    def resolve(self, session: Session, now: datetime) -> Actor:
        """The actor now; raises `SignInNeeded` when it proves nothing (any more)."""
        ...


@dataclass(frozen=True)
class News:
    """What a committed act changed, for pages that show it: persons, groups, lessons, schools."""

    kind: str
    school_id: int | None
    about_id: int | None
    group_id: int | None
    lesson_id: int | None
    event_id: int = 0


@dataclass
class Runtime:
    """What a process performs with: database, clock, time zone, who listens, who subscribes.

    `name` tells processes apart: each hears of its own acts at once, of others' by the newswire.
    """

    database: Database
    clock: clock.Clock = clock.system_clock
    zone: str = "Asia/Yekaterinburg"
    listeners: list[Callable[[Sequence[News]], None]] = field(default_factory=list)
    subscribers: Callable[[str], Sequence[str]] = lambda _kind: ()
    name: str = field(default_factory=lambda: secrets.token_hex(6))
    has_herald: bool = False
    """Whether a herald tells other processes; else each act tells them itself (PostgreSQL)."""


_runtime: list[Runtime] = []


def use_runtime(runtime: Runtime) -> None:
    """Install what this process performs with (wiring and tests do this once)."""
    _runtime[:] = [runtime]


def current_runtime() -> Runtime:
    """The runtime of this process."""
    if not _runtime:
        raise RuntimeError("no runtime: call wiring.start() first")
    return _runtime[0]


def perform(
    function: Callable[Concatenate[Context, A], T],
    /,
    *,
    actor: Credential | Actor,
    key: str | None = None,
    **arguments: Any,
) -> T:
    """Perform a use case as somebody.

    `key` (up to 64 characters) makes the act idempotent per account: repeated with the same
    arguments it returns the first answer, with others it is a `Conflict`.
    Raises `AppError` refusals; the transaction is then rolled back whole. When the connection broke
    it is tried anew only if that cannot do the same thing twice.
    """
    spec, begun = spec_of(function), time.perf_counter()
    for attempt in range(RETRIES):
        try:
            value, news = _once(spec, actor, key, arguments)
        except (errors.Conflict, errors.NotFound):
            if attempt or key is None or not spec.writes:
                raise
            continue  # its twin under the same key may just have done it: its answer is there now
        except SQLAlchemyError as error:
            is_harmless = key is not None or not spec.writes
            if attempt + 1 == RETRIES or not _is_passing(error, attempt, is_harmless):
                raise _as_refusal(error) from error
            time.sleep(0.01 * 2**attempt)
            continue
        for listener in current_runtime().listeners if news else ():
            listener(news)
        if not isinstance(actor, Actor):  # people wait for it
            TIMINGS.note(spec.name, time.perf_counter() - begun)
        return value  # type: ignore[no-any-return]
    raise AssertionError("unreachable")


def _once(
    spec: UseCase, credential: Credential | Actor, key: str | None, arguments: dict[str, Any]
) -> tuple[Any, list[News]]:
    runtime = current_runtime()
    now = runtime.clock()
    with runtime.database.session(writes=spec.writes) as session:
        who = credential if isinstance(credential, Actor) else credential.resolve(session, now)
        with use_language(who.language), errors.said_at_once():
            if spec.requires is not None and not who.may(spec.requires):
                raise errors.Denied(_("Your role does not allow this."))
            typed = validated(spec, arguments)
            ctx = Context(session=session, actor=who, now=now, zone=runtime.zone)
            if key is None or not spec.writes or who.account_id is None:
                value = spec.function(ctx, **typed)
            else:
                value = _once_per_key(ctx, spec, key, typed)
            return value, _leave_events(ctx, runtime)


def _once_per_key(ctx: Context, spec: UseCase, key: str, typed: dict[str, Any]) -> Any:
    digest = hashlib.sha256(spec.name.encode() + canonical(plain(typed))).digest()
    asked = {"account": ctx.actor.account_id, "key": key[:64]}
    before = ctx.session.execute(_BEFORE, asked).first()
    if before is not None:
        if bytes(before.arguments_digest) != digest:
            raise errors.Conflict(_("This request was already used for something else."))
        return spec.returns.validate_python(before.result)
    value = spec.function(ctx, **typed)
    done = {
        "account_id": ctx.actor.account_id,
        "request_key": key[:64],
        "use_case": spec.name,
        "arguments_digest": digest,
        "result": plain(value),
        "at": ctx.now,
    }
    ctx.session.execute(_REMEMBER, done)
    return value


def _leave_events(ctx: Context, runtime: Runtime) -> list[News]:
    if not ctx.events:
        return []
    events = [_with_consumers(e, runtime) for e in ctx.events]
    ctx.session.flush()
    news = [News(e.kind, e.school_id, e.about_id, e.group_id, e.lesson_id) for e in events]
    is_silent = runtime.database.is_sqlite or runtime.has_herald
    told = None if is_silent else (LIVE_CHANNEL, news_text(news, runtime.name))
    ids = recording.append(ctx.session, events, tell=told)
    return [replace(one, event_id=event_id) for one, event_id in zip(news, ids, strict=True)]


def _with_consumers(event: NewEvent, runtime: Runtime) -> NewEvent:
    consumers = runtime.subscribers(event.kind)
    return event if not consumers else NewEvent(**{**vars(event), "consumers": consumers})


def news_text(news: Sequence[News], name: str) -> str:
    """News as a notification's payload: who tells, and ids only; the whole school when long."""
    rows = [[n.kind, n.school_id, n.about_id, n.group_id, n.lesson_id, n.event_id] for n in news]
    payload = canonical([name, rows]).decode()
    if len(payload) <= 7_900:
        return payload
    schools = sorted({n.school_id for n in news if n.school_id is not None})
    return canonical([name, [["many", s, None, None, None] for s in schools]]).decode()


def _is_passing(error: SQLAlchemyError, attempt: int, is_harmless: bool) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return is_harmless
    state = getattr(error.orig, "sqlstate", None)
    reason = str(error.orig)
    twin = isinstance(error, IntegrityError) and "performed" in reason
    met = state in RETRY_STATES or (state == TAKEN and attempt == 0)
    return twin or met or "database is locked" in reason


def _as_refusal(error: SQLAlchemyError) -> Exception:
    if isinstance(error, IntegrityError):
        log.warning("integrity", error=type(error.orig).__name__)
        return errors.Conflict(
            _("This does not go together with what is already there. Nothing was changed.")
        )
    return outage.refusal_of(error) or error
