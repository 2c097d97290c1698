"""Words of contacts: kinds, and how they were given (провенанс контакта)."""

from __future__ import annotations

from enum import StrEnum


class ContactKind(StrEnum):
    """What a contact is (вид контакта)."""

    PHONE = "phone"
    EMAIL = "email"


class Provenance(StrEnum):
    """How a contact reached the school (способ передачи): regulation item 7."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    SELF_ENTERED = "self_entered"


class ConsentEvent(StrEnum):
    """What happens to contacts (события контактов)."""

    CONTACT_ADDED = "consent.contact_added"
    CONTACT_CHANGED = "consent.contact_changed"
