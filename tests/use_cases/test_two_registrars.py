"""Two registrars at one card at the same moment: nobody's words are lost (PostgreSQL)."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ediary_app import wiring
from ediary_app.access.context import Actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.lowcode.acts import act
from tests.given import Given

assert wiring.LISTS
ROUNDS = 12


def at_once(*acts: Any) -> list[Any]:
    """Do these at the same moment, each in a thread of its own."""
    start, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, one: Any) -> None:
        start.wait()
        found[index] = one()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def two(given: Given) -> list[Actor]:
    school = given.school()
    people = [given.person(school, family) for family in ("Яковлева", "Юрьева")]
    return [given.actor(person, Role.ADMINISTRATOR) for person in people]


def save(actor: Actor, row: int, was: dict[str, str], **changed: str) -> Any:
    said = {**was, **changed}
    return perform(act("rooms", "save"), actor=actor, row_id=row, said=said, was=was)


def standing(actor: Actor, row: int) -> tuple[str, str]:
    card = perform(act("rooms", "card"), actor=actor, row_id=row)
    name, seats = (field.value for field in card.sections[0].fields)
    return name, seats


def test_what_each_has_changed_stands(two: list[Actor]) -> None:
    for turn in range(ROUNDS):
        was = {"name": f"К{turn}", "seats": "10"}
        row = perform(act("rooms", "save"), actor=two[0], said=was).id
        first, second = at_once(
            lambda row=row, was=was: save(two[0], row, was, seats="20"),
            lambda row=row, was=was, turn=turn: save(two[1], row, was, name=f"Зал {turn}"),
        )
        assert first.clashes == second.clashes == ()
        assert standing(two[0], row) == (f"Зал {turn}", "20")


def test_of_two_versions_of_one_field_one_stands_and_the_other_is_shown(
    two: list[Actor],
) -> None:
    for turn in range(ROUNDS):
        was = {"name": f"К{turn}", "seats": "10"}
        row = perform(act("rooms", "save"), actor=two[0], said=was).id
        answers = at_once(
            lambda row=row, was=was: save(two[0], row, was, seats="20"),
            lambda row=row, was=was: save(two[1], row, was, seats="30"),
        )
        (late,) = [answer for answer in answers if answer.clashes]
        (clash,) = late.clashes
        assert {clash.mine, clash.theirs} == {"20", "30"}
        assert standing(two[0], row)[1] == clash.theirs
        mine = save(two[0], row, {**was, "seats": clash.standing}, seats=clash.mine)
        assert mine.clashes == ()
        told = perform(act("rooms", "history"), actor=two[0], row_id=row)
        assert {clash.mine, clash.theirs} <= {t.after for line in told for t in line.told}
