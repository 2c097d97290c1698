"""One subject of a child (предмет): the way of its mean as a drawing, and every mark behind it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.journal import subject_marks
from ediary_app.ui.components.frame import FAMILY_ROLES, empty_state
from ediary_app.ui.components.link import link
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import (
    ChildrenState,
    no_children,
    once_ready,
    paper_head,
    switcher,
)
from ediary_app.ui.family.mark_sheet import MarkState, mark_sheet
from ediary_app.ui.family.marks import MarksState
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t
from ediary_app.ui.views.marks_table import terms_row
from ediary_app.ui.views.subject_steps import mean_chart, mean_words, steps_table


class SubjectState(SessionState):
    """One subject of the open child in one period."""

    shown: subject_marks.SubjectMarks = subject_marks.SubjectMarks()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the subject named in the address, in the period that the marks were open on."""
        self.shown, self.is_ready = subject_marks.SubjectMarks(), False
        await self._show((await self.get_state(MarksState)).progress.term_id)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """A mark of this child changed."""
        await self._show(self.shown.term_id)

    @rx.event
    async def choose(self, child_id: int):
        """Show the same subject of another child."""
        (await self.get_state(ChildrenState))._open(child_id)
        await self._show(0)

    @rx.event
    async def open_term(self, term_id: int):
        """Show another period."""
        await self._show(term_id)

    async def _show(self, term_id: int) -> None:
        family = await self.get_state(ChildrenState)
        subject = self.router.page.params.get("subject_id", "0") or "0"
        which = {"subject_id": subject, "child_id": family.child.id, "term_id": term_id}
        found = await self._perform(subject_marks.open_subject, **which)
        if found.shown.student_id != self.shown.student_id:
            (await self.get_state(MarkState))._close()
        family._take(found.family)
        self.shown = found.shown
        self._watch(f"student:{found.shown.student_id}")


@page(
    route="/marks/[subject_id]",
    title="Subject",
    roles=FAMILY_ROLES,
    on_load=SubjectState.load,
    header=lambda: switcher(SubjectState.choose),
)
def subject() -> rx.Component:
    """One subject."""
    shown = SubjectState.shown
    return rx.el.div(
        paper_head(shown.subject, ", ", shown.period),
        link("‹ ", t("Marks"), to="/marks", class_name="back no-print"),
        once_ready(
            SubjectState.is_ready,
            rx.cond(
                ChildrenState.child.id == 0,
                no_children(),
                rx.cond(shown.subject == "", _not_learned(), _subject(shown)),
            ),
            loading(6),
            SubjectState.load,
        ),
        mark_sheet(),
        awake(SubjectState.refresh),
        class_name="with-sheet stack",
    )


def _not_learned() -> rx.Component:
    return empty_state(
        t("This subject is not in the diary"),
        t("The child does not learn it this year. Choose another subject on the page of marks."),
    )


def _subject(shown: Any) -> rx.Component:
    none_yet = empty_state(
        t("No marks in this period"), t("Choose another period above, or look in later.")
    )
    told = rx.fragment(mean_words(shown), mean_chart(shown), steps_table(shown, MarkState.show))
    return rx.el.div(
        rx.el.header(
            rx.el.h2(shown.subject),
            rx.cond(shown.teachers != "", rx.el.p(shown.teachers, class_name="soft")),
            class_name="subject-head",
            data_color=shown.color,
        ),
        terms_row(shown, SubjectState.open_term),
        rx.cond(shown.steps.length() == 0, none_yet, told),
        class_name="stack",
    )
