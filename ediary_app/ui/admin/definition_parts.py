"""Pieces of the definitions' pages: the editor, where a version stands, a preview, a comparison."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.lowcode.definition_values import Asked, Fault, Hint
from ediary_app.ui.components.surfaces import badge
from ediary_app.ui.text import t


class DefinitionEditor(rx.Component):
    """The editor of a content: paints at once, keeps what is typed, shows faults at their line."""

    library = "$/public/parts/definitions/editor.js"
    tag = "DefinitionEditor"
    is_default = False

    asks: rx.Var[tuple[Asked, ...]]
    content: rx.Var[dict[str, Any]]
    faults: rx.Var[tuple[Fault, ...]]
    hints: rx.Var[tuple[Hint, ...]]
    place: rx.Var[str]
    fresh: rx.Var[bool]
    on_typed: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


def origin_badge(origin: Any) -> rx.Component:
    """Where what is shown comes from, in a word."""
    return rx.match(
        origin,
        ("draft", badge(t("Draft"), "warn")),
        ("own", badge(t("The school's own"), "ok")),
        ("everywhere", badge(t("For all schools"))),
        ("supplied", badge(t("As supplied"))),
        badge(t("Not filled in yet")),
    )


WRITTEN = {"custom_attrs": {"data-written": "true"}}
"""Marks what the school has written, in whatever language, among the product's own words."""


def preview_card(preview: Any) -> rx.Component:
    """What the content would do, on test data."""
    shown = rx.fragment(
        rx.cond(preview.subject != "", rx.el.p(rx.el.b(preview.subject), **WRITTEN)),
        rx.cond(
            preview.html != "",
            rx.html(preview.html, class_name="letter-preview", **WRITTEN),
        ),
        rx.cond(
            preview.text != "",
            rx.el.div(preview.text, class_name="letter-preview plain-preview", **WRITTEN),
        ),
        rx.cond(preview.lines.length() > 0, _table(preview)),
        rx.cond(preview.note != "", rx.el.p(preview.note, class_name="hint")),
    )
    wrong = rx.el.p(t("Shown again when what is marked is put right."), class_name="soft")
    return rx.el.section(
        rx.el.h3(t("Preview on test data")),
        rx.cond(preview.faults.length() > 0, wrong, shown),
        class_name="card stack tight",
    )


def _table(preview: Any) -> rx.Component:
    head = rx.foreach(preview.head, lambda word: rx.el.th(word, scope="col"))
    rows = rx.foreach(
        preview.lines,
        lambda line: rx.el.tr(rx.foreach(line, rx.el.td)),
    )
    table = rx.el.table(rx.el.thead(rx.el.tr(head)), rx.el.tbody(rows), class_name="table")
    return rx.el.div(
        table, class_name="table-box", tab_index=0, role="region",
        custom_attrs={"aria-label": t("Preview on test data")},
    )  # fmt: skip


def comparison(differences: Any) -> rx.Component:
    """In what two versions differ, line by line: gone lines are struck through, new ones marked."""
    nothing = rx.el.p(t("Nothing differs."), class_name="soft")
    return rx.cond(differences.length() > 0, rx.foreach(differences, _difference), nothing)


def _difference(one: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h4(one.label),
        rx.el.ul(rx.foreach(one.lines, _diff_line), class_name="diff", tab_index=0),
    )


def _diff_line(line: Any) -> rx.Component:
    mark = rx.match(line.mark, ("new", "+ "), ("gone", "− "), "  ")
    said = rx.match(line.mark, ("new", t("new:")), ("gone", t("gone:")), "")
    return rx.el.li(
        rx.el.span(said, class_name="visually-hidden"),
        rx.el.span(mark, aria_hidden="true"),
        line.text,
        data_mark=line.mark,
    )
