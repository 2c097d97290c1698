"""What is sent: every handler and route by introspection, filled with the family's own ids.

A value is chosen by its annotation and its name, so a handler written tomorrow is covered without
a word here. Only the inside of a plain `dict` cannot be seen: it is told in `INSIDES`.
"""

from __future__ import annotations

import inspect
import itertools
import math
import types
import typing
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Any

from pydantic import BaseModel
from reflex_base.registry import RegistrationContext

from ediary_app.access.usecase import UseCase, spec_of
from ediary_app.ediary_app import app
from ediary_app.lowcode.resources import RESOURCES
from ediary_app.ui.teacher import operations
from tests.forging.world import World

MOST = 8
"""Combinations of values tried on one handler."""
ALIASES = {
    "child": "person", "student": "person", "pupil": "person", "guardian": "person",
    "teacher": "person", "group": "teaching_group", "class": "school_class",
    "session": "sign_in_session", "device": "sign_in_session", "role": "account_role",
    "code": "one_time_code", "file": "stored_file",
}  # fmt: skip


class Forger:
    """Makes payloads out of the ids of the family's rows; a teacher's from an own lesson too."""

    def __init__(self, world: World, own_lesson: int = 0) -> None:
        self.world, self.own_lesson = world, own_lesson

    def of_handler(self, function: Any) -> Iterator[dict[str, Any]]:
        """Payloads for a State's handler: nothing, nonsense, and the family's values."""
        names = list(inspect.signature(function).parameters)[1:]
        hints = typing.get_type_hints(function)
        yield from self.filled({name: hints.get(name, Any) for name in names})
        if names:
            yield {}
            yield {name: {"zero": [None]} for name in names}

    def filled(self, wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The family's values for these names and types, in all combinations up to a limit."""
        choices = [self.choices(name, kind) for name, kind in wanted.items()]
        for values in itertools.islice(itertools.product(*choices), MOST):
            yield dict(zip(wanted, values, strict=True))
        if math.prod(map(len, choices)) > MOST:
            abreast = zip(*map(itertools.cycle, choices), strict=False)
            for values in itertools.islice(abreast, MOST):
                yield dict(zip(wanted, values, strict=True))

    def choices(self, name: str, kind: Any) -> list[Any]:
        """The values to try for one name of one type."""
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin is typing.Annotated:
            return self.choices(name, inner[0])
        if origin in (typing.Union, types.UnionType):
            return self.choices(name, next(k for k in inner if k is not type(None)))
        if name in INSIDES:
            return INSIDES[name](self)
        if origin is typing.Literal:
            return list(inner)
        if origin in (list, tuple, set):
            return [self.choices(name, inner[0])[:40]] if inner else [self.ids(name)]
        return self._plain(name, kind)

    def _plain(self, name: str, kind: Any) -> list[Any]:
        if kind in (date, datetime):
            return ["2026-11-18"]
        if kind is bool:
            return [True, False]
        if kind is Any:
            return [{"role": "director", "student_id": self.world.student_id}]
        if kind in (int, float):
            return [*self.ids(name), *([1] if not name.endswith("_id") else [])]
        if kind is str:
            return ["Проба", *[str(i) for i in self.ids(name)][:6]]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return [member.value for member in kind][:3]
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = {n: f.annotation for n, f in kind.model_fields.items()}
            return list(self.filled(fields))[:4]
        raise AssertionError(f"say in payloads.INSIDES what {name}: {kind} holds")

    def ids(self, name: str) -> list[int]:
        """Ids of the family's rows that a name may mean; all of them when it tells nothing."""
        word = name.removesuffix("s").removesuffix("_id")
        table = ALIASES.get(word, word)
        named = self.world.theirs.named(table)
        return named or sorted(set().union(*self.world.theirs.ids.values()))[:20]

    def operations(self) -> list[list[dict[str, Any]]]:
        """The lesson's queue: every operation there is, on the family's child, all at once."""
        queue = [
            {"key": uuid.uuid4().hex, "op": name, "lesson": lesson, "args": args}
            for lesson in filter(None, (self.world.lesson_id, self.own_lesson))
            for name, function in operations.USE_CASES.items()
            for args in self.of_use_case(spec_of(function))
        ]
        return [queue[i : i + 50] for i in range(0, len(queue), 50)]

    def variables(self) -> list[dict[str, Any]]:
        """Every variable of every State, set from outside as if the browser kept it."""
        child = self.world.student_id
        return [
            {
                f"{state}.{name}{mark}": value
                for state, names in VARIABLES.items()
                for name in names
                for mark in ("", "_rx_state_")
            }
            for value in (child, {"role": "director", "student_id": child, "id": child})
        ]

    def names(self) -> list[str]:
        """Variables that would give most if they could be set from outside."""
        return ["me", "_owner", "sheet"]

    def forms(self) -> list[dict[str, str]]:
        """What a form of the lists would send: a title, and the family's ids in every field."""
        theirs = str(self.world.student_id)
        return [{"title": "Проба", "name": "Проба", "year_id": theirs, "class_teacher_id": theirs}]

    def narrowings(self) -> list[dict[str, str]]:
        """What a list may be narrowed to."""
        return [{"level": "7", "year_id": str(self.world.student_id)}]

    def lists(self) -> list[str]:
        """Lists of the portal, and one that nobody declared."""
        return [*RESOURCES, "person"]

    def of_use_case(self, spec: UseCase) -> list[dict[str, Any]]:
        """Arguments of a use case that would be right if the family's teacher gave them."""
        fields = {n: f.annotation for n, f in spec.arguments.model_fields.items()}
        fields.pop("expected_version", None)
        return list(self.filled({n: k for n, k in fields.items() if n != "lesson_id"}))[:2]


INSIDES: dict[str, Any] = {
    "operations": Forger.operations,
    "vars": Forger.variables,
    "var_name": Forger.names,
    "form": Forger.forms,
    "chosen": Forger.narrowings,
    "of_list": Forger.lists,
    "file_format": lambda _forger: ["xlsx", "csv", "pdf"],
    "content": lambda forger: [{"body": "{{ pupil.name }}", "id": forger.world.student_id}],
    "step": lambda _forger: ["check", "apply"],
}
"""Names whose values are plain dictionaries → what they hold."""


HANDLERS: dict[str, Any] = {
    name: registered.handler.fn
    for name, registered in RegistrationContext.get().event_handlers.items()
    if app is not None
}
"""Every event handler that the server answers to, the framework's own ones too."""

VARIABLES: dict[str, list[str]] = {
    name: [*state.vars, *(state._backend_vars or ())]
    for name, state in RegistrationContext.get().base_states.items()
}
"""Every variable of every State by the State's full name, those kept from the browser too."""
