"""Marks by subject (отметки по предметам) of a child."""

from __future__ import annotations

import reflex as rx

from ediary_app.journal import progress
from ediary_app.ui.components.frame import FAMILY_ROLES, empty_state
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import (
    ChildrenState,
    no_children,
    once_ready,
    paper_head,
    switcher,
)
from ediary_app.ui.family.mark_sheet import MarkState, mark_sheet
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t
from ediary_app.ui.views.marks_table import marks_table, terms_row


class MarksState(SessionState):
    """One term of one child's marks."""

    progress: progress.Progress = progress.Progress()
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
        (await self.get_state(ChildrenState))._open(child_id)
        await self._show(0)

    @rx.event
    async def open_term(self, term_id: int):
        """Show another term."""
        await self._show(term_id)

    async def _show(self, term_id: int) -> None:
        family = await self.get_state(ChildrenState)
        child = family.child.id
        which = {"child_id": child, "term_id": term_id, "since": family._since_of_visit(child)}
        found = await self._perform(progress.open_marks, **which)
        if found.progress.student_id != self.progress.student_id:
            (await self.get_state(MarkState))._close()
        family._take(found.family)
        self.progress = found.progress
        self._watch(f"student:{found.progress.student_id}")


@page(
    route="/marks",
    title="Marks",
    roles=FAMILY_ROLES,
    on_load=MarksState.load,
    header=lambda: switcher(MarksState.choose),
)
def marks() -> rx.Component:
    """Marks by subject."""
    shown = MarksState.progress
    term = rx.foreach(shown.terms, lambda x: rx.cond(x.id == shown.term_id, x.name, ""))
    return rx.el.div(
        paper_head(t("Marks"), ", ", term),
        once_ready(
            MarksState.is_ready,
            rx.cond(shown.student_id == 0, no_children(), _term()),
            loading(8),
            MarksState.load,
        ),
        mark_sheet(),
        awake(MarksState.refresh),
        class_name="with-sheet",
    )


def _term() -> rx.Component:
    none_yet = empty_state(
        t("No subjects in this term yet"),
        t("They appear when the school sets up the class's groups."),
    )
    table = marks_table(MarksState.progress, MarkState.show)
    return rx.el.div(
        terms_row(MarksState.progress, MarksState.open_term),
        rx.cond(MarksState.progress.subjects.length() == 0, none_yet, table),
        class_name="stack",
    )
