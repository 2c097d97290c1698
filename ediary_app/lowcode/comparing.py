"""Comparing two contents (сравнение версий): part by part, line by line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from ediary_app.kernel.i18n import _
from ediary_app.lowcode.definition_values import AskKind, Content, Difference, DiffLine
from ediary_app.lowcode.definitions import MOST_LINES, Ask

AROUND = 2
"""Lines shown before and after what has changed."""


def differences(asks: Sequence[Ask], before: Content, after: Content) -> tuple[Difference, ...]:
    """The parts that differ, each with its lines: gone, new, and a few around them."""
    known = {one.name: one for one in asks}
    names = [*known, *sorted({*before, *after} - set(known))]
    changed = [name for name in names if before.get(name) != after.get(name)]
    return tuple(_difference(name, known.get(name), before, after) for name in changed)


def _difference(name: str, one: Ask | None, before: Content, after: Content) -> Difference:
    old, new = lines_of(one, before.get(name)), lines_of(one, after.get(name))
    return Difference(str(one.label) if one else name, tuple(_merged(old, new)))


def lines_of(one: Ask | None, value: Any) -> list[str]:
    """A part of a content as lines to read."""
    if value in (None, "", [], {}):
        return []
    if isinstance(value, str):
        words = str(one.choices.get(value, value)) if one else value
        return words.split("\n")[: MOST_LINES + 1]
    if isinstance(value, bool):
        return [str(_("yes")) if value else str(_("no"))]
    if isinstance(value, list):
        return [line_of(one, row) for row in value]
    return [line_of(None, value)]


def line_of(one: Ask | None, row: Any) -> str:
    """A row of a table in a line; what has no columns is shown as it is kept."""
    if one is None or one.kind is not AskKind.ROWS or not isinstance(row, Mapping):
        return row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)
    cells = [" ".join(lines_of(column, row.get(column.name))) for column in one.columns]
    return " · ".join(cell for cell in cells if cell)


def _merged(old: list[str], new: list[str]) -> list[DiffLine]:
    found: list[DiffLine] = []
    matcher = SequenceMatcher(None, old, new, autojunk=True)
    for group in matcher.get_grouped_opcodes(AROUND):
        if found:
            found.append(DiffLine("same", "…"))
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                found += [DiffLine("same", line) for line in old[old_from:old_to]]
                continue
            found += [DiffLine("gone", line) for line in old[old_from:old_to]]
            found += [DiffLine("new", line) for line in new[new_from:new_to]]
    return found
