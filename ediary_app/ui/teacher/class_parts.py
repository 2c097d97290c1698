"""What the class teacher's pages have in common: their tabs, the class, days to leaf through."""

from __future__ import annotations

from datetime import date
from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.ui.components.controls import chip
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.components.surfaces import empty_state
from ediary_app.ui.text import t

FOLLOWING_ROLES = (Role.CLASS_TEACHER, Role.DEPUTY_HEAD)
DAY, MONTH, REASONS = "/class", "/class/month", "/class/reasons"


def asked_class(params: dict[str, Any]) -> int:
    """The class that the address names; 0 when it names none."""
    said = str(params.get("class", ""))
    return int(said) if said.isdecimal() else 0


def asked_day(said: str) -> date | None:
    """A day that an arrow names; None for anything else."""
    try:
        return date.fromisoformat(str(said)[:10])
    except ValueError:
        return None


def tabs(route: str, following: Any) -> rx.Component:
    """Day, month, and for who leads the class the reasons; the class goes with the link."""
    same = "?class=" + following.id.to(str)
    return rx.el.nav(
        _tab(t("Day"), DAY, route, same),
        _tab(t("Month"), MONTH, route, same),
        rx.cond(following.leads, _tab(t("Reasons"), REASONS, route, same)),
        class_name="tabs no-print",
        custom_attrs={"aria-label": t("Attendance")},
    )


def _tab(words: Any, to: str, route: str, same: Any) -> rx.Component:
    current = {"aria-current": "page"} if to == route else {}
    return link(words, to=rx.Var.create(to).to(str) + same, class_name="tab", custom_attrs=current)


def class_choice(following: Any, on_choose: Any) -> rx.Component:
    """The classes to choose from, where there are several."""
    return rx.cond(
        following.choices.length() > 1,
        rx.el.div(
            rx.foreach(
                following.choices,
                lambda c: chip(c.title, pressed=following.id == c.id, on_click=on_choose(c.id)),
            ),
            class_name="chips no-print",
            role="group",
            custom_attrs={"aria-label": t("Class")},
        ),
    )


def leaf(words: Any, back: rx.Component, forward: rx.Component) -> rx.Component:
    """What is open, between two arrows."""
    return rx.el.div(
        back,
        rx.el.h2(words, class_name="leaf-words", custom_attrs={"aria-live": "polite"}),
        forward,
        class_name="row leaf",
    )


def arrow(side: str, words: Any, to: Any, on_turn: Any) -> rx.Component:
    """An arrow to the day or month before or after; still where there is none."""
    return rx.el.button(
        icon(side),
        type="button",
        class_name="icon-button",
        disabled=to.is_none(),
        title=words,
        on_click=on_turn(to.to(str)),
        custom_attrs={"aria-label": words},
    )


def no_class() -> rx.Component:
    """The person leads no class this year."""
    return empty_state(
        t("No class is entrusted to you"),
        t("When the school office names you its class teacher, the class appears here."),
    )
