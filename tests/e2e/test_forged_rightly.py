"""The same events by the right person do it all: so their refusal to others means something.

These come after the attacks, because they really change the family's rows.
"""

from __future__ import annotations

from tests import sockets
from tests.e2e.test_forged import changed, tries_everything
from tests.forging.ledger import everything
from tests.forging.world import World, sings
from tests.living import Served


def test_its_own_teacher_changes_it_all_by_the_same_events(scene: tuple[World, Served]) -> None:
    world, served = scene
    before = everything(world.runtime)
    heard = sockets.run(lambda: tries_everything(world, served, world.teacher))
    done = changed(world, before, world.teacher)
    assert sings(heard)
    for table in ("mark", "attendance", "remark", "homework", "lesson"):
        assert any(line.startswith(f"{table} ") for line in done), table
