"""Templates and rules of the school (перечень определений): by kind, with a search."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.lowcode import definition_reading
from ediary_app.lowcode.definition_values import Shelf
from ediary_app.ui.admin.definition_parts import origin_badge
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.components.paging import search_line
from ediary_app.ui.components.surfaces import badge, empty_state, loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t

PLACE = "/admin/definitions"


class DefinitionListState(SessionState):
    """Which definitions there are."""

    shelves: tuple[Shelf, ...] = ()
    is_ready: bool = False
    is_narrowed: bool = False

    @rx.event
    async def load(self):
        """Show all definitions."""
        await self.search("")
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Ask anew."""
        await self.search("")

    @rx.event
    async def search(self, query: str):
        """Find definitions by their titles."""
        self.shelves = await self._perform(definition_reading.shelves, query=query[:100])
        self.is_narrowed = bool(query.strip())


@page(
    route=PLACE,
    title="Templates and rules",
    roles=(Role.ADMINISTRATOR,),
    on_load=DefinitionListState.load,
)
def definition_list() -> rx.Component:
    """All definitions by kind, with a search."""
    state = DefinitionListState
    return rx.el.div(
        once_ready(state.is_ready, _shelves(state), loading(6), state.load),
        awake(state.refresh),
        class_name="stack office data-index",
    )


def _shelves(state: Any) -> rx.Component:
    return rx.fragment(
        search_line(t("Find a template or a rule"), id="definitions-query", on_search=state.search),
        rx.cond(
            state.shelves.length() > 0,
            rx.foreach(state.shelves, lambda shelf: _shelf(shelf, state)),
            empty_state(t("Nothing is called so"), t("Try another word.")),
        ),
    )


def _shelf(shelf: Any, state: Any) -> rx.Component:
    """A kind with its definitions; a long one is folded until something is searched for."""
    count = rx.el.span(shelf.lines.length(), class_name="number soft")
    add = link(
        icon("plus", 18), t("Add"), to=PLACE + "/" + shelf.kind.to(str) + "/new",
        class_name="button",
    )  # fmt: skip
    return rx.el.details(
        rx.el.summary(shelf.title, count),
        rx.el.p(shelf.note, class_name="hint"),
        rx.cond(shelf.may_add, rx.el.p(add)),
        rx.el.ul(
            rx.foreach(shelf.lines, lambda line: _line(shelf.kind, line)),
            class_name="definition-list",
        ),
        open=state.is_narrowed | (shelf.lines.length() < 10),
        class_name="definition-shelf",
    )


def _line(kind: Any, line: Any) -> rx.Component:
    since = rx.el.small(moment(line.since), class_name="soft")
    return rx.el.li(
        link(
            rx.el.b(line.title),
            origin_badge(line.origin),
            rx.cond(line.has_draft & (line.origin != "draft"), badge(t("Draft"), "warn")),
            rx.cond(line.number > 0, since),
            to=PLACE + "/" + kind.to(str) + "/" + line.key.to(str),
        )
    )
