"""Marks by subject (отметки по предметам) of a child."""

from __future__ import annotations

import reflex as rx

from ediary_app.journal import history, progress
from ediary_app.ui.components.frame import FAMILY_ROLES, empty_state, loading
from ediary_app.ui.components.mark_history import history_panel
from ediary_app.ui.family.children import ChildrenState, switcher
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t
from ediary_app.ui.views.diary_week import no_children
from ediary_app.ui.views.marks_table import marks_table


class MarksState(SessionState):
    """One term of one child's marks."""

    progress: progress.Progress = progress.Progress()
    changes: tuple[history.Change, ...] = ()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the present term of the child that is open."""
        await self._show(0)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """A mark of this child changed."""
        await self._show(self.progress.term_id)

    @rx.event
    async def choose(self, child_id: int):
        """Show another child's marks."""
        (await self.get_state(ChildrenState)).child_id = child_id
        await self._show(0)

    @rx.event
    async def open_term(self, term_id: int):
        """Show another term."""
        await self._show(term_id)

    @rx.event
    async def show_history(self, mark_id: int):
        """Show who set a mark, when and why."""
        self.changes = await self._perform(history.mark_history, mark_id=mark_id)

    @rx.event
    async def hide_history(self):
        """Close the history."""
        self.changes = ()

    async def _show(self, term_id: int) -> None:
        child = await (await self.get_state(ChildrenState))._learn()
        if child:
            which = {"student_id": child, "term_id": term_id}
            self.progress = await self._perform(progress.marks_by_subject, **which)
            self._watch(f"student:{child}")


@page(route="/marks", title="Marks", roles=FAMILY_ROLES, on_load=MarksState.load)
def marks() -> rx.Component:
    """Marks by subject."""
    return rx.el.div(
        switcher(MarksState.choose),
        rx.cond(
            MarksState.is_ready,
            rx.cond(
                MarksState.progress.student_id == 0,
                no_children(),
                rx.cond(
                    MarksState.progress.subjects.length() == 0,
                    empty_state(
                        t("No subjects in this term yet"),
                        t("They appear when the school sets up the class's groups."),
                    ),
                    marks_table(MarksState.progress, MarksState.open_term, MarksState.show_history),
                ),
            ),
            loading(),
        ),
        history_panel(MarksState.changes, MarksState.hide_history),
        class_name="stack",
    )
