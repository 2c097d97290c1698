"""What is away (неполадка): the database, room on the disk, or a turn in the queue of writers.

A refusal says it in a sentence; the error itself, which quotes what was being saved, is not told.
"""

from __future__ import annotations

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from ediary_app.kernel.errors import Unavailable
from ediary_app.kernel.i18n import _

log = structlog.get_logger(__name__)

NO_ROOM, AWAY, BUSY = "no_room", "away", "busy"
_SQLITE = {
    "SQLITE_FULL": NO_ROOM,
    "SQLITE_IOERR": NO_ROOM,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_CANTOPEN": AWAY,
    "SQLITE_READONLY": AWAY,
    "SQLITE_NOTADB": AWAY,
    "SQLITE_CORRUPT": AWAY,
    "SQLITE_PROTOCOL": BUSY,
}
_STATES = {"53100": NO_ROOM, "40001": BUSY, "40P01": BUSY, "55P03": BUSY, "25006": AWAY}
"""PostgreSQL: disk full; serialization failure, deadlock, lock; read only while it recovers."""
_CLASSES = ("08", "53", "57", "58")
"""PostgreSQL: the connection broke, resources are exhausted, an operator or the system stopped."""


def kind_of(error: SQLAlchemyError) -> str:
    """What is away, as far as an error tells; empty when the error is about something else."""
    if isinstance(error, NoConnection):
        return BUSY
    if not isinstance(error, DBAPIError):
        return ""
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    if name:
        return _SQLITE.get("_".join(name.split("_")[:2]), "")
    state = str(getattr(error.orig, "sqlstate", "") or "")
    if state in _STATES:
        return _STATES[state]
    is_lost = error.connection_invalidated or state.startswith(_CLASSES)
    is_unnamed = not state and isinstance(error, OperationalError | InterfaceError)
    return AWAY if is_lost or is_unnamed else ""


def refusal_of(error: SQLAlchemyError) -> Unavailable | None:
    """The refusal a person is shown, or none when the error is no outage."""
    kind = kind_of(error)
    if not kind:
        return None
    log.warning("database.away", kind=kind, error=type(error).__name__)
    return refusal(kind)


def refusal(kind: str) -> Unavailable:
    """The sentence about what is away."""
    said = {
        NO_ROOM: _(
            "The server's disk is full or does not answer: nothing can be saved. What you entered"
            " stays here; please tell the administrator."
        ),
        BUSY: _("Too much is happening at once. Please try again in a moment."),
    }
    away = _(
        "The journal's database does not answer just now. What you entered stays here; please"
        " try again in a minute."
    )
    return Unavailable(said.get(kind, away))


def states_away() -> Unavailable:
    """The sentence for pages whose own memory (Redis) is away."""
    return Unavailable(
        _(
            "The journal does not answer just now. What you entered stays here; please try again"
            " in a minute."
        )
    )
