"""Attendance of a child (посещаемость): a picture of the period, then days and subjects."""

from __future__ import annotations

import reflex as rx

from ediary_app.journal import absences
from ediary_app.ui.components.frame import FAMILY_ROLES, empty_state
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import (
    ChildrenState,
    no_children,
    once_ready,
    paper_head,
    switcher,
)
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t
from ediary_app.ui.views.attendance import by_day, by_subject, picture, totals
from ediary_app.ui.views.marks_table import terms_row


class AttendanceState(SessionState):
    """One period of one child's attendance."""

    shown: absences.AttendanceOverview = absences.AttendanceOverview()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the present period of the child that is open."""
        await self._show(0)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """A roll was called, or a reason became known."""
        await self._show(self.shown.term_id)

    @rx.event
    async def choose(self, child_id: int):
        """Show another child's attendance."""
        (await self.get_state(ChildrenState))._open(child_id)
        await self._show(0)

    @rx.event
    async def open_term(self, term_id: int):
        """Show another period."""
        await self._show(term_id)

    async def _show(self, term_id: int) -> None:
        family = await self.get_state(ChildrenState)
        which = {"child_id": family.child.id, "term_id": term_id}
        found = await self._perform(absences.open_attendance, **which)
        family._take(found.family)
        self.shown = found.shown
        self._watch(f"student:{found.shown.student_id}")


@page(
    route="/attendance",
    title="Attendance",
    roles=FAMILY_ROLES,
    on_load=AttendanceState.load,
    header=lambda: switcher(AttendanceState.choose),
)
def attendance() -> rx.Component:
    """Attendance of a child."""
    shown = AttendanceState.shown
    return rx.el.div(
        paper_head(t("Attendance"), ", ", shown.period),
        once_ready(
            AttendanceState.is_ready,
            rx.cond(ChildrenState.child.id == 0, no_children(), _period()),
            loading(6),
            AttendanceState.load,
        ),
        awake(AttendanceState.refresh),
    )


def _period() -> rx.Component:
    shown = AttendanceState.shown
    no_lessons = empty_state(
        t("No lessons in this period yet"), t("Choose another period above, or look in later.")
    )
    told = rx.el.div(
        totals(shown), picture(shown), by_day(shown), by_subject(shown), class_name="attendances"
    )
    return rx.el.div(
        terms_row(shown, AttendanceState.open_term),
        rx.cond(shown.held == 0, no_lessons, told),
        class_name="stack",
    )
