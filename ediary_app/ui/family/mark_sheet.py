"""The sheet of a mark (карточка отметки): what for, by whom, and who changed it, when and why."""

from __future__ import annotations

import reflex as rx

from ediary_app.journal import mark_card
from ediary_app.ui.components.mark_history import history_list
from ediary_app.ui.family.children import ChildrenState
from ediary_app.ui.family.parts import Sheet
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import day, t


class MarkState(SessionState):
    """The mark whose sheet is open."""

    card: mark_card.MarkCard = mark_card.MarkCard()

    @rx.event
    async def show(self, mark_id: int):
        """Open the sheet of a mark."""
        self.card = await self._perform(mark_card.mark_card, mark_id=mark_id)
        self._watch(f"student:{(await self.get_state(ChildrenState)).child.id}")

    @rx.event
    async def hide(self):
        """Close the sheet."""
        self._close()

    @rx.event
    async def refresh(self):
        """Something of this child changed: perhaps this mark."""
        if self.card.id:
            self.card = await self._perform(mark_card.mark_card, mark_id=self.card.id)

    def _close(self) -> None:
        self.card = mark_card.MarkCard()
        self._watch()


def mark_sheet() -> rx.Component:
    """The sheet; nothing while no mark is open."""
    card = MarkState.card
    return Sheet.create(
        rx.el.p(
            rx.cond(card.value != "", card.value, "—"),
            rx.cond(card.weight != "1", rx.el.sup("×", card.weight)),
            class_name="sheet-mark",
        ),
        rx.el.dl(
            _line(t("Kind of work"), card.kind),
            _line(t("Weight"), card.weight),
            _line(t("Lesson"), rx.el.span(day(card.on, "weekday"), t(", lesson {n}", n=card.slot))),
            rx.cond(card.topic != "", _line(t("Topic"), card.topic)),
            rx.cond(card.comment != "", _line(t("Comment"), card.comment)),
            _line(t("Teacher"), card.teacher),
            class_name="facts",
        ),
        rx.el.h3(t("History of the mark")),
        history_list(card.changes),
        open=card.id > 0,
        title=card.subject,
        on_close=MarkState.hide,
    )


def _line(name: rx.Var[str], value: rx.Var | rx.Component) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))
