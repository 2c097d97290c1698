"""Identity is the cookie of the socket's own handshake: nothing else is taken for it."""

from __future__ import annotations

import asyncio
import uuid

import httpx
import pytest

from ediary_app.access.performing import perform, use_runtime
from ediary_app.journal import lessons
from tests import sockets
from tests.forging.payloads import HANDLERS, Forger
from tests.forging.world import Somebody, World, sings
from tests.living import Served
from tests.sockets import SESSION, OpenPage

DIARY = f"{SESSION}.ediary_app___ui___family___diary____diary_state"
Scene = tuple[World, Served]
MARKS = ("", "_rx_state_")
"""How the framework writes a variable's name: plain, and marked."""


def praise(world: World) -> None:
    """Something happens to the family, in another process than the server's."""
    use_runtime(world.runtime)
    perform(
        lessons.write_remark,
        actor=world.teacher_actor,
        lesson_id=world.lesson_id,
        student_id=world.student_id,
        kind="praise",
        text=f"Зимородок {uuid.uuid4()}",
    )


def thieves(world: World) -> list[Somebody]:
    """Who may hold a token that is not theirs: nobody at all, and a neighbour."""
    return [
        world.others[0],
        next(o for o in world.others if o.who == "a neighbour family's parent"),
    ]


async def sign_out_elsewhere(world: World, served: Served) -> None:
    """The family's session is ended from another device."""
    cookies = {"ediary_session": world.family.cookie}
    async with httpx.AsyncClient(base_url=served.url, cookies=cookies) as other:
        answer = await other.request("DELETE", "/api/session")
        assert answer.status_code == 200


async def robbed(world: World, served: Served) -> OpenPage:
    """The family's page, shown and then closed: its token lies about."""
    async with OpenPage(served.url, world.family.cookie) as page:
        await page.open("/diary")
        assert sings(page.text())
    await asyncio.sleep(0.3)
    return page


@pytest.mark.parametrize("thief", [0, 1])
def test_a_stolen_client_token_gives_nothing_to_who_asks(scene: Scene, thief: int) -> None:
    world, served = scene

    async def steal() -> str:
        page = await robbed(world, served)
        cookie = thieves(world)[thief].cookie
        async with OpenPage(served.url, cookie, token=page.token) as stolen:
            assert stolen.token == page.token
            for name, function in HANDLERS.items():
                if name.startswith((DIARY, f"{SESSION}.enter")) or ".hydrate" in name:
                    for payload in Forger(world).of_handler(function):
                        await stolen.send(name, payload, sockets.at("/diary"))
            await stolen.settle()
            return stolen.text()

    assert not sings(sockets.run(steal))


@pytest.mark.parametrize("thief", [0, 1])
def test_a_stolen_client_token_hears_no_news_by_keeping_still(scene: Scene, thief: int) -> None:
    world, served = scene

    async def listen() -> str:
        page = await robbed(world, served)
        cookie = thieves(world)[thief].cookie
        async with OpenPage(served.url, cookie, token=page.token) as stolen:
            praise(world)
            await asyncio.sleep(1.5)
            return stolen.text()

    assert not sings(sockets.run(listen))


def test_the_token_of_a_page_that_is_open_opens_another_page(scene: Scene) -> None:
    world, served = scene

    async def follow() -> tuple[str, str, str]:
        async with OpenPage(served.url, world.family.cookie) as page:
            await page.open("/diary")
            async with OpenPage(served.url, token=page.token) as stolen:
                await asyncio.sleep(0.3)
                praise(world)
                await stolen.open("/diary")
                return page.token, stolen.token, stolen.text()

    theirs, his, heard = sockets.run(follow)
    assert theirs != his
    assert not sings(heard)


def test_the_family_comes_back_to_its_own_page_unharmed(scene: Scene) -> None:
    world, served = scene

    async def come_back() -> str:
        page = await robbed(world, served)
        async with OpenPage(served.url, token=page.token) as stolen:
            await stolen.settle()
        await asyncio.sleep(0.3)
        async with OpenPage(served.url, world.family.cookie, token=page.token) as again:
            await again.open("/diary")
            return again.text()

    assert sings(sockets.run(come_back))


def test_a_cookie_written_into_the_event_itself_is_no_cookie(scene: Scene) -> None:
    world, served = scene
    cookie = f"ediary_session={world.family.cookie}"
    forged = {
        **sockets.at("/diary"),
        "headers": {"cookie": cookie, "Cookie": cookie},
        "ip": "127.0.0.1",
        "token": world.family.cookie,
        "sid": "1",
    }

    async def pretend() -> str:
        async with OpenPage(served.url) as page:
            for name in (sockets.HYDRATE, f"{SESSION}.enter", f"{DIARY}.load", f"{DIARY}.refresh"):
                await page.send(name, {}, forged)
            await page.settle()
            return page.text()

    heard = sockets.run(pretend)
    assert not sings(heard)
    assert "/sign-in" in heard


def test_no_variable_can_be_set_from_outside(scene: Scene) -> None:
    world, served = scene
    planted = {"role": "director", "name": "planted", "account_id": 1}
    names = [f"{SESSION}.me", f"{SESSION}._owner", f"{SESSION}.notice", f"{DIARY}.week"]
    attempts = {
        sockets.HYDRATE: [{"vars": {f"{name}{mark}": planted}} for name in names for mark in MARKS],
        f"{sockets.STATE}.reflex___state____update_vars_internal_state.update_vars_internal": [
            {"vars": {f"{name}{mark}": planted}} for name in names for mark in MARKS
        ],
        f"{SESSION}.setvar": [{"var_name": "me", "value": planted}],
        f"{SESSION}.set_me": [{"value": planted}],
    }

    async def plant() -> str:
        async with OpenPage(served.url, world.others[1].cookie) as page:
            for name, payloads in attempts.items():
                for payload in payloads:
                    await page.send(name, payload, sockets.at("/diary"))
            await page.settle()
            await page.open("/diary")
            return page.text()

    assert "planted" not in sockets.run(plant)


def test_two_tabs_of_one_family_both_show_it_and_keep_apart(scene: Scene) -> None:
    world, served = scene

    async def both() -> tuple[str, str]:
        async with (
            OpenPage(served.url, world.family.cookie) as one,
            OpenPage(served.url, world.family.cookie) as two,
        ):
            await one.open("/diary")
            await two.open("/marks")
            await two.send(f"{SESSION}.show_notice", {"text": "for the second tab"})
            await two.settle()
            await one.settle()
            assert one.token != two.token
            return one.text(), two.text()

    first, second = sockets.run(both)
    assert sings(first)
    assert "for the second tab" in second
    assert "for the second tab" not in first


def test_a_session_ended_elsewhere_is_dead_on_the_next_event(scene: Scene) -> None:
    world, served = scene

    async def end() -> tuple[str, str]:
        async with OpenPage(served.url, world.family.cookie) as page:
            await page.open("/diary")
            await sign_out_elsewhere(world, served)
            before = len(page.heard)
            await page.send(f"{DIARY}.refresh")
            await page.settle()
            return page.text(), "\n".join(map(sockets.as_text, page.heard[before:]))

    try:
        before, after = sockets.run(end)
    finally:
        world.revive(world.family)
    assert sings(before)
    assert not sings(after)
    assert "/sign-in" in after


def test_an_ended_session_hears_no_news_either(scene: Scene) -> None:
    world, served = scene

    async def end() -> str:
        async with OpenPage(served.url, world.family.cookie) as page:
            await page.open("/diary")
            await sign_out_elsewhere(world, served)
            before = len(page.heard)
            praise(world)
            await asyncio.sleep(1.5)
            return "\n".join(map(sockets.as_text, page.heard[before:]))

    try:
        heard = sockets.run(end)
    finally:
        world.revive(world.family)
    assert not sings(heard)


def test_a_page_that_is_open_hears_its_own_news_at_once(scene: Scene) -> None:
    world, served = scene

    async def listen() -> str:
        async with OpenPage(served.url, world.family.cookie) as page:
            await page.open("/diary")
            before = len(page.heard)
            praise(world)
            page.heard = page.heard[before:]
            await page.wait_for(sings, 3)
            return page.text()

    assert sings(sockets.run(listen))


def test_the_log_of_failures_names_nobody(scene: Scene) -> None:
    world, served = scene

    async def fail() -> None:
        async with OpenPage(served.url, world.family.cookie) as page:
            await page.open("/diary")
            await page.send(f"{SESSION}.setvar", {"var_name": "Зимородок", "value": "Зимородок"})
            await page.send(f"{DIARY}.choose", {"child_id": "Зимородок"})
            await page.settle()

    sockets.run(fail)
    log = served.log()
    assert log != ""
    assert [line[:500] for line in log.splitlines() if sings(line)] == []
