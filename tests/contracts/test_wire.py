"""What pages get over their sockets is spelled as the framework itself spells it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from reflex.istate.data import RouterData
from reflex.state import StateUpdate
from reflex_base.event import Event
from reflex_base.utils import format as spelling

from ediary_app.access.values import Role
from ediary_app.journal import children, progress
from ediary_app.kernel.i18n import _
from ediary_app.ui import wire

MARK = progress.SubjectMark(1, "5", date(2026, 11, 18), "Ответ", "", "хорошо", is_new=True)
CHILD = children.Child(1, "Иван Петров", "ИП", "7А", 7)
VALUES: list[Any] = [
    None, 1.5, "Ёлкин", MARK, (MARK, MARK), CHILD, children.Family((CHILD,), 1), Role.PARENT,
    date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC), time(8, 5), Decimal("4.25"),
    frozenset({3}), {1: "one", "two": {"three": (MARK,)}}, _("Diary"), RouterData(), 2**80,
    {"plain": [date(2026, 1, 2)], "child": CHILD}, object(),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_spelled_as_the_framework_spells_it(value: Any) -> None:
    update = StateUpdate(delta={"page": {"shown": value}}, events=[Event(name="_redirect")])
    compact = (",", ":")
    ours = wire.dumps(["event", update], separators=compact)
    assert json.loads(ours) == json.loads(spelling.json_dumps(["event", update], compact))


def test_messages_are_read_as_text_and_as_bytes() -> None:
    assert wire.loads('["event",{"a":1}]') == wire.loads(b'["event",{"a":1}]')
    assert wire.loads('{"x": NaN}')["x"] != 0
