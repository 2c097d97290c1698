"""Whatever bytes come in: a clear refusal or the whole table, never a crash, never half of it."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from ediary_app import wiring
from ediary_app.access.context import Actor
from ediary_app.access.performing import Runtime, perform
from ediary_app.access.values import Role
from ediary_app.kernel import errors
from ediary_app.lowcode import files
from ediary_app.lowcode.acts import act
from ediary_app.lowcode.files import FileFormat
from ediary_app.lowcode.values import Table
from tests.given import Given

assert wiring.LISTS
CELLS = strategies.one_of(
    strategies.text(max_size=20),
    strategies.integers(-(10**12), 10**12).map(str),
    strategies.sampled_from(
        ["", "101", "204", "да", "1,5", "01.02.2013", "=1+1", "\x00", "٣", "١"]
    ),
)
TABLES = strategies.lists(strategies.lists(CELLS, min_size=2, max_size=3), max_size=8)
MANY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def given_school(runtime: Runtime) -> Given:
    return Given(runtime)


@pytest.fixture
def keeper(given_school: Given) -> Actor:
    school = given_school.school()
    return given_school.actor(given_school.person(school), Role.ADMINISTRATOR)


def rooms(actor: Actor) -> list[tuple[str, ...]]:
    return [row.cells for row in perform(act("rooms", "browse"), actor=actor, sort="name").rows]


def take_in(actor: Actor, data: bytes) -> None:
    """Take bytes in: what was promised by the check, or a refusal in words and nothing written."""
    before = rooms(actor)
    try:
        checked = perform(act("rooms", "import_check"), actor=actor, data=data)
        done = perform(act("rooms", "import_apply"), actor=actor, data=data)
    except errors.AppError as refusal:
        said = refusal.text()
    else:
        assert (checked.new, checked.changed) == (done.new, done.changed)
        assert len(rooms(actor)) == min(50, len(before) + done.new)
        return
    assert said
    assert rooms(actor) == before


@MANY
@given(data=strategies.binary(max_size=400))
def test_any_bytes_end_in_a_refusal_or_in_the_whole(keeper: Actor, data: bytes) -> None:
    take_in(keeper, data)


@MANY
@given(rows=TABLES)
def test_any_cells_end_in_a_refusal_or_in_the_whole(keeper: Actor, rows: list[list[str]]) -> None:
    lines = ["Кабинет;Мест", *[";".join(row).replace("\n", " ") for row in rows]]
    take_in(keeper, "\n".join(lines).encode("utf-8", "replace"))


def test_a_broken_workbook_never_leaves_half_of_itself(keeper: Actor) -> None:
    table = Table("Кабинеты", ("Кабинет", "Мест"), ("text", "number"),
                  tuple((f"К{n}", str(n + 1)) for n in range(30)))  # fmt: skip
    whole = files.written(FileFormat.XLSX, table)
    dice = random.Random(5)
    for _turn in range(120):
        spoilt = bytearray(whole)
        for _hit in range(dice.randint(1, 6)):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        cut = spoilt[: dice.randint(1, len(spoilt))] if dice.random() < 0.3 else spoilt
        take_in(keeper, bytes(cut))
    take_in(keeper, whole)
    assert ("К0", "1") in rooms(keeper)
