"""Rendering within limits (исполнение шаблона): looked at first, counted while it goes.

Jinja's immutable sandbox stands below, emptied of everything it offers; above it a source may say
only what `grammar` names. Import this module inside the function that needs it: Jinja takes memory.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText
from ediary_app.lowcode.definition_values import Fault
from ediary_app.lowcode.sandbox import markup, words
from ediary_app.lowcode.sandbox.fields import Schema, nested, shown
from ediary_app.lowcode.sandbox.filters import FILTERS
from ediary_app.lowcode.sandbox.grammar import OF_LOOP, NotAllowed, Walk

LONGEST_SOURCE, LONGEST_OUTPUT = 20_000, 200_000
MOST_STEPS, SECONDS = 20_000, 1.0
"""Rows gone through in all loops of one text, and the time it may take."""
INVISIBLE = {"\u200c", "\u200d", "\u00ad"}
"""Joiners and the soft hyphen are used in honest words."""


class TooMuch(Exception):
    """A text is longer or slower than a text may be."""


@dataclass(frozen=True)
class Source:
    """A text with fields as it was written: what it may name, whether it is markup."""

    text: str
    schema: Schema
    is_markup: bool = False


class Meter:
    """What one rendering has cost so far."""

    def __init__(self) -> None:
        self.steps, self.written = 0, 0
        self.until = time.monotonic() + SECONDS

    def step(self) -> None:
        """One more row of a loop."""
        self.steps += 1
        if self.steps > MOST_STEPS or time.monotonic() > self.until:
            raise TooMuch

    def wrote(self, length: int) -> None:
        """So many more characters."""
        self.written += length
        if self.written > LONGEST_OUTPUT or time.monotonic() > self.until:
            raise TooMuch


class Rows(list[Any]):
    """Rows that count how often they are gone through."""

    def __init__(self, rows: list[Any], meter: Meter) -> None:
        super().__init__(rows)
        self._meter = meter

    def __iter__(self) -> Iterator[Any]:
        for row in super().__iter__():
            self._meter.step()
            yield row


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without anything in it: no globals, no tests, no calls, no attributes."""

    def __init__(self, is_markup: bool) -> None:
        super().__init__(autoescape=is_markup, optimized=False, cache_size=0, finalize=shown,
                         keep_trailing_newline=True)  # fmt: skip
        self.globals, self.tests = {}, {}
        self.filters = {name: one.function for name, one in FILTERS.items()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a record, or where a loop stands; of anything else there is nothing."""
        if type(obj) is dict and type(attribute) is str:
            return obj.get(attribute)
        if isinstance(obj, LoopContext) and attribute in OF_LOOP:
            return getattr(obj, attribute)
        raise TooMuch

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Nothing is reached by brackets."""
        raise TooMuch

    def call(*_given: Any, **_named: Any) -> NoReturn:
        """Nothing is called."""
        raise TooMuch


def faults(source: Source, place: str) -> tuple[Fault, ...]:
    """What is wrong with a text, at its line, in the language now in force; none: it is right."""
    try:
        _looked_at(source)
    except NotAllowed as refusal:
        return (Fault(place, str(refusal.said), refusal.line),)
    return ()


def render(source: Source, values: Mapping[str, Any]) -> str:
    """The text with its fields filled in; `Invalid` when it is wrong or does too much.

    A second at most; nothing but the declared fields is seen, markup comes out cleaned.
    """
    meter = Meter()
    try:
        template = _compiled(source)
        given = _metered(nested(source.schema, values), meter)
        parts: list[str] = []
        for part in template.generate(given):
            meter.wrote(len(part))
            parts.append(part)
        text = "".join(parts)
        return markup.cleaned(text) if source.is_markup else text
    except NotAllowed as refusal:
        raise _refused(refusal.said) from None
    except markup.NotMarkup as refusal:
        raise _refused(refusal.said) from None
    except (TooMuch, MemoryError, RecursionError):
        raise _refused(words.TOO_MUCH) from None
    except (TemplateError, TypeError, ValueError):
        raise _refused(words.NOT_FILLED) from None


def _refused(said: LazyText) -> errors.Invalid:
    return errors.Invalid(said, code="template_refused")


def _metered(value: Any, meter: Meter) -> Any:
    if isinstance(value, dict):
        return {name: _metered(one, meter) for name, one in value.items()}
    if isinstance(value, list):
        return Rows([_metered(one, meter) for one in value], meter)
    return value


@lru_cache(maxsize=64)
def _compiled(source: Source) -> Template:
    """A text that was looked at, ready to be filled in many times."""
    return Sandbox(source.is_markup).from_string(_looked_at(source))


def _looked_at(source: Source) -> nodes.Template:
    """The parsed source when everything in it is allowed; `NotAllowed` else."""
    _letters(source.text)
    walk, env = Walk(source.schema), Sandbox(source.is_markup)
    try:
        parsed = env.parse(source.text)
    except TemplateSyntaxError as error:
        raise NotAllowed(words.of_syntax(error.message or ""), error.lineno) from None
    except (RecursionError, MemoryError, OverflowError, ValueError):
        raise NotAllowed(words.TOO_DEEP, 1) from None
    walk.body(parsed.body, walk.scope)
    if source.is_markup:
        _look_at_markup(env, source.text)
    return parsed


def _letters(text: str) -> None:
    """Refuse what is too long, and what cannot be seen where it stands."""
    if len(text) > LONGEST_SOURCE:
        raise NotAllowed(words.TOO_LONG, 1)
    for number, line in enumerate(text.split("\n"), 1):
        for letter in line:
            is_hidden = unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
            if is_hidden and letter not in INVISIBLE and letter not in "\t\r":
                raise NotAllowed(words.CONTROL, number)


def _look_at_markup(env: Sandbox, text: str) -> None:
    """The markup of a source, each field standing as one letter in it."""
    seen: list[tuple[int, str]] = []
    depth = False
    for line, kind, said in env.lex(text):
        if kind == "data":
            seen.append((line, said))
        elif kind in ("variable_begin", "variable_end"):
            depth = kind == "variable_begin"
            seen += [(line, markup.PLACE)] if depth else []
    whole = "".join(said for _line, said in seen)
    try:
        markup.cleaned(whole, is_source=True)
    except markup.NotMarkup as refusal:
        raise NotAllowed(refusal.said, _line_at(seen, refusal.at)) from None


def _line_at(seen: list[tuple[int, str]], at: int) -> int:
    """The line of the source that a place of its markup stands in."""
    for line, said in seen:
        if at < len(said):
            return line + said[:at].count("\n")
        at -= len(said)
    return seen[-1][0] if seen else 1
