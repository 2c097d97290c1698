"""Today (сегодня): the lesson now, the next ones, and what is left to fill."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import reflex as rx

from ediary_app.journal import days
from ediary_app.ui.components.frame import TEACHING_ROLES
from ediary_app.ui.components.offline import is_lost
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.teacher.operations import Answer, answered


class TodayState(SessionState):
    """A teacher's day."""

    day: days.TeacherDay | None = None
    answers: tuple[Answer, ...] = ()

    @rx.event
    async def load(self):
        """Show today."""
        await self._show(None)

    @rx.event
    async def refresh(self):
        """Something in these lessons changed."""
        await self._show(self.day.on if self.day else None)

    @rx.event
    async def move(self, steps: int):
        """Show another day; 0 is today."""
        on = self.day.on + timedelta(days=max(-400, min(400, steps))) if self.day else None
        await self._show(on if steps else None)

    @rx.event
    async def apply(self, operations: list[dict[str, Any]]):
        """Do what is one tap from done, and answer each."""
        self.answers = await answered(
            self._perform, operations, self.me.language, tuple(self.answers)
        )

    async def _show(self, on: Any) -> None:
        self.day = await self._perform(days.teacher_day, on=on)
        lessons = (*self.day.lessons, *self.day.unfinished)
        self._watch(*[f"lesson:{x.id}" for x in lessons], *_pupils_watched(self.day))


def _pupils_watched(day: days.TeacherDay) -> list[str]:
    return [f"student:{pupil[0]}" for pupil in day.own_class.pupils] if day.own_class else []


class TodayPart(rx.Component):
    """The React part of the day."""

    library = "$/public/parts/lesson/today.js"
    tag = "TodayPart"
    is_default = False

    owner: rx.Var[int]
    day: rx.Var[days.TeacherDay | None]
    answers: rx.Var[tuple[Answer, ...]]
    connected: rx.Var[bool]
    on_move: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_apply: rx.EventHandler[rx.event.passthrough_event_spec(list[dict])]


@page(route="/today", title="Today", roles=TEACHING_ROLES, on_load=TodayState.load)
def today() -> rx.Component:
    """The teacher's day."""
    return TodayPart.create(
        owner=TodayState.me.account_id,
        day=TodayState.day,
        answers=TodayState.answers,
        connected=~is_lost,
        on_move=TodayState.move,
        on_apply=TodayState.apply,
    )
