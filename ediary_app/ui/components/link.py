"""Links inside the app: the page changes without loading anew."""

from __future__ import annotations

from typing import Any

import reflex as rx


class RouterLink(rx.Component):
    """React Router's own link."""

    library = "react-router"
    tag = "Link"

    to: rx.Var[str]


def link(*children: Any, to: Any, **props: Any) -> rx.Component:
    """A link to a page of this app."""
    return RouterLink.create(*children, to=to, **props)
