"""A page during an outage (неполадка): it says what is away, asks again, and goes on by itself."""

from __future__ import annotations

import asyncio

import reflex as rx
from reflex.state import OnLoadInternalState
from reflex_base.event.context import EventContext

from ediary_app.access import whoami
from ediary_app.kernel.errors import Unavailable
from ediary_app.ui.components.parts import Pulse
from ediary_app.ui.session import AWAY, SessionState

ASK_AGAIN_MS = 4000
_saying: set[asyncio.Task[None]] = set()


class RecoveryState(SessionState):
    """Waits on a page for the end of an outage (ожидание связи с сервером)."""

    @rx.event
    async def ask_again(self):
        """See whether the outage is over; a page that could not be opened is opened then."""
        await self._perform(whoami.whoami)
        self.notice = self.notice_kind = ""
        return None if self._is_entered else OnLoadInternalState.on_load_internal


def recovery() -> rx.Component:
    """Asks again, every few seconds, while the page says that something is away."""
    return Pulse.create(
        active=SessionState.notice_kind == AWAY,
        every=ASK_AGAIN_MS,
        on_beat=RecoveryState.ask_again,
    )


def say_past_states(refusal: Unavailable) -> None:
    """Show a sentence on the page of the event at hand while its State cannot be reached."""
    shown = {"notice": refusal.text(), "notice_kind": AWAY}
    delta = {SessionState.get_full_name(): {f"{k}_rx_state_": v for k, v in shown.items()}}
    task = asyncio.ensure_future(EventContext.get().emit_delta(delta))
    _saying.add(task)
    task.add_done_callback(_saying.discard)
