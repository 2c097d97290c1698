"""What else remembers a person's former values (где ещё лежат прежние данные человека).

The history itself is erased by `service.erase_personal`; a package that keeps former values in
tables of its own declares here how they are erased. Current data (the pupil's file, the journal)
is no history: the law says how long it is kept.
"""

from __future__ import annotations

from collections.abc import Callable

from ediary_app.access.context import Context

Eraser = Callable[[Context, int], int]
"""Erases what is kept of a person in the actor's school; returns how many rows."""

ERASERS: dict[str, Eraser] = {}
"""What is erased → how."""


def erases(what: str) -> Callable[[Eraser], Eraser]:
    """Declare how a package's own memory of a person is erased."""

    def declare(function: Eraser) -> Eraser:
        ERASERS[what] = function
        return function

    return declare
