"""Papers to print (печать): class lists as PDF."""

from __future__ import annotations

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.school import papers as school_papers
from ediary_app.school.roster import ClassChoice
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.surfaces import empty_state, loading
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t

PRINTING_ROLES = (
    Role.REGISTRAR,
    Role.DEPUTY_HEAD,
    Role.DIRECTOR,
    Role.CLASS_TEACHER,
    Role.TEACHER,
)


class PapersState(SessionState):
    """The classes whose lists may be printed."""

    classes: tuple[ClassChoice, ...] = ()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the classes."""
        self.classes = await self._perform(school_papers.printable_classes)
        self.is_ready = True


@page(route="/papers", title="Papers", roles=PRINTING_ROLES, on_load=PapersState.load)
def papers() -> rx.Component:
    """Class lists, one link each."""
    return rx.el.div(
        rx.el.h2(t("Class lists")),
        rx.el.p(t("A tap opens the list as PDF, ready to print."), class_name="hint"),
        rx.cond(
            PapersState.is_ready,
            rx.cond(PapersState.classes.length() > 0, _classes(), _nothing()),
            loading(),
        ),
        class_name="stack",
    )


def _classes() -> rx.Component:
    return rx.el.ul(rx.foreach(PapersState.classes, _class), class_name="row papers")


def _class(choice: ClassChoice) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            icon("print", 18),
            choice.title,
            href="/api/papers/class-list/" + choice.id.to(str),
            target="_blank",
            rel="noopener",
            class_name="button",
            custom_attrs={"aria-label": t("Class list {title}", title=choice.title)},
        )
    )


def _nothing() -> rx.Component:
    return empty_state(
        t("There is no class to print"),
        t("Lists appear here when pupils are enrolled in your classes."),
    )
