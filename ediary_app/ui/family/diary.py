"""The diary week (неделя дневника) of a child."""

from __future__ import annotations

from datetime import date, timedelta

import reflex as rx

from ediary_app.journal import diary as diaries
from ediary_app.journal import history
from ediary_app.ui.components.frame import FAMILY_ROLES, loading
from ediary_app.ui.components.mark_history import history_panel
from ediary_app.ui.family.children import ChildrenState, switcher
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.views.diary_week import diary_week, no_children, week_head


class DiaryState(SessionState):
    """One week of one child's diary."""

    week: diaries.DiaryWeek = diaries.DiaryWeek()
    changes: tuple[history.Change, ...] = ()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show this week of the child that is open."""
        await self._show(None)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Something of this child changed."""
        await self._show(self.week.monday)

    @rx.event
    async def choose(self, child_id: int):
        """Open another child's diary on the same week."""
        (await self.get_state(ChildrenState)).child_id = child_id
        await self._show(self.week.monday)

    @rx.event
    async def move(self, weeks: int):
        """Show the week before or after; 0 is this week."""
        near = max(-60, min(60, weeks))
        shown = self.week.monday
        await self._show(shown + timedelta(weeks=near) if shown and near else None)

    @rx.event
    async def tick(self, homework_id: int, done: bool):
        """A pupil's own "done"."""
        task = {"homework_id": homework_id, "student_id": self.week.student_id, "done": done}
        await self._perform(diaries.tick_homework, **task)
        await self._show(self.week.monday)

    @rx.event
    async def show_history(self, mark_id: int):
        """Show who set a mark, when and why."""
        self.changes = await self._perform(history.mark_history, mark_id=mark_id)

    @rx.event
    async def hide_history(self):
        """Close the history."""
        self.changes = ()

    async def _show(self, on: date | None) -> None:
        child = await (await self.get_state(ChildrenState))._learn()
        if child:
            self.week = await self._perform(diaries.diary_week, student_id=child, on=on)
            self._watch(
                f"student:{child}", *[f"lesson:{x.id}" for d in self.week.days for x in d.lessons]
            )


@page(route="/diary", title="Diary", roles=FAMILY_ROLES, on_load=DiaryState.load)
def diary() -> rx.Component:
    """The diary week."""
    return rx.el.div(
        switcher(DiaryState.choose),
        rx.cond(
            DiaryState.is_ready,
            rx.cond(
                DiaryState.week.student_id == 0,
                no_children(),
                rx.fragment(
                    week_head(DiaryState.week, DiaryState.move),
                    diary_week(
                        DiaryState.week,
                        may_tick=SessionState.me.role == "student",
                        on_tick=DiaryState.tick,
                        on_mark=DiaryState.show_history,
                    ),
                ),
            ),
            loading(),
        ),
        history_panel(DiaryState.changes, DiaryState.hide_history),
        class_name="stack",
    )
