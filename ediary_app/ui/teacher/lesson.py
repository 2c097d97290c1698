"""The lesson (урок): roll-call, marks, topic and homework on a tablet."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.journal import history, queries
from ediary_app.ui.components.frame import TEACHING_ROLES
from ediary_app.ui.components.mark_history import history_panel
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.teacher.operations import Answer, answer_to


class LessonState(SessionState):
    """One lesson as its teacher works with it."""

    sheet: queries.LessonSheet = queries.LessonSheet()
    answers: list[Answer] = []
    changes: tuple[history.Change, ...] = ()

    @rx.event
    async def load(self):
        """Open the lesson named in the address."""
        self.reset()
        await self._reload(int(self.router.page.params.get("lesson_id", "0") or 0))

    @rx.event
    async def refresh(self):
        """Somebody changed something of this lesson."""
        await self._reload(self.sheet.id)

    @rx.event
    async def apply(self, operations: list[dict[str, Any]]):
        """Do what the tablet's queue holds, in order, and answer each."""
        args = (self._perform, self.sheet.id)
        self.answers = [await answer_to(*args, op, self.me.language) for op in operations[:500]]

    @rx.event
    async def show_history(self, mark_id: int):
        """Show who set a mark, when and why."""
        self.changes = await self._perform(history.mark_history, mark_id=mark_id)

    @rx.event
    async def hide_history(self):
        """Close the history."""
        self.changes = ()

    async def _reload(self, lesson_id: int) -> None:
        self.sheet = await self._perform(queries.lesson_sheet, lesson_id=lesson_id)
        self._watch(f"lesson:{self.sheet.id}", f"school:{self.sheet.id}")


class LessonPart(rx.Component):
    """The React part of the lesson."""

    library = "$/public/parts/lesson/lesson.js"
    tag = "LessonPart"

    sheet: rx.Var[queries.LessonSheet]
    answers: rx.Var[list[Answer]]
    on_apply: rx.EventHandler[rx.event.passthrough_event_spec(list[dict])]
    on_history: rx.EventHandler[rx.event.passthrough_event_spec(int)]


@page(route="/lesson/[lesson_id]", title="Lesson", roles=TEACHING_ROLES, on_load=LessonState.load)
def lesson() -> rx.Component:
    """One lesson."""
    return rx.fragment(
        LessonPart.create(
            sheet=LessonState.sheet,
            answers=LessonState.answers,
            on_apply=LessonState.apply,
            on_history=LessonState.show_history,
        ),
        history_panel(LessonState.changes, LessonState.hide_history),
    )
