"""React parts for a lost network (работа без сети): the doorway of a page, its line, the PIN."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

is_lost = rx.Var(
    "(connectErrors.length > 0 || isAway)",
    _var_data=rx.vars.VarData.merge(
        has_connection_errors._get_all_var_data(),
        rx.vars.VarData(
            imports={"$/public/parts/offline/reach.js": [rx.ImportVar(tag="useAway")]},
            hooks={"const isAway = useAway()": None},
        ),
    ),
).to(bool)
"""Whether the page has lost the server: its socket failed, or the device has no network."""


class Doorway(rx.Component):
    """What stands in a page until the server has said who is signed in.

    Without a network it opens what is sealed on the device; a page once shown stays.
    """

    library = "$/public/parts/offline/doorway.js"
    tag = "Doorway"
    is_default = False

    account: rx.Var[int]
    lost: rx.Var[bool]
    route: rx.Var[str]


class Connection(rx.Component):
    """Says that the connection is away or back, and sends what waits on the device."""

    library = "$/public/parts/offline/connection.js"
    tag = "Connection"
    is_default = False

    owner: rx.Var[int]
    lost: rx.Var[bool]
    keeps: rx.Var[bool]
    """Whether the look of the page is kept, to be read without a network."""


class PinChoice(rx.Component):
    """Chooses the PIN that opens this device without a network."""

    library = "$/public/parts/offline/pin.js"
    tag = "PinChoice"
    is_default = False
