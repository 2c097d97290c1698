"""The second step of the wizard (классы): what becomes of each, and the new first classes."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.rollover import views
from ediary_app.ui.components.controls import button, field
from ediary_app.ui.components.surfaces import badge, card
from ediary_app.ui.text import t, tn

SPANS = (("1-12", "All levels"), ("1-4", "Levels 1–4"), ("5-9", "Levels 5–9"),
         ("10-11", "Levels 10 and 11"))  # fmt: skip


def classes(desk: Any, state: Any, on_go: Any) -> rx.Component:
    """Every class of the year, and the new first ones."""
    spans = (t("All levels"), t("Levels 1–4"), t("Levels 5–9"), t("Levels 10 and 11"))
    chips = [button(words, on_click=state.choose_levels(span))
             for (span, _title), words in zip(SPANS, spans, strict=True)]  # fmt: skip
    return rx.el.div(
        card(
            rx.el.p(t("Everything may be moved at once, or level by level: what is left for later "
                      "is taken up when you begin again."), class_name="hint"),
            rx.el.div(*chips, class_name="row", role="group",
                      aria_label=t("Which levels to move now")),
            rx.el.ul(rx.foreach(desk.classes, lambda one: _class(one, desk.teachers, state)),
                     class_name="turn-classes"),
            title=t("Classes of this year"),
        ),
        card(_first(desk, state.name_first), title=t("New first classes")),
        rx.el.div(
            button(t("Back"), on_click=on_go("year")),
            button(t("On to the pupils"), kind="primary", on_click=on_go("pupils")),
            class_name="acts",
        ),
        class_name="stack",
    )  # fmt: skip


def _class(one: views.ClassLine, teachers: Any, state: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(one.name),
            rx.cond(one.into != "", rx.el.span("→ ", one.into)),
            rx.cond(~one.is_now, badge(t("Later")), rx.cond(one.finishes, badge(t("Finishes")))),
            rx.el.small(tn("{n} pupil", "{n} pupils", one.pupils), class_name="hint"),
            rx.cond(one.held > 0, badge(tn("{n} cannot be moved", "{n} cannot be moved",
                                           one.held), "warn")),
            class_name="turn-name",
        ),
        _way(one, state.change_class),
        rx.cond(one.into != "", _letter(one, state.change_class)),
        rx.cond(one.into != "", _teacher(one, teachers, state.change_class)),
    )  # fmt: skip


def _way(one: views.ClassLine, on_change: Any) -> rx.Component:
    now = rx.cond(one.is_now, rx.cond(one.finishes, "finishes", "up"), "later")
    up = rx.cond(one.must_finish, rx.fragment(), rx.el.option(t("goes up"), value="up"))
    place = f"way-{one.id}"
    control = rx.el.select(
        up,
        rx.el.option(t("finishes"), value="finishes"),
        rx.el.option(t("later"), value="later"),
        id=place, class_name="select", value=now,
        on_change=lambda way: on_change(one.id, "way", way),
    )  # fmt: skip
    return field(t("What becomes of it"), control, id=place)


def _letter(one: views.ClassLine, on_change: Any) -> rx.Component:
    place = f"letter-{one.id}"
    control = rx.el.input(
        id=place, key=place + one.letter, default_value=one.letter, max_length=16,
        class_name="input", on_blur=lambda letter: on_change(one.id, "letter", letter),
    )  # fmt: skip
    return field(t("Letter"), control, id=place)


def _teacher(one: views.ClassLine, teachers: Any, on_change: Any) -> rx.Component:
    place = f"teacher-{one.id}"
    control = rx.el.select(
        rx.el.option(t("nobody yet"), value=""),
        rx.foreach(teachers, lambda who: rx.el.option(who.title, value=who.id)),
        id=place, class_name="select", value=one.teacher,
        on_change=lambda who: on_change(one.id, "teacher", who),
    )  # fmt: skip
    return field(t("Class teacher"), control, id=place)


def _first(desk: Any, on_name: Any) -> rx.Component:
    control = rx.el.input(
        id="first-letters", key="first" + desk.first_letters, default_value=desk.first_letters,
        class_name="input", on_blur=on_name,
    )  # fmt: skip
    return field(
        t("Letters"), control, id="first-letters",
        hint=t("Separated by commas: as many letters as classes. Empty means none."),
    )  # fmt: skip
