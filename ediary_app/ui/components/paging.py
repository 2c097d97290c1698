"""Lists of people by the page (поиск и страницы): a search line, filters, earlier and later."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.controls import button
from ediary_app.ui.components.icons import icon
from ediary_app.ui.text import t, tn


def search_line(label: Any, *, id: str, on_search: Any, value: Any = "") -> rx.Component:
    """A search field that asks as one types, a moment after the last key; `value` begins it."""
    return rx.el.div(
        rx.el.label(label, html_for=id, class_name="field-label"),
        rx.el.input(
            id=id, type="search", class_name="input", auto_complete="off", default_value=value,
            on_change=on_search.debounce(300),
        ),
        class_name="field grow",
        role="search",
    )  # fmt: skip


def pager(page: Any, pages: Any, total: Any, on_page: Any) -> rx.Component:
    """How many there are, and the way to the pages before and after."""
    return rx.el.nav(
        rx.el.span(tn("{n} person", "{n} people", total), class_name="soft"),
        rx.cond(
            pages > 1,
            rx.el.div(
                button(icon("left", 18), t("Back"), disabled=page <= 1,
                       on_click=on_page(page - 1)),
                rx.el.span(t("{page} of {pages}", page=page, pages=pages), class_name="number"),
                button(t("Forward"), icon("right", 18), disabled=page >= pages,
                       on_click=on_page(page + 1)),
                class_name="row",
            ),
        ),
        class_name="row apart",
        custom_attrs={"aria-label": t("Pages of the list")},
    )  # fmt: skip
