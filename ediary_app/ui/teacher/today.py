"""Today (сегодня): the lesson now, the next ones, and what is left to fill."""

from __future__ import annotations

from datetime import timedelta

import reflex as rx

from ediary_app.journal import queries
from ediary_app.ui.components.frame import TEACHING_ROLES
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState


class TodayState(SessionState):
    """A teacher's day."""

    day: queries.TeacherDay | None = None

    @rx.event
    async def load(self):
        """Show today."""
        self.day = await self._perform(queries.teacher_day)
        self._watch(*[f"lesson:{x.id}" for x in (*self.day.lessons, *self.day.unfinished)])

    @rx.event
    async def refresh(self):
        """Something in these lessons changed."""
        self.day = await self._perform(queries.teacher_day, on=self.day.on if self.day else None)

    @rx.event
    async def move(self, days: int):
        """Show another day."""
        on = self.day.on + timedelta(days=max(-400, min(400, days))) if self.day else None
        self.day = await self._perform(queries.teacher_day, on=on)


class TodayPart(rx.Component):
    """The React part of the day."""

    library = "$/public/parts/lesson/today.js"
    tag = "TodayPart"

    day: rx.Var[queries.TeacherDay | None]
    on_move: rx.EventHandler[rx.event.passthrough_event_spec(int)]


@page(route="/today", title="Today", roles=TEACHING_ROLES, on_load=TodayState.load)
def today() -> rx.Component:
    """The teacher's day."""
    return TodayPart.create(day=TodayState.day, on_move=TodayState.move)
