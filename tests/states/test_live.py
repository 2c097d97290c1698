"""Open pages are told what changed: soon, not too often, and not by their own hand."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from reflex_base.event import Event

from ediary_app.access.performing import News
from ediary_app.ui import live

PAGE, OTHER, STATE = "page-1", "page-2", "diary"
SOCKETS = {PAGE: "socket-1", OTHER: "socket-2"}


class Pages:
    """Stands for the framework's side of open pages: who is connected, what was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Event]] = []
        self.token_to_sid = dict(SOCKETS)
        self.event_namespace = self.event_processor = self

    async def enqueue(self, token: str, event: Event) -> None:
        self.told.append((token, event))

    def tokens(self) -> list[str]:
        return [token for token, _event in self.told]


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    """A board of its own, with short waits."""
    monkeypatch.setattr(live, "_board", live.Switchboard())
    monkeypatch.setattr(live, "GATHER_SECONDS", 0.01)
    monkeypatch.setattr(live, "APART_SECONDS", 0.1)
    monkeypatch.setattr(live, "REST_SECONDS", 0.15)
    return Pages()


def watch(token: str, *topics: str) -> None:
    data: dict[str, Any] = {"sid": SOCKETS[token], "headers": {"cookie": f"cookie of {token}"}}
    live.watch(client_token=token, state=STATE, topics=topics, router_data=data)


def changed(student: int = 7) -> list[News]:
    return [News("journal.mark_set", 1, student, 3, 5)]


async def test_a_page_is_told_once_for_all_news_of_a_moment(pages: Pages) -> None:
    live.start(pages)
    watch(PAGE, "student:7", "group:3")
    watch(OTHER, "student:8")
    live.tell(changed())
    live.tell(changed())
    await asyncio.sleep(0.05)
    assert pages.tokens() == [PAGE]
    assert pages.told[0][1].name == f"{STATE}.refresh"
    assert pages.told[0][1].router_data["headers"] == {"cookie": f"cookie of {PAGE}"}


async def test_further_news_wait_but_are_not_lost(pages: Pages) -> None:
    live.start(pages)
    watch(PAGE, "student:7")
    for _ in range(5):
        live.tell(changed())
        await asyncio.sleep(0.03)
    await asyncio.sleep(0.12)
    assert 2 <= len(pages.told) <= 3


async def test_the_page_that_acts_is_told_when_its_hand_rests(pages: Pages) -> None:
    live.start(pages)
    watch(PAGE, "lesson:5")
    watch(OTHER, "lesson:5")
    for _ in range(3):
        with live.acting(PAGE):
            live.tell(changed())
        await asyncio.sleep(0.05)
    assert PAGE not in pages.tokens()
    assert OTHER in pages.tokens()
    await asyncio.sleep(0.2)
    assert pages.tokens().count(PAGE) == 1


async def test_what_others_change_is_told_to_the_acting_page_at_once(pages: Pages) -> None:
    live.start(pages)
    watch(PAGE, "lesson:5")
    with live.acting(PAGE):
        live.tell(changed())
    live.tell(changed())
    await asyncio.sleep(0.05)
    assert pages.tokens() == [PAGE]


async def test_a_closed_page_and_a_forgotten_one_are_told_nothing(pages: Pages) -> None:
    live.start(pages)
    watch(PAGE, "student:7")
    watch(OTHER, "student:7")
    del pages.token_to_sid[PAGE]
    live.forget(OTHER)
    live.tell(changed())
    await asyncio.sleep(0.05)
    assert pages.told == []


async def test_news_too_many_to_name_reach_every_page(pages: Pages) -> None:
    live.start(pages)
    watch(PAGE, "student:7")
    watch(OTHER, "group:9")
    live.tell([News("many", 1, None, None, None)])
    await asyncio.sleep(0.05)
    assert sorted(pages.tokens()) == [PAGE, OTHER]


async def test_a_change_of_a_list_is_told_to_the_pages_of_its_school(pages: Pages) -> None:
    live.start(pages)
    watch(PAGE, "lesson:5", "data:1")
    watch(OTHER, "data:2")
    live.tell([News("lowcode.row_added", 1, None, None, None)])
    await asyncio.sleep(0.05)
    assert pages.tokens() == [PAGE]
