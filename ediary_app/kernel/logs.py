"""Structured logs (журналы работы): request ids, and nothing that says who a person is.

Only named, harmless fields are written. A failure is logged with an id, the kinds of the errors
and their places in the code, never with their words: a database error quotes what it was given.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import traceback
from collections import deque
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from ediary_app.kernel.clock import system_clock
from ediary_app.kernel.i18n import _

_SECRET = re.compile(r"token|cookie|password|secret|authorization|code$|key$", re.I)
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|\+?\d[\d ()-]{9,}\d|[А-Яа-яЁё]+(?:[ .-]+[А-Яа-яЁё]+)*"
)
"""E-mails, phones, and everything Cyrillic: the log speaks English, so that came from people."""
HIDDEN = "…"


def redact(
    _logger: Any, _method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Hide secrets by name; e-mails, phones and Cyrillic by look."""
    for name, value in fields.items():
        fields[name] = HIDDEN if _SECRET.search(name) else _hidden(value)
    return fields


def _hidden(value: Any) -> Any:
    """A value without what looks personal, however deep it lies."""
    if isinstance(value, str):
        return _PERSONAL.sub(HIDDEN, value)
    if isinstance(value, Mapping):
        return redact(None, "", {str(k): v for k, v in value.items()})
    if isinstance(value, list | tuple | set | frozenset):
        return [_hidden(item) for item in value]
    return value


class RedactingFilter(logging.Filter):
    """The same for libraries that log by themselves."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the message; arguments are merged first."""
        record.msg = _PERSONAL.sub(HIDDEN, record.getMessage())
        record.args = ()
        record.exc_info = None
        record.exc_text = None
        return True


def _to_errors(*_names: str) -> structlog.PrintLogger:
    """Write to the error stream as it is now, not as it was when the log was set up."""
    return structlog.PrintLogger(sys.stderr)


def configure(level: str, *, as_json: bool) -> None:
    """Set the log up once for the process."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=_to_errors,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RedactingFilter())
    logging.basicConfig(level=max(logging.WARNING, logging.getLevelName(level.upper())),
                        handlers=[handler], force=True)  # fmt: skip


@dataclass(frozen=True)
class Failure:
    """An unexpected failure: its number, when, the kind of error, its places in the code."""

    number: str
    at: datetime
    kind: str
    places: tuple[str, ...]


_failures: deque[Failure] = deque(maxlen=200)


def waiting_failures() -> tuple[Failure, ...]:
    """The failures of this process that nobody has taken yet; taken with this."""
    taken: list[Failure] = []
    while _failures:
        taken.append(_failures.popleft())
    return tuple(taken)


def give_back(failures: tuple[Failure, ...]) -> None:
    """Put failures back that could not be kept yet."""
    _failures.extendleft(reversed(failures))


def record_failure(log: Any, error: BaseException) -> str:
    """Log an unexpected failure under a new id; returns the id."""
    number = secrets.token_hex(4)
    places = [f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno}" for f in
              traceback.extract_tb(error.__traceback__)[-6:]]  # fmt: skip
    log.error("failure", id=number, error=type(error).__name__, places=places)
    _failures.append(Failure(number, system_clock(), type(error).__name__, tuple(places)))
    return number


def log_failure(log: Any, error: BaseException) -> str:
    """Log an unexpected failure under a new id; returns the sentence a person is shown."""
    number = record_failure(log, error)
    return str(
        _("Something went wrong on our side; nothing was changed. Tell the office number {id}.",
          id=number)
    )  # fmt: skip
