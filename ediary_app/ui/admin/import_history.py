"""Earlier imports on the screen (прежние загрузки): functions of Vars and event handlers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.exchange import queries
from ediary_app.ui.admin.import_views import pager
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.surfaces import badge, card, confirm, empty_state, loading, table
from ediary_app.ui.text import moment, t


def past(history: Any, is_ready: Any, on_undo: Any, on_turn: Any) -> rx.Component:
    """What was imported before, each with its undo."""
    shown = table(
        (t("When"), t("Table"), t("By whom"), t("Came in"), t("State")),
        rx.foreach(history.lines, lambda line: _line(line, on_undo)),
        caption=t("Earlier imports"),
    )
    nothing = empty_state(
        t("Nothing was imported yet"),
        t("Begin with the class lists, then the staff, then the timetable."),
    )
    return card(
        rx.cond(
            is_ready,
            rx.cond(history.lines.length() > 0, shown, nothing),
            loading(),
        ),
        pager(history.page, history.pages, on_turn),
        title=t("Earlier imports"),
    )


def _line(line: queries.BatchLine, on_undo: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(moment(line.at)),
        rx.el.th(line.title, rx.el.small(line.file_name, class_name="hint"), scope="row"),
        rx.el.td(line.by),
        rx.el.td(t("{new} new, {changed} changed", new=line.new, changed=line.changed)),
        rx.el.td(
            rx.cond(
                line.may_undo,
                button(
                    t("Undo"),
                    on_click=on_undo(line.id),
                    custom_attrs={"aria-label": t("Undo: {title}", title=line.title)},
                ),
                badge(line.state_title),
            )
        ),
    )


def undo_question(batch_id: Any, on_ask: Any, on_undo: Any) -> rx.Component:
    """Whether an import shall really be undone."""
    return confirm(
        rx.el.p(t("What this import made is taken away, what it changed becomes as it was.")),
        open=batch_id > 0,
        title=t("Undo this import?"),
        act=t("Undo the import"),
        keep=t("Keep it"),
        on_confirm=on_undo,
        on_cancel=on_ask(0),
        danger=True,
    )
