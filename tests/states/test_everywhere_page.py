"""The search in the head of a page: what is asked, which pages it adds, what it hands on."""

from __future__ import annotations

from types import SimpleNamespace

from ediary_app.access.values import Role
from ediary_app.access.whoami import Me
from ediary_app.lowcode.everywhere import Everywhere, Hit, HitGroup
from ediary_app.school import directory
from ediary_app.ui.admin.people import PeopleState
from ediary_app.ui.searching import EverywhereState, with_pages
from tests.states.test_background_pages import opened, pressed

PEOPLE = HitGroup("people", "Люди", (Hit("Ёлкин Пётр", "7А", "/people/1"),), "/people")


def test_pages_of_the_role_are_found_in_the_readers_language_and_layout() -> None:
    def first(line: str, role: Role, language: str = "ru") -> list[str]:
        groups = with_pages(Everywhere(asked=line), role, language).groups
        return [hit.route for group in groups for hit in group.hits]

    assert first("учетные", Role.ADMINISTRATOR) == ["/admin/accounts"]
    assert first("extnyst", Role.ADMINISTRATOR) == ["/admin/accounts"]
    assert first("accounts", Role.ADMINISTRATOR, "en") == ["/admin/accounts"]
    assert first("учетные", Role.TEACHER) == []
    assert with_pages(Everywhere(asked="extnyst"), Role.ADMINISTRATOR, "ru").meant == "учетные"


async def test_what_is_typed_is_asked_for_and_forgotten_with_the_box() -> None:
    answer = Everywhere(asked="елкин", groups=(PEOPLE,))
    state, calls = opened(EverywhereState, everywhere=answer)
    state.me = Me(account_id=1, role=Role.REGISTRAR, language="ru")
    await pressed(state, "seek", "елкин")
    assert (calls, state.found.groups) == ([("everywhere", {"query": "елкин"})], (PEOPLE,))
    await pressed(state, "forget")
    assert state.found == Everywhere()


async def test_show_all_hands_the_line_on_beside_the_address() -> None:
    state, _calls = opened(EverywhereState)
    state.found = Everywhere(asked="елкин", groups=(PEOPLE,))
    gone = await pressed(state, "show_all", "елкин", "/people")
    assert "/people" in str(gone)
    assert "елкин" not in str(gone)
    assert (state._take(), state._take()) == ("елкин", "")


async def test_show_all_leads_nowhere_but_to_a_list_that_was_offered() -> None:
    state, _calls = opened(EverywhereState)
    assert "evil" not in str(await pressed(state, "show_all", "елкин", "https://evil.example"))


async def test_the_list_of_people_takes_the_line_or_the_class() -> None:
    state, calls = opened(PeopleState, listed=directory.PeopleSheet())
    seeking = SimpleNamespace(_take=lambda: "елкин")

    async def get_state(_state: type) -> SimpleNamespace:
        return seeking

    object.__setattr__(state, "get_state", get_state)
    await pressed(state, "load")
    assert calls[-1][1]["query"] == "елкин"
    assert state._narrow("", "4")
    assert (state.query, state.class_id) == ("", 4)
    assert not state._narrow("", "")
