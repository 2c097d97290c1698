"""The import page: it builds, and its State passes on what the office did."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from ediary_app.exchange import queries, service, undo
from ediary_app.ui.admin.imports import ImportState, PastImportsState
from ediary_app.ui.page import PAGES

DRAFT = queries.Draft(
    id=7,
    kind="pupils",
    columns=(
        queries.ColumnView(0, "A", "ФИО", "Иванова Анна", "full_name"),
        queries.ColumnView(1, "B", "Адрес", "Югорск", ""),
    ),
)
REPORT = queries.Report(batch_id=7, row_count=3, new=2, unchanged=1)


class Asked:
    """Stands where a State asks the school: remembers what was asked, answers as told."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def __call__(self, function: Callable[..., Any], /, **arguments: Any) -> Any:
        self.calls.append((function.__name__, arguments))
        answer = self.answers.get(function.__name__)
        if isinstance(answer, Exception):
            raise answer
        return answer


def opened(state: type, asked: Asked) -> Any:
    made = state(_reflex_internal_init=True)
    object.__setattr__(made, "_perform", asked)
    return made


async def run(handler: AsyncIterator[Any]) -> list[Any]:
    return [event async for event in handler]


def handler(state: Any, name: str) -> Callable[..., Any]:
    return type(state).event_handlers[name].fn.__get__(state)  # type: ignore[no-any-return]


def test_the_page_builds() -> None:
    assert "import-steps" in str(PAGES["/admin/import"].build())


async def test_a_corrected_column_travels_with_the_check() -> None:
    asked = Asked(check=REPORT)
    state = opened(ImportState, asked)
    state.draft = DRAFT
    await handler(state, "choose_meaning")(1, "birth")
    await run(handler(state, "check")())
    assert asked.calls == [("check", {"batch_id": 7, "mapping": {0: "full_name", 1: "birth"}})]
    assert (state.step, state.is_busy, state.report) == ("checked", False, REPORT)


async def test_a_refused_import_leaves_the_page_where_it_was() -> None:
    state = opened(ImportState, Asked(import_list=ValueError("refused")))
    state.draft, state.step = DRAFT, "checked"
    with pytest.raises(ValueError, match="refused"):
        await run(handler(state, "take_in")())
    assert (state.step, state.is_busy) == ("checked", False)


async def test_an_import_ends_on_the_last_step_and_shows_the_history() -> None:
    asked = Asked(import_list=REPORT)
    state = opened(ImportState, asked)
    state.draft = DRAFT
    events = await run(handler(state, "take_in")())
    assert state.step == "done"
    assert len(events[-1]) == 2
    assert asked.calls[0][0] == service.import_list.__name__


async def test_an_undo_asks_first_and_then_names_the_import() -> None:
    asked = Asked(history=queries.History())
    state = opened(PastImportsState, asked)
    await handler(state, "ask_undo")(12)
    assert state.to_undo == 12
    await handler(state, "undo_import")()
    assert asked.calls[0] == (undo.undo.__name__, {"batch_id": 12})
    assert state.to_undo == 0
