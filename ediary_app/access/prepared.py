"""Statements that are built once (заготовленные запросы) and from then on only filled.

    @prepared
    def _marks(*, student_id: int, first: date, last: date) -> Select[int]:
        return select(mark.c.id).where(mark.c.student_id == student_id, …)

    ctx.session.execute(*_marks(student_id=7, first=monday, last=sunday))

The function is called once, with places for values instead of the values; building and hashing a
statement anew costs more than its rows. A `Context` given first stands there as a place too, so
that policies can be part of a prepared statement: what they ask of the role is decided while
building, once per role; what they ask of the person and the day is filled in.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import BindParameter, ClauseElement, Executable, bindparam
from sqlalchemy.sql import visitors

from ediary_app.access.context import Context
from ediary_app.access.values import Permission, Role

P = ParamSpec("P")
S = TypeVar("S", bound=Executable)

_OF_CONTEXT: dict[str, Callable[[Context], Any]] = {
    "ctx_today": lambda ctx: ctx.today,
    "ctx_now": lambda ctx: ctx.now,
    "ctx_school_id": lambda ctx: ctx.school_id,
    "ctx_account_id": lambda ctx: ctx.actor.account_id,
    "ctx_person_id": lambda ctx: ctx.actor.person_id,
    "ctx_person_ids": lambda ctx: ctx.actor.person_ids,
}


@dataclass(frozen=True)
class _ActorPlace:
    """Any actor of one role."""

    role: Role | None
    is_system: bool
    permissions: frozenset[Permission]
    school_id: Any
    account_id: Any
    person_id: Any
    person_ids: Any

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


@dataclass(frozen=True)
class _ContextPlace:
    """Any act of an actor of one role."""

    actor: _ActorPlace
    today: Any
    now: Any

    @property
    def school_id(self) -> Any:
        return Context.school_id.__get__(self)


def prepared(build: Callable[P, S]) -> Callable[P, tuple[S, dict[str, Any]]]:
    """Build the statement once per role, and give it with its values ever after.

    Keyword arguments become places (never None); a Context may come first; other positional
    arguments are decided while building.
    """
    kept: dict[Any, tuple[S, tuple[str, ...]]] = {}
    takes_context = next(iter(inspect.signature(build).parameters), "") == "ctx"

    @wraps(build)
    def filled(*args: P.args, **values: P.kwargs) -> tuple[S, dict[str, Any]]:
        ctx: Any = args[0] if takes_context else None
        kind = _kind(ctx) if takes_context else None
        key = (kind, args[takes_context:], *values)
        if key not in kept:
            kept[key] = _built(build, ctx, args[takes_context:], values)
        statement, asked = kept[key]
        return statement, {**values, **{name: _OF_CONTEXT[name](ctx) for name in asked}}

    return filled


def _kind(ctx: Context) -> tuple[Any, ...]:
    actor = ctx.actor
    return actor.role, actor.is_system, actor.school_id is None, actor.permissions


def _built(
    build: Callable[..., S], ctx: Context | None, fixed: tuple[Any, ...], values: dict[str, Any]
) -> tuple[S, tuple[str, ...]]:
    places: dict[str, Any] = {name: bindparam(name) for name in values}
    first = () if ctx is None else (_place(ctx),)
    statement = build(*first, *fixed, **places)
    parts = visitors.iterate(cast("ClauseElement", statement))
    names = {part.key for part in parts if isinstance(part, BindParameter)}
    return statement, tuple(name for name in _OF_CONTEXT if name in names)


def _place(ctx: Context) -> _ContextPlace:
    actor = ctx.actor
    school_id: Any = None if actor.school_id is None else bindparam("ctx_school_id")
    place = _ActorPlace(
        role=actor.role,
        is_system=actor.is_system,
        permissions=actor.permissions,
        school_id=school_id,
        account_id=bindparam("ctx_account_id"),
        person_id=bindparam("ctx_person_id"),
        person_ids=bindparam("ctx_person_ids"),
    )
    return _ContextPlace(place, bindparam("ctx_today"), bindparam("ctx_now"))
