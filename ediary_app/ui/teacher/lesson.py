"""The lesson (урок): roll-call, marks, topic and homework on a tablet."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.journal import history, phrases
from ediary_app.journal import sheet as sheets
from ediary_app.ui.components.frame import TEACHING_ROLES
from ediary_app.ui.components.mark_history import history_panel
from ediary_app.ui.components.offline import is_lost
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.teacher.operations import Answer, answered


class LessonState(SessionState):
    """One lesson as its teacher works with it."""

    sheet: sheets.LessonSheet = sheets.LessonSheet()
    answers: tuple[Answer, ...] = ()
    changes: tuple[history.Change, ...] = ()
    words: phrases.LessonWords = phrases.LessonWords()
    is_asked: bool = False

    @rx.event
    async def load(self):
        """Open the lesson named in the address."""
        self.reset()
        self.is_asked = True
        await self._reload(self.router.page.params.get("lesson_id", "0") or "0")

    @rx.event
    async def refresh(self):
        """Somebody changed something of this lesson."""
        await self._reload(self.sheet.id)

    @rx.event
    async def apply(self, operations: list[dict[str, Any]]):
        """Do what the tablet's queue holds, in order, and answer each."""
        self.answers = await answered(
            self._perform, operations, self.me.language, tuple(self.answers)
        )

    @rx.event
    async def show_history(self, student_id: int):
        """Show who set what for a pupil in this lesson, when and why."""
        self.changes = await self._perform(
            history.cell_history, lesson_id=self.sheet.id, student_id=student_id
        )

    @rx.event
    async def hide_history(self):
        """Close the history."""
        self.changes = ()

    @rx.event
    async def show_words(self):
        """Show what was written to the pupils before, and phrases to write again."""
        self.words = await self._perform(phrases.lesson_words, lesson_id=self.sheet.id)

    async def _reload(self, lesson_id: int | str) -> None:
        self.sheet = await self._perform(sheets.lesson_sheet, lesson_id=lesson_id)
        if self.words.lesson_id == self.sheet.id:
            self.words = await self._perform(phrases.lesson_words, lesson_id=self.sheet.id)
        self._watch(f"lesson:{self.sheet.id}", f"data:{self.me.school_id}")


class LessonPart(rx.Component):
    """The React part of the lesson."""

    library = "$/public/parts/lesson/lesson.js"
    tag = "LessonPart"
    is_default = False

    owner: rx.Var[int]
    sheet: rx.Var[sheets.LessonSheet]
    answers: rx.Var[tuple[Answer, ...]]
    words: rx.Var[phrases.LessonWords]
    asked: rx.Var[bool]
    connected: rx.Var[bool]
    on_apply: rx.EventHandler[rx.event.passthrough_event_spec(list[dict])]
    on_words: rx.EventHandler[rx.event.no_args_event_spec]
    on_history: rx.EventHandler[rx.event.passthrough_event_spec(int)]


@page(route="/lesson/[lesson_id]", title="Lesson", roles=TEACHING_ROLES, on_load=LessonState.load)
def lesson() -> rx.Component:
    """One lesson."""
    return rx.fragment(
        LessonPart.create(
            owner=LessonState.me.account_id,
            sheet=LessonState.sheet,
            answers=LessonState.answers,
            words=LessonState.words,
            asked=LessonState.is_asked,
            connected=~is_lost,
            on_apply=LessonState.apply,
            on_words=LessonState.show_words,
            on_history=LessonState.show_history,
        ),
        history_panel(LessonState.changes, LessonState.hide_history),
    )
