"""The living page of the look (страница оформления): tokens, and each component with its states."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components import controls, surfaces
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.paging import pager, search_line
from ediary_app.ui.components.parts import LanguageChoice, ThemeChoice
from ediary_app.ui.page import page
from ediary_app.ui.public import design_states as states
from ediary_app.ui.public import design_tokens as tokens
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t

LONG = "Константинопольская-Преображенская Александра-Виктория Владиславовна"


class DesignState(SessionState):
    """What is switched on the page of the look."""

    is_on: bool = True
    is_asked: bool = False

    @rx.event
    async def turn(self, is_on: bool):
        """Turn the example switch."""
        self.is_on = is_on

    @rx.event
    async def ask(self):
        """Open the example question."""
        self.is_asked = True

    @rx.event
    async def answer(self):
        """Close the example question."""
        self.is_asked = False

    @rx.event
    async def leaf(self, number: int):
        """Leaf through a list that is not there."""
        self.is_on = number % 2 == 0


@page(route="/design", title="The look", public=True)
def design() -> rx.Component:
    """Every component with its states, in the look and language now chosen."""
    return rx.el.div(
        rx.el.h1(t("The look")),
        rx.el.p(t("What every screen is made of. Screens use the names, never the values.")),
        rx.el.div(ThemeChoice.create(), LanguageChoice.create(), class_name="columns"),
        _part(t("Type"), tokens.type_scale()),
        _part(t("Measures"), tokens.measures()),
        _part(t("Colours"), tokens.colours(), tokens.contrasts()),
        _part(t("Focus and motion"), tokens.focus_and_motion()),
        _part(t("Icons"), tokens.icons()),
        _part(t("Buttons"), *_buttons()),
        _part(t("Fields"), _fields()),
        _part(t("Choices"), _choices()),
        _part(t("Marks"), states.marks(DesignState.answer)),
        _part(t("Drawings"), states.chart()),
        _part(t("Words of state"), *states.words_of_state()),
        _part(t("Lists and tables"), _narrowing(), *states.tables(DesignState.answer)),
        _part(t("Surfaces"), _surfaces()),
        _part(t("What a page says of itself"), *states.states_of_a_page(DesignState.answer)),
        class_name="design",
    )


def _part(title: rx.Var[str], *children: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *children, class_name="design-part")


def _buttons() -> list[rx.Component]:
    kinds: list[tuple[controls.Kind, Any]] = [
        ("primary", t("Save")), ("plain", t("Add")), ("quiet", t("Later")), ("danger", t("Delete")),
    ]  # fmt: skip
    rows = [
        rx.el.div(
            controls.button(words, kind=kind, on_click=DesignState.answer),
            rx.el.span(words, class_name=f"button {kind} as-hover"),
            rx.el.span(words, class_name=f"button {kind} as-focus"),
            controls.button(words, kind=kind, disabled=True),
            controls.button(words, kind=kind, busy=rx.Var.create(True)),
            class_name="row",
        )
        for kind, words in kinds
    ]
    return [*rows, _other_buttons(), controls.button(LONG, wide=True)]


def _other_buttons() -> rx.Component:
    return rx.el.div(
        controls.button(icon("plus"), t("Add")),
        controls.icon_button("left", t("Previous week")),
        controls.icon_button("right", t("Next week")),
        controls.icon_button("right", t("Next week"), disabled=True),
        rx.el.button(t("Try again"), type="button", class_name="text-button"),
        class_name="row",
    )


def _fields() -> rx.Component:
    kinds = [("1", t("Classwork")), ("2", t("Test"))]
    return rx.el.div(
        controls.text_field(t("Topic"), id="topic", placeholder=t("What the lesson is about")),
        controls.text_field(t("Name"), id="long-name", default_value=LONG),
        controls.text_field(
            t("Minutes"), id="minutes", default_value="95", error=t("Not more than 45 minutes.")
        ),
        controls.text_field(t("Class"), id="fixed", default_value="7А", disabled=True),
        controls.text_field(t("Date"), id="on", type="date"),
        controls.select_field(t("Kind of work"), kinds, id="kind", hint=t("Decides the weight.")),
        controls.select_field(t("Term"), kinds, id="fixed-kind", disabled=True),
        controls.text_area(t("Homework"), id="homework", rows=3),
        class_name="columns",
    )


def _choices() -> rx.Component:
    is_on, turn = DesignState.is_on, DesignState.turn
    return rx.el.div(
        controls.checkbox(t("Done"), checked=is_on, on_change=turn),
        controls.checkbox(t("Done"), checked=False, on_change=turn, disabled=True),
        controls.switch(t("Tell by e-mail"), checked=is_on, on_change=turn),
        controls.switch(t("Tell by e-mail"), checked=~is_on, on_change=turn),
        controls.chip(t("Mine"), pressed=is_on, on_click=turn(True)),
        controls.chip(t("All"), pressed=~is_on, on_click=turn(False)),
        class_name="row",
    )


def _narrowing() -> rx.Component:
    return rx.el.div(
        search_line(t("Name"), id="design-search", on_search=DesignState.answer),
        pager(rx.Var.create(2), rx.Var.create(3), rx.Var.create(60), DesignState.leaf),
        class_name="stack tight",
    )


def _surfaces() -> rx.Component:
    asked = surfaces.confirm(
        rx.el.p(t("The homework goes from the diaries of the class. You can write it anew.")),
        open=DesignState.is_asked,
        title=t("Delete the homework?"),
        act=t("Delete"),
        danger=True,
        on_confirm=DesignState.answer,
        on_cancel=DesignState.answer,
    )
    return rx.el.div(
        surfaces.card(rx.el.p(LONG), title=t("Card"), extra=surfaces.badge(t("Moved"), "warn")),
        surfaces.card(rx.el.p(t("A question before something that is hard to undo.")),
                      controls.button(t("Ask"), kind="danger", on_click=DesignState.ask), asked),
        class_name="columns",
    )  # fmt: skip
