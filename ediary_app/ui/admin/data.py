"""A list of the portal (справочник): one page for all of them, made from declarations."""

from __future__ import annotations

import reflex as rx

from ediary_app.lowcode.acts import act
from ediary_app.lowcode.values import RowList
from ediary_app.lowcode.views import View
from ediary_app.ui.admin import data_actions, data_bulk, data_card, data_list
from ediary_app.ui.admin import data_address as address
from ediary_app.ui.admin.data_index import DATA_ROLES
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState


class DataState(SessionState):
    """One list as its address narrows it; the search is kept here alone."""

    sheet: RowList = RowList()
    views: tuple[View, ...] = ()
    query: str = ""
    narrowed: str = ""
    sort_base: str = ""
    page_base: str = ""
    archive_to: str = ""
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the list that the address names."""
        if self._said().get("resource") != self.sheet.name:
            self.query, self.is_ready = "", False
        await self._show()
        self.views = await self._perform(act(self.sheet.name, "views"))
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Somebody changed something."""
        await self._show()

    @rx.event
    async def search(self, query: str):
        """Find rows by words; the search stays out of the address."""
        self.query = query[:100]
        await self._show(page=1)

    @rx.event
    async def narrow(self, name: str, value: str):
        """Narrow the list by one thing: its address changes."""
        return rx.redirect(address.of_list(self._said(), **{name: value}))

    @rx.event
    async def toggle_column(self, name: str):
        """Show or hide a column."""
        hidden = {c.name for c in self.sheet.columns if not c.is_shown} ^ {name}
        return rx.redirect(address.of_list(self._said(), hidden=",".join(sorted(hidden))))

    @rx.event
    async def keep_view(self, form: dict[str, str]):
        """Keep the list as it is narrowed now, under a name."""
        kept = {"title": str(form.get("title", "")), "is_shared": "is_shared" in form}
        await self._perform(act(self.sheet.name, "keep_view"), address=self.narrowed, **kept)
        self.views = await self._perform(act(self.sheet.name, "views"))

    @rx.event
    async def drop_view(self, view_id: int):
        """Delete one's own view."""
        await self._perform(act(self.sheet.name, "drop_view"), view_id=view_id)
        self.views = await self._perform(act(self.sheet.name, "views"))

    def _said(self) -> dict[str, str]:
        return {str(k): str(v) for k, v in self.router.page.params.items()}

    async def _show(self, **more: int) -> None:
        said = self._said()
        asked = {**address.view(said), "query": self.query, **more}
        self.sheet = await self._perform(act(said.get("resource", ""), "browse"), **asked)
        self.sort_base, self.page_base = address.base(said, "sort"), address.base(said, "page")
        self.archive_to = address.of_list(said, archived="" if asked["archived"] else "1")
        self.narrowed = address.of_list(said).partition("?")[2]
        self._watch(f"data:{self.me.school_id}")


@page(
    route="/admin/data/[resource]",
    title="List",
    roles=DATA_ROLES,
    on_load=[
        DataState.load,
        data_card.CardState.load,
        data_bulk.BulkState.load,
        data_actions.ActionState.load,
    ],
)
def data() -> rx.Component:
    """One list, with the open card at the right of it."""
    state, card, bulk = DataState, data_card.CardState, data_bulk.BulkState
    acted, after = data_actions.ActionState, [state.refresh, card.again, bulk.clear]
    listed = rx.el.div(
        data_list.head(state, card),
        data_bulk.bar(bulk, state.sheet, state.query, state.refresh),
        data_list.body(state, card, bulk),
        data_bulk.dialog(bulk, state.refresh),
        data_actions.outcome(after),
        data_actions.action_dialog(after),
        awake(state.refresh),
        class_name="stack office",
    )
    beside = rx.el.div(listed, data_card.sheet(state.refresh), class_name="with-sheet data")
    return once_ready(
        state.is_ready,
        rx.cond(acted.done.papers.length() > 0, data_actions.papers(), beside),
        loading(8),
        state.load,
    )
