"""Words of the audit: what happens to the history itself (события журнала действий)."""

from __future__ import annotations

from enum import StrEnum


class AuditEvent(StrEnum):
    """What happens to the history (события истории)."""

    PERSONAL_ERASED = "audit.personal_erased"
