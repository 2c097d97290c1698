"""The card of news (новое с прошлого раза): a function of Vars."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.icons import icon
from ediary_app.ui.text import day, t, tn
from ediary_app.ui.views.words import attendance_words, note_words


def news_card(news: Any, on_mark: Any, on_close: Any) -> rx.Component:
    """How much is new in words, then each thing; marks open their sheet."""
    return rx.el.section(
        rx.el.header(
            rx.el.h2(t("New since last time")),
            rx.el.p(*_counts(news), class_name="news-counts"),
            rx.el.button(
                icon("close"),
                on_click=on_close,
                type="button",
                class_name="icon-button",
                custom_attrs={"aria-label": t("Put the news away")},
            ),
            class_name="news-head",
        ),
        rx.el.ul(
            rx.foreach(news.things, lambda item: _item(item, on_mark)), class_name="news-items"
        ),
        class_name="news no-print",
    )


def _counts(news: Any) -> list[rx.Component]:
    parts = [
        (news.marks, tn("{n} mark", "{n} marks", news.marks)),
        (news.absences, tn("{n} note of attendance", "{n} notes of attendance", news.absences)),
        (news.tasks, tn("{n} homework", "{n} homeworks", news.tasks)),
        (news.words, tn("{n} word from a teacher", "{n} words from teachers", news.words)),
    ]
    return [rx.cond(count > 0, rx.el.span(words)) for count, words in parts]


def _item(item: Any, on_mark: Any) -> rx.Component:
    on = day(item.on, "short")
    return rx.el.li(
        rx.match(
            item.kind,
            ("mark", _mark(item, on_mark)),
            ("attendance", _line(item.subject, attendance_words(item.text), on)),
            ("homework", _line(item.subject, item.text, t("due {day}", day=on))),
            _line(note_words(item.kind), item.text, on),
        )
    )


def _mark(item: Any, on_mark: Any) -> rx.Component:
    return rx.el.button(
        rx.el.b(item.text, class_name="news-mark"),
        rx.el.span(item.subject),
        rx.el.small(day(item.on, "short")),
        on_click=on_mark(item.id),
        type="button",
        class_name="news-item",
    )


def _line(name: Any, words: Any, on: Any) -> rx.Component:
    told = rx.el.span(rx.el.b(name), rx.el.span(words, class_name="clip"), class_name="news-words")
    return rx.el.div(told, rx.el.small(on), class_name="news-item")
