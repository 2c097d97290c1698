"""The third step of the wizard (ученики): who goes another way than their class."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.rollover import views
from ediary_app.ui.components.controls import button, chip
from ediary_app.ui.components.surfaces import badge, card, empty_state
from ediary_app.ui.text import t


def pupils(desk: Any, sheet: Any, state: Any, on_go: Any) -> rx.Component:
    """The classes to look into, the pupils of the open one, and all who differ."""
    differing = rx.cond(
        desk.own.length() > 0,
        rx.el.ul(rx.foreach(desk.own, _own), class_name="turn-own"),
        empty_state(t("Nobody yet"), t("All pupils go with their classes.")),
    )
    return rx.el.div(
        card(
            rx.el.p(t("Everybody goes with the class. Open a class to let somebody stay, leave, "
                      "finish or go to another class."), class_name="hint"),
            _choice(desk.classes, sheet.class_id, state.open_class),
            rx.cond(sheet.class_id > 0, _sheet(sheet, state)),
            title=t("Pupils with a way of their own"),
        ),
        card(differing, title=t("Who differs")),
        rx.el.div(
            button(t("Back"), on_click=on_go("classes")),
            button(t("On to the check"), kind="primary", on_click=on_go("check")),
            class_name="acts",
        ),
        class_name="stack",
    )  # fmt: skip


def _choice(classes: Any, chosen: Any, on_open: Any) -> rx.Component:
    def one(line: views.ClassLine) -> rx.Component:
        return chip(line.name, pressed=chosen == line.id, on_click=on_open(line.id))

    return rx.el.div(
        rx.foreach(classes, one), class_name="row", role="group", aria_label=t("Classes")
    )


def _sheet(sheet: Any, state: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(sheet.pupils, lambda one: _pupil(one, sheet, state.choose_pupil)),
        class_name="turn-pupils",
        custom_attrs={"aria-label": t("Pupils of {title}", title=sheet.name)},
    )


def _pupil(one: views.PupilLine, sheet: Any, on_choose: Any) -> rx.Component:
    into_a_class = (one.own == "promoted") | (one.own == "stays")
    return rx.el.li(
        rx.el.div(rx.el.b(one.name), rx.el.small(one.outcome, class_name="hint")),
        rx.el.select(
            rx.el.option(t("with the class"), value=""),
            rx.foreach(sheet.ways, lambda way: rx.el.option(way.title, value=way.id)),
            class_name="select", value=one.own,
            on_change=lambda way: on_choose(one.id, way, ""),
            custom_attrs={"aria-label": t("Way of {name}", name=one.name)},
        ),
        rx.cond(
            into_a_class,
            rx.el.select(
                rx.el.option(t("the usual class"), value=""),
                rx.foreach(sheet.targets, lambda to: rx.el.option(to.title, value=to.id)),
                class_name="select", value=one.into,
                on_change=lambda to: on_choose(one.id, one.own, to),
                custom_attrs={"aria-label": t("Class of {name}", name=one.name)},
            ),
        ),
    )  # fmt: skip


def _own(one: views.OwnLine) -> rx.Component:
    return rx.el.li(
        rx.el.b(one.name),
        rx.el.span(one.class_name, class_name="hint"),
        rx.cond(one.reason != "", badge(one.way_name, "warn"), badge(one.way_name)),
        rx.el.span(rx.cond(one.reason != "", one.reason, one.into)),
    )
