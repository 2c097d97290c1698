"""The server (состояние сервера): is all well, what to do if not, and the figures behind."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.jobs import troubles
from ediary_app.ui.admin.health_parts import (
    attention,
    backups_card,
    failures_card,
    figures_card,
    processes_card,
    slow_card,
    stuck_card,
)
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.parts import Pulse
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t
from ediary_app.upkeep import queries, runs

BUSY_MS, IDLE_MS = 1500, 30_000


class HealthState(SessionState):
    """How the installation is, and the failure that was looked for."""

    health: queries.Health = queries.Health()
    asked: str = ""
    found: tuple[queries.FailureLine, ...] = ()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show how it is."""
        self.asked, self.found = "", ()
        await self._show()
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Look anew."""
        await self._show()

    @rx.event
    async def back_up(self):
        """Make a back-up now, in the background."""
        await self._perform(runs.start_backup)
        await self._show()

    @rx.event
    async def find(self, number: str):
        """Look for the failure a person was told the number of."""
        self.asked = number[:16]
        found = await self._perform(queries.failure, number=self.asked) if number else None
        self.found = (found,) if found is not None else ()

    @rx.event
    async def retry(self, trouble_id: int):
        """Try a reaction anew."""
        await self._perform(troubles.retry_reaction, trouble_id=trouble_id)
        await self._show()

    async def _show(self) -> None:
        self.health = await self._perform(queries.health)


@page(
    route="/admin/health",
    title="Server",
    roles=(Role.ADMINISTRATOR,),
    on_load=HealthState.load,
)
def health() -> rx.Component:
    """How the installation is."""
    busy = HealthState.health.backups.is_running
    return rx.el.div(
        awake(HealthState.refresh),
        Pulse.create(
            active=HealthState.is_ready,
            every=rx.cond(busy, BUSY_MS, IDLE_MS),
            on_beat=HealthState.refresh,
        ),
        rx.cond(HealthState.is_ready, _content(), loading(6)),
        class_name="stack health",
    )


def _content() -> rx.Component:
    shown = HealthState.health
    return rx.fragment(
        attention(shown.is_well, shown.attention),
        backups_card(shown.backups, HealthState.back_up),
        rx.el.div(
            figures_card(t("The machine"), shown.server),
            figures_card(t("What waits"), shown.queues),
            class_name="health-pair",
        ),
        slow_card(shown.slow),
        failures_card(shown.failures, HealthState.asked, HealthState.found, HealthState.find),
        rx.cond(shown.stuck.length() > 0, stuck_card(shown.stuck, HealthState.retry)),
        processes_card(shown.processes),
        _looked_at(shown.at),
    )


def _looked_at(at: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Looked at {time}; looked at anew by itself.", time=moment(at)),
                class_name="soft small"),
        button(t("Look anew"), on_click=HealthState.refresh),
        class_name="row",
    )  # fmt: skip
