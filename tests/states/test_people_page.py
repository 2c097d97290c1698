"""The page of people: what is passed on, what is kept on refusal, what is watched."""

from __future__ import annotations

from typing import Any

import pytest

from ediary_app.kernel import errors
from ediary_app.school import cards, custom, directory, kin, movement_plan
from ediary_app.ui.admin.movement import MovementState
from ediary_app.ui.admin.people import PEOPLE_ROLES, PeopleState
from ediary_app.ui.admin.person_card import PersonState
from ediary_app.ui.page import PAGES
from tests.states.test_background_pages import opened, pressed


@pytest.mark.parametrize("route", ["/people", "/people/[person_id]"])
def test_the_pages_build_and_are_for_those_who_look_after_people(route: str) -> None:
    assert PAGES[route].roles == PEOPLE_ROLES
    assert "kin" in str(PAGES[route].build())


async def test_the_list_is_narrowed_and_a_second_tap_frees_the_class() -> None:
    state, calls = opened(PeopleState, listed=directory.PeopleSheet())
    await pressed(state, "search", "ел")
    await pressed(state, "choose_class", 4)
    await pressed(state, "choose_kind", "student")
    await pressed(state, "choose_class", 4)
    assert [(a["query"], a["class_id"], a["kind"]) for _name, a in calls] == [
        ("ел", 0, None), ("ел", 4, None), ("ел", 4, "student"), ("ел", 0, "student"),
    ]  # fmt: skip


async def test_an_open_card_watches_its_person_and_the_children() -> None:
    child = kin.Kin(7, "Ёлкин Иван", "mother", "7А", "", False, None, False, "")
    card = cards.PersonCard(id=3, children=(child,))
    state, _calls = opened(PersonState, person_card=card, fields_of=custom.OwnFields())
    watched: list[tuple[str, ...]] = []
    object.__setattr__(state, "_watch", lambda *topics: watched.append(topics))
    await pressed(state, "open_card", 3)
    await pressed(state, "close")
    assert watched == [("student:3", "student:7"), ()]
    assert state.card.id == 0


async def test_a_move_is_foreseen_then_done_with_what_was_typed() -> None:
    foreseen = movement_plan.MovePreview(out_of="7А", into="7Б")
    state, calls = opened(MovementState, move_preview=foreseen)
    await pressed(state, "begin", "move", 5, 0)
    await pressed(state, "fill", "class_id", "9")
    await pressed(state, "fill", "on", "2026-11-18")
    await pressed(state, "foresee")
    assert state.preview == foreseen
    await pressed(state, "do")
    asked = {"student_id": 5, "class_id": "9", "on": "2026-11-18", "order_number": ""}
    assert calls == [("move_preview", asked), ("move_student", asked)]
    assert state.act == ""


async def test_nothing_typed_is_lost_when_an_act_is_refused() -> None:
    state, _calls = opened(MovementState)

    async def refuse(*_function: Any, **_arguments: Any) -> None:
        raise errors.Invalid("no", fields={"document": "Укажите номер"})

    object.__setattr__(state, "_perform", refuse)
    await pressed(state, "begin", "limit", 5, 8)
    await pressed(state, "fill", "document", "№ 2")
    await pressed(state, "do")
    assert (state.act, state.form["document"]) == ("limit", "№ 2")
    assert state.errors == {"document": "Укажите номер"}


async def test_what_is_not_a_field_is_not_kept() -> None:
    state, _calls = opened(MovementState)
    await pressed(state, "fill", "school_id", "1")
    assert "school_id" not in state.form
