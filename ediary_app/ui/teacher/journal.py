"""The journal page of a group and a term (страница журнала): filled, read and printed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.journal import history
from ediary_app.journal import page as pages
from ediary_app.journal.operations import Answer, answered
from ediary_app.ui.components.frame import TEACHING_ROLES
from ediary_app.ui.components.mark_history import history_panel
from ediary_app.ui.components.offline import is_lost
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState


class JournalState(SessionState):
    """Which group and term is open, what changes on it, the groups to choose from."""

    groups: pages.GroupChoices = pages.GroupChoices()
    sheet: pages.JournalPage = pages.JournalPage()
    news: pages.JournalNews = pages.JournalNews()
    answers: tuple[Answer, ...] = ()
    changes: tuple[history.Change, ...] = ()
    is_ready: bool = False
    _role: str = ""

    @rx.event
    async def load(self):
        """Show the groups one may open, and the first of them."""
        self.groups = await self._perform(pages.my_groups)
        self.is_ready, self.changes = True, ()
        await self._reopen()

    @rx.event
    async def refresh(self):
        """Something on this page changed: take that, or all when its shape is another."""
        if self.sheet.group_id:
            await self._hear()
        if self.news.shape != self.sheet.shape:
            await self._open(self.sheet.group_id, self.sheet.term_id)

    @rx.event
    async def apply(self, operations: list[dict[str, Any]]):
        """Do what the page's queue holds, in order, and answer each."""
        self.answers = await answered(
            self._perform, operations, self.me.language, tuple(self.answers)
        )

    @rx.event
    async def find(self, search: str, limit: int):
        """Look for a group by class, subject or year; `limit` grows as one asks for more."""
        self.groups = await self._perform(pages.my_groups, search=search, limit=limit)

    @rx.event
    async def open_page(self, group_id: int, term_id: int):
        """Open a group and a term of it (0: the present one)."""
        await self._open(group_id, term_id)

    @rx.event
    async def show_history(self, lesson_id: int, student_id: int):
        """Show who put what into a cell, when and why."""
        self.changes = await self._perform(
            history.cell_history, lesson_id=lesson_id, student_id=student_id
        )

    @rx.event
    async def hide_history(self):
        """Close the history."""
        self.changes = ()

    async def _reopen(self) -> None:
        """The group of the address, or looked at last in this role, or the first there is."""
        said = str(self.router.page.params.get("group", ""))
        asked = int(said) if said.isascii() and said.isdecimal() and len(said) < 12 else 0
        known = asked or (self.sheet.group_id if self._role == self.me.role else 0)
        first = self.groups.items[0].id if self.groups.items else 0
        self._role, self.sheet = self.me.role, pages.JournalPage()
        if known or first:
            await self._open(known or first, 0)

    async def _hear(self) -> None:
        """What changed since the page was read or last heard of."""
        self.news = await self._perform(
            pages.journal_news,
            group_id=self.sheet.group_id,
            term_id=self.sheet.term_id,
            since=self.news.read_at or self.sheet.read_at,
        )

    async def _open(self, group_id: int, term_id: int) -> None:
        self.news = pages.JournalNews()
        self.sheet = await self._perform(pages.journal_page, group_id=group_id, term_id=term_id)
        self._watch(f"group:{group_id}")


class JournalPart(rx.Component):
    """The React part of the journal page."""

    library = "$/public/parts/journal/journal.js"
    tag = "JournalPart"
    is_default = False

    owner: rx.Var[int]
    sheet: rx.Var[pages.JournalPage]
    news: rx.Var[pages.JournalNews]
    answers: rx.Var[tuple[Answer, ...]]
    connected: rx.Var[bool]
    groups: rx.Var[pages.GroupChoices]
    ready: rx.Var[bool]
    on_apply: rx.EventHandler[rx.event.passthrough_event_spec(list[dict])]
    on_find: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(int, int)]
    on_history: rx.EventHandler[rx.event.passthrough_event_spec(int, int)]


@page(
    route="/journal",
    title="Journal",
    roles=(*TEACHING_ROLES, Role.DEPUTY_HEAD, Role.DIRECTOR),
    on_load=JournalState.load,
)
def journal() -> rx.Component:
    """The journal page."""
    return rx.fragment(
        JournalPart.create(
            owner=JournalState.me.account_id,
            sheet=JournalState.sheet,
            news=JournalState.news,
            answers=JournalState.answers,
            connected=~is_lost,
            on_apply=JournalState.apply,
            groups=JournalState.groups,
            ready=JournalState.is_ready,
            on_find=JournalState.find,
            on_open=JournalState.open_page,
            on_history=JournalState.show_history,
        ),
        history_panel(JournalState.changes, JournalState.hide_history),
        awake(JournalState.refresh),
    )
