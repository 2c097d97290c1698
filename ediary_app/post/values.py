"""Words of the post: where a letter stands, and why one did not go (состояния письма)."""

from __future__ import annotations

from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class LetterState(StrEnum):
    """Where a letter stands (состояние письма)."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"


STATE_NAMES: dict[LetterState, LazyText] = {
    LetterState.WAITING: _("Waiting to be sent"),
    LetterState.SENDING: _("Being sent"),
    LetterState.SENT: _("Taken by the mail server"),
    LetterState.KEPT: _("Kept here"),
    LetterState.FAILED: _("Not sent"),
}


class Trouble(StrEnum):
    """Why a letter did not go (причина неотправки)."""

    NONE = ""
    ADDRESS_REFUSED = "address_refused"
    LETTER_REFUSED = "letter_refused"
    SIGN_IN_REFUSED = "sign_in_refused"
    NOT_ENCRYPTED = "not_encrypted"
    SERVER_AWAY = "server_away"
    NOT_BUILT = "not_built"


TROUBLE_NAMES: dict[Trouble, LazyText] = {
    Trouble.ADDRESS_REFUSED: _("The mail server does not know this address."),
    Trouble.LETTER_REFUSED: _("The mail server did not take this letter."),
    Trouble.SIGN_IN_REFUSED: _("The mail server did not accept the name or password."),
    Trouble.NOT_ENCRYPTED: _("The mail server offers no encrypted connection."),
    Trouble.SERVER_AWAY: _("The mail server did not answer."),
    Trouble.NOT_BUILT: _("The letter could not be put together; the page “Server” tells more."),
}

PERMANENT = frozenset({Trouble.ADDRESS_REFUSED, Trouble.LETTER_REFUSED})
"""With these a second try would end the same."""


class PostEvent(StrEnum):
    """What happens to letters (события почты)."""

    LETTER_WRITTEN = "post.letter_written"
    LETTER_FAILED = "post.letter_failed"
    SENT_AGAIN = "post.letter_sent_again"
