"""The journal page of a group and a term (страница журнала), to read and to print."""

from __future__ import annotations

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.journal import page as pages
from ediary_app.ui.components.frame import TEACHING_ROLES
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState


class JournalState(SessionState):
    """Which group and term is open, and the groups to choose from."""

    groups: tuple[pages.GroupChoice, ...] = ()
    sheet: pages.JournalPage = pages.JournalPage()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the groups one may open, and the first of them."""
        self.groups = await self._perform(pages.my_groups)
        if self.groups and not self.sheet.group_id:
            await self._open(self.groups[0].id, 0)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Something on this page changed."""
        await self._open(self.sheet.group_id, self.sheet.term_id)

    @rx.event
    async def open_group(self, group_id: int):
        """Open another group."""
        await self._open(group_id, 0)

    @rx.event
    async def open_term(self, term_id: int):
        """Open another term of the group."""
        await self._open(self.sheet.group_id, term_id)

    async def _open(self, group_id: int, term_id: int) -> None:
        self.sheet = await self._perform(pages.journal_page, group_id=group_id, term_id=term_id)
        self._watch(f"group:{group_id}")


class JournalPart(rx.Component):
    """The React part of the journal page."""

    library = "$/public/parts/journal.js"
    tag = "JournalPart"

    sheet: rx.Var[pages.JournalPage]
    groups: rx.Var[tuple[pages.GroupChoice, ...]]
    ready: rx.Var[bool]
    on_group: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_term: rx.EventHandler[rx.event.passthrough_event_spec(int)]


@page(
    route="/journal",
    title="Journal",
    roles=(*TEACHING_ROLES, Role.DIRECTOR),
    on_load=JournalState.load,
)
def journal() -> rx.Component:
    """The journal page."""
    return JournalPart.create(
        sheet=JournalState.sheet,
        groups=JournalState.groups,
        ready=JournalState.is_ready,
        on_group=JournalState.open_group,
        on_term=JournalState.open_term,
    )
