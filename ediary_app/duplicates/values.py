"""Words of duplicates (дубликаты): why two cards look alike, states of a pair, events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class Sign(StrEnum):
    """Why two cards may be one person, or not (признак сходства)."""

    SAME_NAME = "same_name"
    SWAPPED = "swapped"
    ONE_SLIP = "one_slip"
    SAME_BIRTH = "same_birth"
    OTHER_BIRTH = "other_birth"
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"


SIGNS: dict[Sign, LazyText] = {
    Sign.SAME_NAME: _("the same name"),
    Sign.SWAPPED: _("the same name in another order"),
    Sign.ONE_SLIP: _("the name differs by one letter"),
    Sign.SAME_BIRTH: _("the same date of birth"),
    Sign.OTHER_BIRTH: _("another date of birth"),
    Sign.SAME_PHONE: _("the same phone"),
    Sign.SAME_EMAIL: _("the same e-mail"),
}
WEIGHTS: dict[Sign, int] = {
    Sign.SAME_NAME: 50, Sign.SWAPPED: 45, Sign.ONE_SLIP: 35, Sign.SAME_BIRTH: 35,
    Sign.OTHER_BIRTH: -40, Sign.SAME_PHONE: 20, Sign.SAME_EMAIL: 20,
}  # fmt: skip
ENOUGH, MOST = 50, 100
"""From which score a pair is shown, and the highest score."""


class PairState(StrEnum):
    """What became of a pair (состояние пары)."""

    OPEN = "open"
    DISMISSED = "dismissed"


class DuplicateEvent(StrEnum):
    """What happens to duplicates (события дубликатов)."""

    SOUGHT = "duplicates.sought"
    DISMISSED = "duplicates.dismissed"
    REOPENED = "duplicates.reopened"
    MERGED = "duplicates.merged"
    MERGE_UNDONE = "duplicates.merge_undone"


@dataclass(frozen=True)
class Known:
    """What two cards are compared by."""

    id: int
    family: str
    given: str
    middle: str = ""
    birth: date | None = None
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
