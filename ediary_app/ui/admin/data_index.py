"""Which lists the portal has (перечень справочников), by area, with a search."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.lowcode import catalogue
from ediary_app.ui.admin.data_address import PLACE
from ediary_app.ui.components.link import link
from ediary_app.ui.components.paging import search_line
from ediary_app.ui.components.surfaces import badge, empty_state, loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t

DATA_ROLES = (Role.ADMINISTRATOR, Role.DEPUTY_HEAD, Role.DIRECTOR, Role.REGISTRAR)


class DataIndexState(SessionState):
    """Which lists there are."""

    areas: tuple[catalogue.Area, ...] = ()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show all lists."""
        await self.search("")
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Count anew."""
        await self.search("")

    @rx.event
    async def search(self, query: str):
        """Find lists by their titles and fields."""
        self.areas = await self._perform(catalogue.index, query=query[:100])


@page(
    route="/admin/data",
    title="Lists of the school",
    roles=DATA_ROLES,
    on_load=DataIndexState.load,
)
def data_index() -> rx.Component:
    """All lists by area, with a search."""
    state = DataIndexState
    return rx.el.div(
        once_ready(state.is_ready, _index(state.areas, state.search), loading(6), state.load),
        awake(state.refresh),
        class_name="stack office data-index",
    )


def _index(areas: Any, on_search: Any) -> rx.Component:
    """The lists by area; a search finds them by their fields too."""
    return rx.fragment(
        search_line(t("Find a list"), id="lists-query", on_search=on_search),
        rx.cond(
            areas.length() > 0,
            rx.foreach(areas, _area),
            empty_state(t("There is no such list"), t("Try another word.")),
        ),
    )


def _area(area: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(area.title),
        rx.el.ul(rx.foreach(area.lists, _listed), class_name="lists"),
    )


def _listed(one: Any) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.b(one.title),
            rx.el.span(one.rows, class_name="number soft"),
            rx.el.small(one.note, class_name="hint"),
            rx.cond(one.may_write, rx.fragment(), badge(t("to read"))),
            to=PLACE + "/" + one.name.to(str),
        )
    )
