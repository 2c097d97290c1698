"""The history of a mark in a panel (кто, когда, почему)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.icons import icon
from ediary_app.ui.text import moment, t


def history_panel(changes: Any, on_close: Any) -> rx.Component:
    """Who changed a mark, when, from what to what and why; nothing while there is no history."""
    return rx.cond(
        changes.length() > 0,
        rx.el.div(
            rx.el.header(
                rx.el.h2(t("History of the mark")),
                rx.el.button(
                    icon("close"),
                    on_click=on_close,
                    class_name="icon-button",
                    custom_attrs={"aria-label": t("Close")},
                ),
                class_name="panel-head",
            ),
            history_list(changes),
            class_name="panel",
            role="dialog",
            custom_attrs={"aria-label": t("History of the mark")},
        ),
    )


def history_list(changes: Any) -> rx.Component:
    """The changes of a mark, the oldest first."""
    return rx.el.ol(rx.foreach(changes, _change), class_name="changes")


def _change(change: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.cond(change.is_attendance, _attendance(change), _mark(change)),
            class_name="change-what",
        ),
        rx.cond(change.work != "", rx.el.p(change.work)),
        rx.el.p(moment(change.at), " · ", change.who, class_name="hint"),
        rx.cond(change.comment != "", rx.el.p(change.comment)),
        rx.cond(change.reason != "", rx.el.p(t("Reason: {reason}", reason=change.reason))),
        rx.cond(change.is_erased, rx.el.p(t("The personal values were erased by request."))),
    )


def _mark(change: Any) -> Any:
    return rx.cond(
        change.value == "",
        t("{before} was taken away", before=change.before),
        rx.cond(
            change.before == "",
            t("{value} was set", value=change.value),
            t("{before} was changed to {value}", before=change.before, value=change.value),
        ),
    )


def _attendance(change: Any) -> Any:
    return rx.cond(
        change.value == "",
        t("Attendance: {before} was cleared", before=change.before),
        rx.cond(
            change.before == "",
            t("Attendance: {value}", value=change.value),
            t("Attendance: {before} became {value}", before=change.before, value=change.value),
        ),
    )
