"""Whatever is sent, by whomever: nobody learns or changes what is not theirs.

Every State handler, every HTTP route and every download is found by introspection and called over
a real socket or a real connection, with the ids of a family that the caller has nothing to do with.
"""

from __future__ import annotations

import pytest

from ediary_app.ui.page import PAGES
from tests import sockets
from tests.forging import world as worlds
from tests.forging.ledger import Rows, everything, harm
from tests.forging.payloads import HANDLERS, Forger
from tests.forging.world import Somebody, World, sings
from tests.living import Served
from tests.sockets import OpenPage

LIST = "classes"
"""The list of the portal that pages of lists are opened with."""


async def tries_everything(world: World, served: Served, who: Somebody) -> str:
    """Open every page and send every event with the family's ids; returns all that was heard."""
    forger = Forger(world, who.lesson_id)
    async with OpenPage(served.url, who.cookie) as page:
        for lesson_id in filter(None, (who.lesson_id, world.lesson_id)):
            for route in PAGES:
                query = {"lesson_id": lesson_id, "resource": LIST}
                await page.open(address(route, forger, lesson_id), **query)
            for name, function in HANDLERS.items():
                for payload in forger.of_handler(function):
                    await page.send(name, payload)
                await page.settle()
                if who.cookie:
                    world.revive(who)
        return page.text()


def address(route: str, forger: Forger, lesson_id: int) -> str:
    """A route with the family's ids in its places."""
    parts = [p.strip("[]") if p.startswith("[") else "" for p in route.split("/")]
    values = {"lesson_id": lesson_id, "resource": LIST}
    return "/".join(
        str(values.get(name) or forger.ids(name)[0]) if name else part
        for name, part in zip(parts, route.split("/"), strict=True)
    )


def names_of_attackers() -> list[str]:
    """Said here so that each attacker is a test of its own; the world must agree."""
    near = [
        "a stranger", "a parent whom a court has limited", "a neighbour family's parent",
        "a neighbour family's child", "a neighbour teacher", "a neighbour class's teacher",
        "another school's parent", "another school's child",
    ]  # fmt: skip
    return near + [f"another school's {role}" for role in worlds.OFFICE]


def test_nobody_is_missing_among_those_who_try(scene: tuple[World, Served]) -> None:
    assert [who.who for who in scene[0].others] == names_of_attackers()


@pytest.mark.parametrize("who", names_of_attackers())
def test_no_event_gives_or_changes_what_is_not_theirs(
    scene: tuple[World, Served], who: str
) -> None:
    world, served = scene
    attacker = next(a for a in world.others if a.who == who)
    before = everything(world.runtime)
    heard = sockets.run(lambda: tries_everything(world, served, attacker))
    assert not sings(heard), leak(heard)
    assert changed(world, before, attacker) == []


def changed(world: World, before: Rows, who: Somebody) -> list[str]:
    """What somebody's attempts changed that is not theirs to change."""
    return harm(before, everything(world.runtime), world.kept, world.theirs, who.account_id)


def leak(heard: str) -> str:
    """The lines in which the bird is heard."""
    return "\n".join(line[:2000] for line in heard.splitlines() if sings(line))[:6000]


def test_the_family_itself_hears_all_of_it(scene: tuple[World, Served]) -> None:
    world, served = scene
    heard = sockets.run(lambda: tries_everything(world, served, world.family))
    for words in ("Зимородкин", "Зимородок 5", "Зимородок молодец", "Зимородок, № 15", "дроби"):
        assert words in heard
