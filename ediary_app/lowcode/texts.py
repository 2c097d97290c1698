"""Texts with fields as contents of definitions (тексты с полями): checked, filled in, offered.

The door to the sandbox: its engine is brought in when a text is first looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ediary_app.kernel.i18n import use_language
from ediary_app.lowcode.definition_values import Content, Fault, Hint
from ediary_app.lowcode.sandbox import fields, filters
from ediary_app.lowcode.sandbox.fields import Schema


@dataclass(frozen=True)
class TextPart:
    """A part of a content that is a text with fields: its name, whether it is markup."""

    name: str
    is_markup: bool = False
    is_line: bool = False
    """One line at most: what is filled in breaks none."""


def faults(parts: Iterable[TextPart], schema: Schema, content: Content) -> Iterator[Fault]:
    """What is wrong with the texts of a content, each at its line."""
    from ediary_app.lowcode.sandbox import engine

    for part in parts:
        source = engine.Source(str(content.get(part.name) or ""), schema, part.is_markup)
        yield from engine.faults(source, part.name)


def filled(
    parts: Sequence[TextPart], schema: Schema, content: Content, values: Mapping[str, Any],
    language: str,
) -> dict[str, str]:  # fmt: skip
    """The texts of a content filled in, in a language; `Invalid` when one does too much."""
    from ediary_app.lowcode.sandbox import engine

    made: dict[str, str] = {}
    with use_language(language):
        for part in parts:
            source = engine.Source(str(content.get(part.name) or ""), schema, part.is_markup)
            text = engine.render(source, values)
            made[part.name] = " ".join(text.split()) if part.is_line else text
    return made


def examples(schema: Schema) -> dict[str, Any]:
    """The examples of all fields, for a preview."""
    return fields.examples(schema)


def hints(schema: Schema) -> tuple[Hint, ...]:
    """What the editor offers: all fields, then the filters."""
    return (*fields.hints(schema), *filters.hints())
