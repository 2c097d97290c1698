"""What things lie on (карточки, таблицы, полосы) and what a page says of its own state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from ediary_app.ui.components.controls import button
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.parts import ModalDialog
from ediary_app.ui.text import t

Tone = Literal["plain", "info", "ok", "warn", "danger"]
GLYPHS = {"info": "info", "ok": "check", "warn": "warn", "danger": "warn"}


def card(*children: Any, title: Any = None, extra: Any = None, **props: Any) -> rx.Component:
    """A sheet of paper with an optional heading and something at its right."""
    head = [] if title is None else [_card_head(title, extra)]
    return rx.el.section(*head, *children, class_name="card", **props)


def _card_head(title: Any, extra: Any) -> rx.Component:
    right = [] if extra is None else [extra]
    return rx.el.div(rx.el.h2(title), *right, class_name="card-head")


def badge(label: Any, tone: Tone = "plain") -> rx.Component:
    """A state in a word: never a colour alone."""
    mark = [icon(GLYPHS[tone], 14)] if tone in GLYPHS else []
    return rx.el.span(*mark, label, class_name="badge", data_kind=tone)


def banner(*children: Any, tone: Tone = "info", **props: Any) -> rx.Component:
    """A sentence that concerns the whole page."""
    mark = icon(GLYPHS.get(tone, "info"))
    return rx.el.div(
        mark, rx.el.div(*children), class_name="banner", data_kind=tone, role="note", **props
    )


def table(
    head: Sequence[Any], *rows: rx.Component, caption: Any, numeric: Sequence[int] = ()
) -> rx.Component:
    """A table whose head stays in sight; rows are `rx.el.tr` or one `rx.foreach` of them.

    `caption` is read to screen readers; `numeric` are the columns of numbers.
    """
    cells = [
        rx.el.th(title, scope="col", class_name="num" if index in numeric else "")
        if not isinstance(title, str) or title
        else rx.el.td()
        for index, title in enumerate(head)
    ]
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="visually-hidden"),
            rx.el.thead(rx.el.tr(*cells)),
            rx.el.tbody(*rows),
            class_name="table",
        ),
        class_name="table-box",
        tab_index=0,
        role="region",
        custom_attrs={"aria-label": caption},
    )


def loading(rows: int = 4) -> rx.Component:
    """What is on its way, as the shapes it will take."""
    return rx.el.div(
        *[rx.el.div(class_name="skeleton") for _row in range(rows)],
        class_name="skeletons",
        role="status",
        custom_attrs={"aria-label": t("Loading")},
    )


def empty_state(title: Any, text: Any, *extra: rx.Component) -> rx.Component:
    """Nothing here, said kindly, with what to do about it."""
    return rx.el.section(
        rx.el.h2(title, class_name="empty-title"),
        rx.el.p(text, class_name="empty-text"),
        *extra,
        class_name="empty",
    )


def error_state(retry: Any) -> rx.Component:
    """The page could not be shown; nothing is lost, and one can try again."""
    return empty_state(
        t("This could not be shown"),
        t("Nothing is lost. Try again; if it repeats, tell the school office."),
        button(t("Try again"), kind="primary", on_click=retry),
    )


def no_rights() -> rx.Component:
    """The page is not for this role."""
    return empty_state(
        t("This page is not for your role"),
        t("If you have another role, choose it on the page “More”."),
        rx.el.a(t("Start page"), href="/", class_name="button"),
    )


def save_state(state: Any) -> rx.Component:
    """Whether the work is kept, in words: `saved`, `saving`, `waiting` (no network), `refused`."""
    words = rx.match(
        state,
        ("saved", rx.fragment(icon("check", 16), t("Everything is saved"))),
        ("saving", rx.fragment(icon("clock", 16), t("Saving …"))),
        ("waiting", rx.fragment(icon("clock", 16), t("Kept here, waiting for the network"))),
        ("refused", rx.fragment(icon("warn", 16), t("Not saved"))),
        rx.fragment(),
    )
    return rx.el.span(words, class_name="save-state", data_state=state, role="status")


def confirm(
    *children: Any,
    open: Any,
    title: Any,
    act: Any,
    on_confirm: Any,
    on_cancel: Any,
    danger: bool = False,
    keep: Any = None,
) -> rx.Component:
    """A question before something that is hard to undo; Escape and “Cancel” (`keep`) mean no."""
    return ModalDialog.create(
        *children,
        rx.el.div(
            button(t("Cancel") if keep is None else keep, on_click=on_cancel),
            button(act, kind="danger" if danger else "primary", on_click=on_confirm),
            class_name="dialog-acts",
        ),
        open=open,
        title=title,
        on_close=on_cancel,
    )
