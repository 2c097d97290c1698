"""Kinds of definitions (виды определений): each is declared once, beside what it is for.

A kind says what a content looks like, what is wrong with one, what it would do on test data, and
what else happens when it comes into force. Versions, states, comparison, rights and pages are the
mechanism's (`definition_reading`, `definition_writing`). This module knows no noun of the school.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ediary_app.access.context import Context
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.definition_values import AskKind, Content, Fault, Hint, Preview

LARGEST, DEEPEST, MOST_ROWS, MOST_LINES = 200_000, 12, 300, 500
"""Limits of a content: characters as JSON, levels inside one another, rows, lines of a text."""


@dataclass(frozen=True)
class Ask:
    """A part of a content: its name, its words, how it is filled in (поле определения)."""

    name: str
    label: LazyText
    kind: AskKind = AskKind.LINE
    help: LazyText | None = None
    required: bool = False
    longest: int = 200
    least: int = 0
    most: int = 1_000_000
    choices: Mapping[str, LazyText] = field(default_factory=dict)
    columns: tuple[Ask, ...] = ()


def no_fault(_key: str, _content: Content) -> Sequence[Fault]:
    """Every content of the right shape is right."""
    return ()


def nothing_supplied(_key: str) -> Content | None:
    """Nothing of this kind comes with the product."""
    return None


def no_hints(_key: str) -> Sequence[Hint]:
    """Nothing needs to be said about what may be written."""
    return ()


def no_preview(_ctx: Context, _key: str, _content: Content) -> Preview:
    """There is nothing to show."""
    return Preview()


def no_effect(_ctx: Context, _key: str, _content: Content | None) -> None:
    """Nothing else happens."""


@dataclass(frozen=True)
class DefinitionKind:
    """A kind of definition (вид определения): everything the portal needs to keep it.

    `asks` are the parts of a content (a function of the key, or a tuple), `keys` the fixed keys
    with their words (`None`: the administrator makes new ones), `supplied` what comes with the
    product, `validate` what is wrong with a content of the right shape, `preview` what it would
    do on test data, `effect` what else happens in the transaction in which it comes into force
    (with `None` when it is withdrawn), `page` another page that edits it (`{key}` in the address).
    """

    key: str
    title: LazyText
    asks: tuple[Ask, ...] | Callable[[str], tuple[Ask, ...]] = ()
    note: LazyText | None = None
    keys: Callable[[], Mapping[str, LazyText | str]] | None = None
    supplied: Callable[[str], Content | None] = nothing_supplied
    validate: Callable[[str, Content], Sequence[Fault]] = no_fault
    preview: Callable[[Context, str, Content], Preview] = no_preview
    effect: Callable[[Context, str, Content | None], None] = no_effect
    hints: Callable[[str], Sequence[Hint]] = no_hints
    page: str = ""

    def asked(self, key: str) -> tuple[Ask, ...]:
        """The parts of a content of this key."""
        return self.asks(key) if callable(self.asks) else self.asks

    def fixed_keys(self) -> Mapping[str, LazyText | str]:
        """The keys that are given, with their words."""
        return self.keys() if self.keys else {}

    def faults(self, key: str, content: Content) -> tuple[Fault, ...]:
        """What is wrong with a content: its shape first, then what the kind says."""
        fits(content)
        wrong = tuple(shape_faults(self.asked(key), content))
        return wrong or tuple(self.validate(key, content))


KINDS: dict[str, DefinitionKind] = {}
"""Every declared kind by its key."""


def define(kind: DefinitionKind) -> DefinitionKind:
    """Put a kind of definition into the portal."""
    KINDS[kind.key] = kind
    return kind


def kind_of(key: str) -> DefinitionKind:
    """A declared kind by its key; `NotFound` for any other."""
    if key not in KINDS:
        raise errors.NotFound(_("There is no such kind of definition."))
    return KINDS[key]


def fits(content: Content) -> None:
    """Refuse what is too large or too deep to be kept at all."""
    try:
        spelled = json.dumps(content, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise errors.Invalid(_("This cannot be read. Nothing was changed.")) from None
    if len(spelled) > LARGEST or _depth(content) > DEEPEST or "\\u0000" in spelled:
        raise errors.Invalid(_("This is too large or too deep. Nothing was changed."))


def _depth(value: Any, level: int = 0) -> int:
    inner = value.values() if isinstance(value, Mapping) else value
    if not isinstance(value, Mapping | list | tuple) or level > DEEPEST:
        return level
    return max((_depth(one, level + 1) for one in inner), default=level + 1)


def shape_faults(asks: Sequence[Ask], content: Content, place: str = "") -> list[Fault]:
    """What does not fit the declared parts: absent, of another kind, too long."""
    if not asks:
        return []
    known = {one.name for one in asks}
    wrong = [Fault(place + str(n)[:60], str(_("There is no such field."))) for n in content
             if n not in known]  # fmt: skip
    for one in asks:
        said = _ask_fault(one, content.get(one.name))
        if said:
            wrong.append(Fault(place + one.name, said))
        elif one.kind is AskKind.ROWS:
            for number, row in enumerate(content.get(one.name) or []):
                wrong += shape_faults(one.columns, row, f"{place}{one.name}.{number}.")
    return wrong


def _ask_fault(one: Ask, value: Any) -> str:
    """What is wrong with one part; empty when nothing is."""
    if value in (None, "", []):
        return str(_("This must be filled in.")) if one.required else ""
    if one.kind is AskKind.ROWS:
        is_table = isinstance(value, list) and all(isinstance(row, Mapping) for row in value)
        if not is_table or len(value) > MOST_ROWS:
            return str(_("At most {n} rows.", n=MOST_ROWS))
    elif one.kind is AskKind.FLAG:
        return "" if isinstance(value, bool) else str(_("This value does not fit here."))
    elif one.kind is AskKind.NUMBER:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not one.least <= value <= one.most:
            return str(_("A whole number from {least} to {most}.", least=one.least, most=one.most))
    elif not isinstance(value, str):
        return str(_("This value does not fit here."))
    elif one.kind is AskKind.CHOICE:
        return "" if value in one.choices else str(_("Choose one from the list."))
    elif one.kind is AskKind.LINE and "\n" in value:
        return str(_("This is one line."))
    elif len(value) > one.longest or value.count("\n") > MOST_LINES:
        return str(_("At most {n} characters.", n=one.longest))
    return ""
