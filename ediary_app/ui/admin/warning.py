"""What every page of the administrator says when back-ups are late (предупреждение)."""

from __future__ import annotations

import reflex as rx

from ediary_app.ui.components.link import link
from ediary_app.ui.components.surfaces import banner
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t
from ediary_app.upkeep import book


class WarningState(SessionState):
    """The warning, empty when there is none or it is not for this person."""

    warning: str = ""

    @rx.event
    async def look(self):
        """Learn whether there is something to warn of."""
        self.warning = await self._perform(book.backup_warning)


def backup_warning() -> rx.Component:
    """The warning, with the way to the page where something can be done."""
    return rx.cond(
        WarningState.warning != "",
        banner(
            rx.el.p(rx.el.b(t("The last good back-up is older than a day"))),
            rx.el.p(WarningState.warning),
            link(t("To the server's page"), to="/admin/health"),
            tone="danger",
            id="backup-warning",
        ),
    )
