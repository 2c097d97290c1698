"""The living page of the look (страница оформления): each component with its states."""

from __future__ import annotations

import reflex as rx

from ediary_app.journal.diary import DiaryMark
from ediary_app.ui.components import controls, surfaces
from ediary_app.ui.components.icons import PATHS, icon
from ediary_app.ui.components.parts import LanguageChoice, ThemeChoice
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t, tn
from ediary_app.ui.views.diary_week import mark_button

COLOURS = (
    "paper", "sheet", "tint", "line", "line-strong", "ink", "ink-soft", "accent", "accent-tint",
    "info", "ok", "warn", "danger",
)  # fmt: skip
EXAMPLES = (
    DiaryMark(1, "5", "", "", "", False),
    DiaryMark(2, "4", "", "1,5", "", False),
    DiaryMark(3, "3", "", "3", "§ 12", False),
    DiaryMark(4, "5", "", "", "", True),
)
SIZES = ("xxl", "xl", "l", "m", "s", "xs")


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


@page(route="/design", title="The look", public=True)
def design() -> rx.Component:
    """Every component with its states, in the look and language now chosen."""
    return rx.el.div(
        rx.el.h1(t("The look")),
        rx.el.div(ThemeChoice.create(), LanguageChoice.create(), class_name="columns"),
        _part(t("Type and colours"), _type(), _colours()),
        _part(t("Buttons"), _buttons()),
        _part(t("Fields"), _fields()),
        _part(t("Choices"), _choices()),
        _part(t("Table"), _table()),
        _part(t("Marks"), _marks()),
        _part(t("What a page says of itself"), *_states()),
        _part(t("Icons"), _icons()),
        class_name="design",
    )


def _part(title: rx.Var[str], *children: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *children, class_name="design-part")


def _type() -> rx.Component:
    pangram = t("A calm paper diary that happens to be alive, 12345")
    lines = [rx.el.p(pangram, style={"font_size": f"var(--t-{size})"}) for size in SIZES]
    return rx.el.div(*lines, class_name="scale")


def _colours() -> rx.Component:
    return rx.el.div(
        *[
            rx.el.div(
                rx.el.div(class_name="swatch-ink", style={"background": f"var(--{name})"}),
                rx.el.span(name),
                class_name="swatch",
            )
            for name in COLOURS
        ],
        class_name="swatches",
    )


def _buttons() -> rx.Component:
    return rx.el.div(
        controls.button(t("Save"), kind="primary"),
        controls.button(t("Save"), kind="primary", busy=rx.Var.create(True)),
        controls.button(icon("plus"), t("Add")),
        controls.button(t("Later"), kind="quiet"),
        controls.button(t("Delete"), kind="danger", on_click=DesignState.ask),
        controls.button(t("Save"), disabled=True),
        controls.icon_button("left", t("Previous week")),
        controls.icon_button("right", t("Next week")),
        surfaces.confirm(
            rx.el.p(t("The homework goes from the diaries of the class. You can write it anew.")),
            open=DesignState.is_asked,
            title=t("Delete the homework?"),
            act=t("Delete"),
            danger=True,
            on_confirm=DesignState.answer,
            on_cancel=DesignState.answer,
        ),
        class_name="row",
    )


def _fields() -> rx.Component:
    kinds = [("1", t("Classwork")), ("2", t("Test"))]
    return rx.el.div(
        controls.text_field(t("Topic"), id="topic", placeholder=t("What the lesson is about")),
        controls.text_field(
            t("Minutes"), id="minutes", default_value="95", error=t("Not more than 45 minutes.")
        ),
        controls.select_field(t("Kind of work"), kinds, id="kind", hint=t("Decides the weight.")),
        controls.text_area(t("Homework"), id="homework", rows=3),
        class_name="columns",
    )


def _choices() -> rx.Component:
    return rx.el.div(
        controls.checkbox(t("Done"), checked=DesignState.is_on, on_change=DesignState.turn),
        controls.switch(t("Tell by e-mail"), checked=DesignState.is_on, on_change=DesignState.turn),
        controls.chip(t("Mine"), pressed=DesignState.is_on, on_click=DesignState.turn(True)),
        controls.chip(t("All"), pressed=~DesignState.is_on, on_click=DesignState.turn(False)),
        class_name="row",
    )


def _table() -> rx.Component:
    rows = [("Егорова Анна Сергеевна", "5 4 5", "4,67"), ("Ёлкин Пётр", "3 4", "3,50")]
    return surfaces.table(
        [t("Student"), t("Marks"), t("Mean")],
        *[
            rx.el.tr(rx.el.th(name, scope="row"), rx.el.td(marks), rx.el.td(mean, class_name="num"))
            for name, marks, mean in rows
        ],
        caption=t("Marks of the class"),
        numeric=[2],
    )


def _marks() -> rx.Component:
    """Marks as figures: with a weight, with a comment, and one that is new."""
    shown = rx.Var.create(list(EXAMPLES)).to(list[DiaryMark])
    return rx.el.div(
        rx.foreach(shown, lambda m: mark_button(m, t("Algebra"), lambda _id: DesignState.answer)),
        class_name="lesson-marks design-marks",
    )


def _states() -> list[rx.Component]:
    tones = rx.el.div(
        surfaces.badge(t("Test ahead"), "info"),
        surfaces.badge(t("Delivered"), "ok"),
        surfaces.badge(t("Moved"), "warn"),
        surfaces.badge(t("Refused"), "danger"),
        *[surfaces.save_state(s) for s in ("saved", "saving", "waiting", "refused")],
        class_name="row",
    )
    news = surfaces.banner(
        tn("{n} new mark since your last visit", "{n} new marks since your last visit", 3)
    )
    late = surfaces.banner(t("The quarter ends in two days."), tone="warn")
    empty = surfaces.empty_state(t("No lessons today"), t("The next lesson is on Monday at 8:30."))
    failed = surfaces.error_state(DesignState.answer)
    return [tones, news, late, surfaces.loading(2), empty, failed]


def _icons() -> rx.Component:
    return rx.el.div(
        *[rx.el.span(icon(name), name, class_name="row small") for name in PATHS], class_name="row"
    )
