"""Refusals a person can understand: a stable code for machines, a sentence for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from ediary_app.kernel.i18n import LazyText


class AppError(Exception):
    """A refusal that says what happened and what to do; nothing was changed.

    `code` is stable and safe to log, `message` is shown to the person in their language.
    """

    code = "error"

    def __init__(
        self,
        message: LazyText | str,
        *,
        code: str | None = None,
        fields: Mapping[str, LazyText | str] | None = None,
    ) -> None:
        super().__init__(code or self.code)
        self.message: LazyText | str = message
        self.fields: dict[str, LazyText | str] = dict(fields or {})
        if code is not None:
            self.code = code

    def settle(self) -> None:
        """Say it now, in the language in force: whoever shows it later may speak another."""
        self.message = str(self.message)
        self.fields = {name: str(text) for name, text in self.fields.items()}

    def text(self) -> str:
        """The sentence in the language now in force."""
        return str(self.message)


class NotFound(AppError):
    """There is no such thing, or it is not for this person: the same answer for both."""

    code = "not_found"


class Denied(AppError):
    """The role does not hold the permission, or the session has ended."""

    code = "denied"


class SignInNeeded(Denied):
    """Nobody is signed in (any more): the page must lead to the sign-in."""

    code = "sign_in_needed"


class Invalid(AppError):
    """What was entered cannot be accepted; `fields` says where and why."""

    code = "invalid"


class Conflict(AppError):
    """Somebody else changed the same thing meanwhile."""

    code = "conflict"


class Unavailable(AppError):
    """The database, the disk or Redis is away for now: what was asked may be asked again.

    A page keeps what was entered; an act under a key is harmless to repeat.
    """

    code = "unavailable"


@contextmanager
def said_at_once() -> Iterator[None]:
    """Refusals raised inside speak the language in force here."""
    try:
        yield
    except AppError as refusal:
        refusal.settle()
        raise
