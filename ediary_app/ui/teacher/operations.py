"""What the pages' queues may ask for: `journal.operations`, shared with the HTTP interface."""

from __future__ import annotations

from ediary_app.journal.operations import ANSWERS_KEPT, USE_CASES, Answer, answered

__all__ = ["ANSWERS_KEPT", "USE_CASES", "Answer", "answered"]
