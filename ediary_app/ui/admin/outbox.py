"""Outgoing letters (исходящие письма): what was written, to whom, and what became of it."""

from __future__ import annotations

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.post import queries, service
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.surfaces import badge, banner, card, empty_state, loading
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t


class OutboxState(SessionState):
    """The school's letters, and the one that is open."""

    outbox: queries.Outbox = queries.Outbox()
    opened: queries.LetterText = queries.LetterText()
    before: int = 0
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the newest letters."""
        self.before, self.opened = 0, queries.LetterText()
        await self._show()
        self.is_ready = True

    @rx.event
    async def turn(self, before: int):
        """Show older letters, or the newest again."""
        self.before = before
        await self._show()

    @rx.event
    async def open(self, letter_id: int):
        """Read a letter."""
        self.opened = await self._perform(queries.letter, letter_id=letter_id)

    @rx.event
    async def shut(self):
        """Put the letter away."""
        self.opened = queries.LetterText()

    @rx.event
    async def send_again(self, letter_id: int):
        """Give a letter to the mail server once more."""
        await self._perform(service.send_again, letter_id=letter_id)
        await self._show()

    async def _show(self) -> None:
        self.outbox = await self._perform(queries.outbox, before_id=self.before)


@page(
    route="/admin/outbox",
    title="Outgoing letters",
    roles=(Role.ADMINISTRATOR,),
    on_load=OutboxState.load,
)
def outbox() -> rx.Component:
    """The school's letters."""
    return rx.el.div(
        rx.cond(OutboxState.is_ready & ~OutboxState.outbox.has_server, _no_server()),
        rx.cond(OutboxState.opened.id > 0, _letter()),
        rx.cond(
            OutboxState.is_ready,
            rx.cond(OutboxState.outbox.lines.length() > 0, _list(), _nothing()),
            loading(),
        ),
        _pages(),
        class_name="stack",
    )


def _no_server() -> rx.Component:
    return banner(
        rx.el.p(t("No mail server is set: letters are kept here.")),
        rx.el.p(t("Set one with EDIARY_SMTP_HOST and restart; kept letters can then be sent.")),
        tone="info",
    )


def _nothing() -> rx.Component:
    return empty_state(
        t("No letter was written yet"),
        t("Letters about new passwords and confirmed addresses appear here."),
    )


def _letter() -> rx.Component:
    letter = OutboxState.opened
    erased = t("The words were erased: the mail server has the letter, or a month has passed.")
    return card(
        rx.el.p(letter.address, class_name="soft small"),
        rx.el.p(rx.cond(letter.text != "", letter.text, erased), class_name="letter-text"),
        title=letter.subject,
        extra=button(t("Close"), kind="quiet", on_click=OutboxState.shut),
        id="letter",
    )


def _list() -> rx.Component:
    return rx.el.ul(rx.foreach(OutboxState.outbox.lines, _line), class_name="jobs")


def _line(line: queries.LetterLine) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(line.subject),
            rx.el.small(line.address.to(str) + " · ", moment(line.created_at)),
            class_name="job-words",
        ),
        rx.el.small(line.trouble, class_name="soft"),
        _state(line),
        rx.el.div(
            button(t("Read"), on_click=OutboxState.open(line.id)),
            rx.cond(
                line.may_send_again,
                button(t("Send"), kind="primary", on_click=OutboxState.send_again(line.id)),
            ),
            class_name="row job-acts",
        ),
        class_name="job",
    )


def _state(line: queries.LetterLine) -> rx.Component:
    return rx.match(
        line.state,
        ("sent", badge(line.state_name, "ok")),
        ("failed", badge(line.state_name, "danger")),
        ("kept", badge(line.state_name, "info")),
        badge(line.state_name),
    )


def _pages() -> rx.Component:
    older = OutboxState.outbox.next_before
    return rx.el.div(
        rx.cond(OutboxState.before > 0, button(t("The newest"), on_click=OutboxState.turn(0))),
        rx.cond(older > 0, button(t("Older"), on_click=OutboxState.turn(older))),
        class_name="row",
    )
