"""Which child is open (выбор ребёнка), shared by all pages of the family."""

from __future__ import annotations

import reflex as rx

from ediary_app.journal import diary
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t


class ChildrenState(SessionState):
    """The children whose diaries may be opened, and the one that is."""

    children: tuple[diary.Child, ...] = ()
    child_id: int = 0

    async def _learn(self) -> int:
        """The child that is open; learns the children first when it does not know them."""
        if not self.children:
            self.children = await self._perform(diary.my_children)
        if self.child_id not in [child.id for child in self.children]:
            self.child_id = self.children[0].id if self.children else 0
        return self.child_id

    @rx.event
    async def refresh(self):
        """The list of children itself does not change while a page is open."""


def switcher(choose: rx.EventHandler) -> rx.Component:
    """The children as names with a face of initials; nothing where there is one child only."""
    return rx.cond(
        ChildrenState.children.length() > 1,
        rx.el.div(
            rx.foreach(
                ChildrenState.children,
                lambda child: rx.el.button(
                    rx.el.span(
                        child.initials, class_name="face", custom_attrs={"aria-hidden": "true"}
                    ),
                    rx.el.span(child.name, rx.el.small(child.class_name)),
                    on_click=choose(child.id),
                    type="button",
                    class_name="child",
                    custom_attrs={"aria-pressed": ChildrenState.child_id == child.id},
                ),
            ),
            class_name="children",
            role="group",
            custom_attrs={"aria-label": t("Whose diary")},
        ),
    )
