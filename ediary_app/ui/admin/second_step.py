"""Where the second step is demanded (обязательный второй шаг), per school and staff role."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access import totp_policy
from ediary_app.ui.components.controls import switch
from ediary_app.ui.components.surfaces import card
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t


class DemandsState(SessionState):
    """The staff roles and what the school demands of them."""

    demands: tuple[totp_policy.Demand, ...] = ()

    @rx.event
    async def load(self):
        """Show what the school demands."""
        self.demands = await self._perform(totp_policy.demands)

    @rx.event
    async def choose(self, role: str, is_required: bool):
        """Demand the second step of a role, or no longer."""
        await self._perform(totp_policy.demand, role=role, is_required=is_required)
        await self.load()


def second_step_demands() -> rx.Component:
    """A switch for each staff role."""
    return card(
        rx.el.p(
            t("People in these roles set the second step up at their next sign-in."),
            class_name="soft",
        ),
        rx.el.div(rx.foreach(DemandsState.demands, _demand), class_name="demands"),
        title=t("Who must use the second step"),
    )


def _demand(one: Any) -> rx.Component:
    return switch(
        one.title,
        checked=one.is_required,
        on_change=lambda is_on: DemandsState.choose(one.role, is_on),
    )
