"""What needs me (что требует внимания): queues with something in them, and the way to each."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.lowcode import queues
from ediary_app.ui.components.controls import button, chip
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.components.surfaces import empty_state, loading, table
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t

QUEUE_ROLES = (
    Role.TEACHER, Role.CLASS_TEACHER, Role.DEPUTY_HEAD, Role.REGISTRAR, Role.ADMINISTRATOR,
)  # fmt: skip


class QueuesState(SessionState):
    """The queues of one's role, and the open one of them."""

    desk: queues.Desk = queues.Desk()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the first queue with something in it."""
        await self._show("", 1)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Look again at the open queue."""
        await self._show(self.desk.opened, self.desk.page)

    @rx.event
    async def choose(self, name: str):
        """Open a queue."""
        await self._show(name, 1)

    @rx.event
    async def turn(self, number: int):
        """Show another page of the open queue."""
        await self._show(self.desk.opened, number)

    async def _show(self, name: str, number: int) -> None:
        self.desk = await self._perform(queues.desk, name=name, page=number)


@page(route="/queues", title="What needs me", roles=QUEUE_ROLES, on_load=QueuesState.load)
def desk() -> rx.Component:
    """The queues as chips with their counts; below, what waits in the open one."""
    state = QueuesState
    return rx.el.div(
        once_ready(
            state.is_ready,
            rx.cond(state.desk.queues.length() > 0, _desk(state.desk), _nothing()),
            loading(6),
            state.load,
        ),
        awake(state.refresh),
        class_name="stack office",
    )


def _desk(shown: Any) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.foreach(shown.queues, _queue),
            class_name="chips", role="group", custom_attrs={"aria-label": t("What waits")},
        ),
        rx.foreach(shown.queues, _help),
        rx.cond(shown.total > 0, _table(shown), _nothing()),
        rx.cond(shown.pages > 1, _pages(shown)),
    )  # fmt: skip


def _table(shown: Any) -> rx.Component:
    return table(
        [t("What waits"), t("Details"), ""],
        rx.foreach(shown.rows, _waiting),
        caption=t("What waits"),
    )


def _nothing() -> rx.Component:
    return empty_state(
        t("Nothing waits for you"), t("When something is missing or goes wrong, it appears here.")
    )


def _queue(one: Any) -> rx.Component:
    return chip(
        rx.fragment(one.title, rx.el.span(one.count, class_name="number soft")),
        pressed=QueuesState.desk.opened == one.name,
        on_click=QueuesState.choose(one.name),
    )


def _help(one: Any) -> rx.Component:
    return rx.cond(
        QueuesState.desk.opened == one.name, rx.el.p(one.help, class_name="soft", role="status")
    )


def _waiting(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.title, scope="row"),
        rx.el.td(row.note),
        rx.el.td(link(QueuesState.desk.act, to=row.route, class_name="button")),
    )


def _pages(shown: Any) -> rx.Component:
    return rx.el.nav(
        button(icon("left", 18), t("Back"), disabled=shown.page <= 1,
               on_click=QueuesState.turn(shown.page - 1)),
        rx.el.span(t("{page} of {pages}", page=shown.page, pages=shown.pages),
                   class_name="number"),
        button(t("Forward"), icon("right", 18), disabled=shown.page >= shown.pages,
               on_click=QueuesState.turn(shown.page + 1)),
        class_name="row",
        custom_attrs={"aria-label": t("Pages of the list")},
    )  # fmt: skip
