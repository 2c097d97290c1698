"""The wizard of the next year: it builds, and its States pass on what the office chose."""

from __future__ import annotations

from datetime import date
from typing import Any

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.rollover import views
from ediary_app.ui.admin.rollover import RolloverClassState, RolloverState
from ediary_app.ui.page import PAGES
from tests.states.test_imports_page import Asked, handler, opened

LINE = views.ClassLine(5, "5А", 5, 25, True, False, False, "А", "7", "6А", 25, 0, 0, 0)
DESK = views.Desk(
    next_name="2027/28", starts_on=date(2027, 9, 1), ends_on=date(2028, 5, 26),
    leaving_on=date(2027, 5, 26), classes=(LINE,), rollover_id=3, state="started", job_id=9,
)  # fmt: skip


def test_the_page_builds() -> None:
    assert "turn-steps" in str(PAGES["/admin/rollover"].build())


async def test_a_turn_that_was_begun_opens_at_its_result() -> None:
    state = opened(RolloverState, Asked(desk=DESK))
    await handler(state, "load")()
    assert (state.at, state.form["starts_on"]) == ("done", "2027-09-01")


async def test_dates_that_do_not_fit_are_told_at_their_field() -> None:
    refusal = errors.Invalid(_("no"), fields={"ends_on": _("A school year ends later.")})
    state = opened(RolloverState, Asked(desk=DESK, choose_dates=refusal))
    await handler(state, "load")()
    state.at = "year"
    await handler(state, "save_dates")()
    assert (state.at, set(state.errors)) == ("year", {"ends_on"})


async def test_the_year_is_turned_and_turned_back_by_its_number() -> None:
    asked = Asked(desk=DESK)
    state = opened(RolloverState, asked)
    await handler(state, "load")()
    await handler(state, "ask")("start")
    await handler(state, "start")()
    await handler(state, "undo")()
    assert ("start", {}) in asked.calls
    assert ("undo", {"rollover_id": 3}) in asked.calls
    assert state.asked == ""


def classes(asked: Asked) -> Any:
    state, wizard = opened(RolloverClassState, asked), opened(RolloverState, asked)
    wizard.desk = DESK

    async def found(_wanted: type) -> Any:
        return wizard

    object.__setattr__(state, "get_state", found)
    return state


async def test_one_thing_is_changed_and_the_rest_of_the_class_stays() -> None:
    asked = Asked()
    state = classes(asked)
    await handler(state, "change_class")(5, "way", "finishes")
    await handler(state, "change_class")(5, "teacher", "")
    kept = {"class_id": 5, "is_now": True, "letter": "А"}
    assert asked.calls == [
        ("choose_class", {**kept, "finishes": True, "teacher_id": 7}),
        ("choose_class", {**kept, "finishes": False, "teacher_id": None}),
    ]


async def test_levels_are_chosen_by_their_span() -> None:
    asked = Asked()
    await handler(classes(asked), "choose_levels")("5-7")
    assert asked.calls == [("choose_levels", {"levels": (5, 6, 7)})]
