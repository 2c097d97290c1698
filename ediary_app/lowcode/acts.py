"""From a declaration to use cases (действия справочника): all registered, each by its right.

`declare` is the one way a list comes into the portal; `act` is how a screen asks for what a list
can do. Reading needs the declared `reads`, writing the declared `writes`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ediary_app.access.usecase import USE_CASES, Pattern
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import (
    acting,
    bulk,
    cards,
    exporting,
    fixed,
    history,
    importing,
    listing,
    saving,
    views,
)
from ediary_app.lowcode.actions import Action
from ediary_app.lowcode.fixed import FixedList
from ediary_app.lowcode.resources import RESOURCES, Resource

ACTS: dict[str, Pattern] = {
    "browse": listing.browse,
    "card": cards.card,
    "offered": cards.offered,
    "save": saving.save,
    "remove": saving.remove,
    "restore": saving.restore,
    "history": history.changes,
    "all_found": bulk.all_found,
    "bulk_fields": bulk.bulk_fields,
    "bulk_check": bulk.bulk_check,
    "bulk_apply": bulk.bulk_apply,
    "bulk_undo": bulk.bulk_undo,
    "last_done": bulk.last_done,
    "export": exporting.export,
    "import_check": importing.import_check,
    "import_apply": importing.import_apply,
    "views": views.kept_views,
    "keep_view": views.keep_view,
    "drop_view": views.drop_view,
}
"""What every list can do."""
OF_READERS = {"export", "keep_view", "drop_view"}
"""Leave an event and yet change no row: open to whoever may read."""
OF_WRITERS = {"import_check", "bulk_check", "bulk_fields", "all_found", "offered"}
"""Change nothing and yet serve only those who write."""
DOINGS: dict[str, Pattern] = {
    "": acting.do,
    "_ask": acting.ask,
    "_foresee": acting.foresee,
    "_undo": acting.undo,
}
"""What every action of a list can do, by what stands behind its name."""
_acts: dict[tuple[str, str], Callable[..., Any]] = {}


def declare(module: str, resource: Resource) -> Resource:
    """Put a list into the portal: its use cases are registered as the declaring module's own."""
    resource.words(resource.table)  # a list whose rows cannot be called is refused at once
    for name, one in ACTS.items():
        is_reading = name in OF_READERS or not (one.writes or name in OF_WRITERS)
        right = resource.reads if is_reading else resource.writes
        spec = one.of(resource, module=module, name=f"{resource.name}.{name}", requires=right)
        _acts[resource.name, name] = spec.function
    for action in resource.actions:
        _declare_action(module, resource, action)
    RESOURCES[resource.name] = resource
    return resource


def declare_fixed(module: str, one: FixedList) -> FixedList:
    """Put a list that the rules fix into the portal: it is read and printed."""
    for name, pattern in fixed.ACTS.items():
        spec = pattern.of(one, module=module, name=f"{one.name}.{name}", requires=one.reads)
        _acts[one.name, name] = spec.function
    fixed.FIXED[one.name] = one
    return one


def _declare_action(module: str, resource: Resource, action: Action) -> None:
    """An action is use cases too, under the right of the one it performs."""
    doing = acting.Doing(resource, action)
    for suffix, one in DOINGS.items():
        full = f"{resource.name}.{action.name}{suffix}"
        spec = one.of(doing, module=module, name=full, requires=action.right)
        _acts[resource.name, f"{action.name}{suffix}"] = spec.function


def withdraw(resource: Resource) -> None:
    """Take a list out of the portal again."""
    RESOURCES.pop(resource.name, None)
    for of_list, name in [key for key in _acts if key[0] == resource.name]:
        function = _acts.pop((of_list, name), None)
        USE_CASES.pop(function.use_case.name if function else "", None)  # type: ignore[attr-defined]


def act(resource: str, name: str) -> Callable[..., Any]:
    """The use case by which a list does something; `NotFound` for a list nobody declared."""
    found = _acts.get((resource, name))
    if found is None:
        raise errors.NotFound(_("There is no such list."))
    return found
