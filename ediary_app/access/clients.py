"""Other systems that may ask (клиенты интерфейса): named, limited, with an end, revoked at once.

A secret is shown once and never again. Never performed with a request key: an answer under a key
is remembered.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field as Limit
from sqlalchemy import select
from sqlmodel import col

from ediary_app.access.context import Context
from ediary_app.access.credentials import token_digest
from ediary_app.access.models import ApiClient
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, ClientScope, Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

HINT, LONGEST_DAYS = 8, 731
"""Two years at most: a key without an end is forgotten in somebody's drawer."""
Name = Annotated[str, Limit(min_length=1, max_length=80)]


@dataclass(frozen=True)
class Secret:
    """A secret, the only time it is seen (секрет клиента)."""

    name: str
    client_id: int
    secret: str = field(repr=False)
    until: date = date.max


@use_case(requires=Permission.CLIENT_MANAGE)
def make_client(
    ctx: Context, *, name: Name, expires_on: date, roster: bool = False, timetable: bool = False,
    results: bool = False,
) -> Secret:  # fmt: skip
    """Let another system ask, for what it is and until when (завести клиента)."""
    asked = {ClientScope.ROSTER: roster, ClientScope.TIMETABLE: timetable,
             ClientScope.RESULTS: results}  # fmt: skip
    scopes = " ".join(scope.value for scope, is_asked in asked.items() if is_asked)
    if not scopes:
        reason = _("Choose what this system may ask for.")
        raise errors.Invalid(reason, fields={"roster": reason})
    _check_end(ctx, expires_on)
    twin = select(col(ApiClient.id)).where(
        col(ApiClient.school_id) == ctx.school_id, col(ApiClient.name) == name
    )
    if ctx.session.scalar(twin) is not None:
        reason = _("There is one like this already.")
        raise errors.Invalid(reason, fields={"name": reason})
    secret = secrets.token_urlsafe(32)
    made = ApiClient(
        school_id=ctx.school_id, name=name, scopes=scopes, hint=secret[:HINT],
        secret_digest=token_digest(secret), expires_on=expires_on, created_at=ctx.now,
    )  # fmt: skip
    ctx.session.add(made)
    ctx.session.flush()
    ctx.record(AccessEvent.CLIENT_MADE, made, facts={"scopes": scopes, "until": expires_on})
    return Secret(name, made.id or 0, secret, expires_on)


@use_case(requires=Permission.CLIENT_MANAGE)
def renew_secret(ctx: Context, *, client_id: int, expires_on: date) -> Secret:
    """A new secret for a client; the former one is void at once (новый секрет)."""
    found = _client(ctx, client_id)
    _check_end(ctx, expires_on)
    secret = secrets.token_urlsafe(32)
    found.hint, found.secret_digest = secret[:HINT], token_digest(secret)
    found.expires_on, found.revoked_at = expires_on, None
    ctx.record(AccessEvent.CLIENT_KEYED, found, facts={"until": expires_on})
    return Secret(found.name, client_id, secret, expires_on)


@use_case(requires=Permission.CLIENT_MANAGE)
def revoke_client(ctx: Context, *, client_id: int) -> None:
    """Let a system ask nothing more, from this moment on (отозвать)."""
    found = _client(ctx, client_id)
    if found.revoked_at is not None:
        raise errors.Conflict(_("This client is revoked already."))
    found.revoked_at = ctx.now
    ctx.record(AccessEvent.CLIENT_REVOKED, found)


def _client(ctx: Context, client_id: int) -> ApiClient:
    found = ctx.session.get(ApiClient, client_id, with_for_update=True)
    if found is None or found.school_id != ctx.school_id:
        raise errors.NotFound(_("There is no such client."))
    return found


def _check_end(ctx: Context, expires_on: date) -> None:
    if not ctx.today < expires_on <= ctx.today + timedelta(days=LONGEST_DAYS):
        reason = _("Choose a day of the next two years.")
        raise errors.Invalid(reason, fields={"expires_on": reason})
