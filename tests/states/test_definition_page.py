"""The pages of definitions: what is asked, what is kept, what is shown before an act."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ediary_app.lowcode import definition_reading as reading
from ediary_app.lowcode import definition_writing as writing
from ediary_app.lowcode.definition_values import Difference, Kept, Opened, Preview, Shelf
from ediary_app.ui.admin import definition_page
from ediary_app.ui.admin.definition_list import DefinitionListState
from ediary_app.ui.admin.definition_page import DefinitionState, VersionState
from tests.states.test_teacher import Performed, a_state

OPENED = Opened(kind="message", key="mark_set.sms.ru", stamp=4, content={"body": "Да"},
                has_fixed_key=True, title="Отметка")  # fmt: skip
SHOWN = Preview(text="Да")
NAMED = {"kind": "message", "name": "mark_set.sms.ru"}


def at(monkeypatch: pytest.MonkeyPatch, kind: str, key: str) -> None:
    """The address that the page is open at."""
    params = {"definition_kind": kind, "definition_key": key}
    router = SimpleNamespace(page=SimpleNamespace(params=params))
    monkeypatch.setattr(DefinitionState, "router", router)


def page(
    monkeypatch: pytest.MonkeyPatch, performed: Performed, key: str = "mark_set.sms.ru"
) -> Any:
    at(monkeypatch, "message", key)
    return a_state(DefinitionState, performed, monkeypatch)


async def test_a_definition_is_opened_and_shown_as_it_would_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    performed = Performed(opened=OPENED, preview=SHOWN)
    state = page(monkeypatch, performed)
    await state.load()
    assert performed == [
        (reading.opened, NAMED), (reading.preview, {"content": {"body": "Да"}, **NAMED}),
    ]  # fmt: skip
    assert (state.opening, state.preview) == (1, SHOWN)


async def test_what_is_typed_is_saved_under_the_stamp_that_was_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    performed = Performed(opened=OPENED, preview=SHOWN, keep_draft=Kept("mark_set.sms.ru", 5))
    state = page(monkeypatch, performed)
    await state.load()
    await state.typed({"body": "Нет"})
    await state.save()
    said = {**NAMED, "content": {"body": "Нет"}, "title": "Отметка", "stamp": 4}
    assert (writing.keep_draft, said) in performed
    assert state.clash == Kept()


async def test_somebody_faster_is_shown_and_ones_own_words_may_still_be_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beaten = Kept("mark_set.sms.ru", 9, "Яковлева А.", {"body": "Чужое"})
    performed = Performed(opened=OPENED, preview=SHOWN, keep_draft=beaten)
    state = page(monkeypatch, performed)
    await state.load()
    await state.save()
    assert state.clash == beaten
    await state.save_mine()
    assert performed[-1][1]["stamp"] == 9


async def test_a_new_one_leads_to_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Opened(kind="values", key="values-1-1", stamp=1, title="Кружки")
    performed = Performed(opened=made, keep_draft=Kept("values-1-1", 1))
    state = page(monkeypatch, performed, "new")
    state.opened = Opened(kind="values")
    await state.call_it("Кружки")
    way = await state.save()
    assert performed[0][1]["name"] == ""
    assert "/admin/definitions/values/values-1-1" in str(way)


async def test_what_would_change_is_shown_before_it_is_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    differences = (Difference("Письмо", ()),)
    performed = Performed(differences=differences, publish=2, roll_back=3)
    state = a_state(VersionState, performed, monkeypatch)
    await state.ask("publish", 0, **NAMED)
    assert state.differences == differences
    await state.say("к новому году")
    await state.act("message", "mark_set.sms.ru", 4)
    done = {**NAMED, "stamp": 4, "note": "к новому году"}
    assert performed[-1] == (writing.publish, done)
    assert state.asked == ""


@pytest.mark.parametrize(("act", "use_case"), [
    ("roll_back", writing.roll_back), ("drop", writing.drop_draft), ("withdraw", writing.withdraw),
])  # fmt: skip
async def test_each_act_goes_to_its_use_case(
    act: str, use_case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    performed = Performed(differences=(), roll_back=3, drop_draft=1, withdraw=1)
    state = a_state(VersionState, performed, monkeypatch)
    await state.ask(act, 2, **NAMED)
    await state.act("message", "mark_set.sms.ru", 4)
    assert performed[-1][0] is use_case
    assert performed[-1][1]["stamp"] == 4


@pytest.mark.parametrize("act", ["", "nonsense", "compare"])
async def test_an_act_that_nobody_offers_does_nothing(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    performed = Performed()
    state = a_state(VersionState, performed, monkeypatch)
    state.asked = act
    await state.act("message", "mark_set.sms.ru", 4)
    assert performed == []


async def test_the_list_is_narrowed_as_one_types(monkeypatch: pytest.MonkeyPatch) -> None:
    performed = Performed(shelves=(Shelf("message", "Шаблоны", "", False),))
    state = a_state(DefinitionListState, performed, monkeypatch)
    await state.load()
    await state.search("отметка")
    assert performed == [
        (reading.shelves, {"query": ""}), (reading.shelves, {"query": "отметка"}),
    ]  # fmt: skip
    assert state.is_narrowed


def test_the_page_stands_where_the_list_leads() -> None:
    assert definition_page.PLACE == "/admin/definitions"
