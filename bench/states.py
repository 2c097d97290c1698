"""The names under which pages speak to the server (имена состояний), taken from the product."""

from __future__ import annotations

from typing import Any

from bench.sockets import Delta
from ediary_app.ui.family.diary import DiaryState
from ediary_app.ui.family.marks import MarksState
from ediary_app.ui.teacher.journal import JournalState
from ediary_app.ui.teacher.lesson import LessonState

DIARY = DiaryState.get_full_name()
MARKS = MarksState.get_full_name()
JOURNAL = JournalState.get_full_name()
LESSON = LessonState.get_full_name()


def found(delta: Delta, state: str, var: str) -> Any:
    """A var of a State in a delta, or None."""
    return delta.get(state, {}).get(f"{var}_rx_state_")


def has(state: str, var: str, **wanted: Any) -> Any:
    """A test: the delta brings this var, and it holds these values."""

    def test(delta: Delta) -> bool:
        value = found(delta, state, var)
        return bool(value) and all(value.get(k) == v for k, v in wanted.items())

    return test
