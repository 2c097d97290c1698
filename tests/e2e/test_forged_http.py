"""Over HTTP as over sockets: no route gives or changes what is not the caller's."""

from __future__ import annotations

import httpx
import pytest

from tests.e2e.test_forged import changed, names_of_attackers
from tests.forging import routes
from tests.forging.ledger import everything
from tests.forging.payloads import Forger
from tests.forging.world import Somebody, World, sings
from tests.living import Served

HARMLESS = {"/ping", "/_health", "/_event"}
"""What the framework answers to and tells nothing: two words of life, and the sockets' door."""


def asks_everything(world: World, served: Served, who: Somebody) -> list[httpx.Response]:
    """Call every route with the family's values."""
    cookies = {"ediary_session": who.cookie} if who.cookie else {}
    answers = []
    with httpx.Client(base_url=served.url, cookies=cookies, timeout=90) as client:
        for route in routes.of_the_product():
            for asked in routes.forged(route, Forger(world, who.lesson_id)):
                answers.append(
                    client.request(asked.method, asked.path, params=asked.query, **asked.content)
                )
                if who.cookie:
                    world.revive(who)
    return answers


@pytest.mark.parametrize("who", names_of_attackers())
def test_no_route_gives_or_changes_what_is_not_theirs(
    scene: tuple[World, Served], who: str
) -> None:
    world, served = scene
    attacker = next(a for a in world.others if a.who == who)
    before = everything(world.runtime)
    answers = asks_everything(world, served, attacker)
    assert [(a.request.url.path, a.text[:2000]) for a in answers if sings(a.text)] == []
    assert [(a.request.url.path, a.status_code) for a in answers if a.status_code >= 500] == []
    assert changed(world, before, attacker) == []


def test_the_family_itself_downloads_its_file(scene: tuple[World, Served]) -> None:
    world, served = scene
    answers = asks_everything(world, served, world.family)
    assert "Зимородок, условия задачи" in [a.text for a in answers]


def test_the_framework_answers_only_at_its_harmless_addresses() -> None:
    assert routes.of_the_framework() <= HARMLESS


@pytest.mark.parametrize(
    "path", ["/_upload", "/_upload/x", "/auth-codespace", "/_all_routes", "/docs", "/openapi.json"]
)
def test_doors_of_the_framework_that_we_do_not_use_are_shut(
    scene: tuple[World, Served], path: str
) -> None:
    for method in ("GET", "POST"):
        answer = httpx.request(method, f"{scene[1].url}{path}")
        assert answer.status_code in (404, 405)


@pytest.mark.parametrize(
    "path", ["/../ediary_app/cli.py", "/%2e%2e/pyproject.toml", "/..%2f..%2fetc/passwd", "/.env"]
)
def test_files_outside_the_built_pages_are_not_served(
    scene: tuple[World, Served], path: str
) -> None:
    answer = httpx.get(f"{scene[1].url}{path}")
    assert answer.status_code == 404
