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
from ediary_app.lowcode import bulk, cards, exporting, history, importing, listing, saving, views
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
_acts: dict[tuple[str, str], Callable[..., Any]] = {}


def declare(module: str, resource: Resource) -> Resource:
    """Put a list into the portal: its use cases are registered as the declaring module's own."""
    resource.words(resource.table)  # a list whose rows cannot be called is refused at once
    for name, one in ACTS.items():
        is_reading = name in OF_READERS or not (one.writes or name in OF_WRITERS)
        right = resource.reads if is_reading else resource.writes
        spec = one.of(resource, module=module, name=f"{resource.name}.{name}", requires=right)
        _acts[resource.name, name] = spec.function
    RESOURCES[resource.name] = resource
    return resource


def withdraw(resource: Resource) -> None:
    """Take a list out of the portal again."""
    RESOURCES.pop(resource.name, None)
    for name in ACTS:
        function = _acts.pop((resource.name, name), None)
        USE_CASES.pop(function.use_case.name if function else "", None)  # type: ignore[attr-defined]


def act(resource: str, name: str) -> Callable[..., Any]:
    """The use case by which a list does something; `NotFound` for a list nobody declared."""
    found = _acts.get((resource, name))
    if found is None:
        raise errors.NotFound(_("There is no such list."))
    return found
