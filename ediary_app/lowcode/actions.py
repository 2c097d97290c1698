"""What a declaration says of actions and of history (действия справочника): data, no doing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ediary_app.access.context import Context
from ediary_app.access.usecase import spec_of
from ediary_app.access.values import Permission
from ediary_app.kernel.i18n import LazyText
from ediary_app.lowcode.offers import Paper
from ediary_app.lowcode.values import Told


def every_row(_row: Mapping[str, Any]) -> bool:
    """An action is offered to every row."""
    return True


def nothing_told(_answer: Any) -> tuple[str, ...]:
    """An answer without words."""
    return ()


def no_papers(_answer: Any) -> tuple[Paper, ...]:
    """An answer that leaves nothing to hand out."""
    return ()


@dataclass(frozen=True)
class Action:
    """What may be done with rows beyond changing their fields (действие): a use case and its form.

    `performs` takes the row's key as its argument `on` (none: an action of the whole list) and the
    `fields` (of `resources.Field`) by their names; it stands under its own right. `foresees` is
    asked first with the same arguments, `foretold` puts its answer into sentences; `undoes` takes
    a row back within ten minutes; `papers` is what is shown once; `fits` says whether a row is
    offered it.
    """

    name: str
    title: LazyText
    performs: Callable[..., Any]
    on: str = ""
    fields: tuple[Any, ...] = ()
    confirm: LazyText | None = None
    foresees: Callable[..., Any] | None = None
    foretold: Callable[[Any], tuple[str, ...]] = nothing_told
    undoes: Callable[..., Any] | None = None
    papers: Callable[[Any], tuple[Paper, ...]] = no_papers
    fits: Callable[[Mapping[str, Any]], bool] = every_row
    is_for_many: bool = False
    is_grave: bool = False

    @property
    def right(self) -> Permission:
        """The right of the use case it performs."""
        needed = spec_of(self.performs).requires
        assert needed is not None
        return needed

    def field(self, name: str) -> Any:
        """A field of its form by its name."""
        return next(one for one in self.fields if one.name == name)


Facts = Sequence[Mapping[str, Any]]
"""The facts of events, beside their values."""


def no_facts(_ctx: Context, told: Facts) -> list[tuple[Told, ...]]:
    """Events that say enough by their name."""
    return [() for _one in told]


@dataclass(frozen=True)
class Telling:
    """Events of other use cases that belong to a row's history (что ещё рассказывает история).

    They are the row's own, or `is_about` a person and the row is that person.
    """

    kinds: Mapping[str, LazyText]
    words: Callable[[Context, Facts], list[tuple[Told, ...]]] = no_facts
    is_about: bool = False
