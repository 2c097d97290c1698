"""What a question is answered with (ответ на вопрос): one control for each kind of question.

The control keeps what is typed; `put` is told the code and the whole answer when it is left and
while one types, `pick` the code and one of several choices that was tapped.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.lowcode.questions import QuestionKind as Kind
from ediary_app.ui.components.icons import icon
from ediary_app.ui.text import t

WAIT = 400
"""Milliseconds without a key after which what was typed goes to the server."""


def question_field(one: Any, error: Any, *, which: Any, put: Any, pick: Any) -> rx.Component:
    """A question with its control, its help and what is wrong; `which` tells copies apart."""
    place = "q-" + which.to(str) + "-" + one.code
    mark = rx.cond(one.is_required, rx.el.span(" *", aria_hidden="true"))
    said = rx.cond(
        error != "",
        rx.el.span(icon("warn", 16), error, class_name="field-error", role="alert"),
        rx.cond(one.help != "", rx.el.span(one.help, class_name="hint")),
    )
    label = rx.el.label(one.label, mark, html_for=place, class_name="field-label")
    name = rx.el.span(one.label, mark, id=place + "-name", class_name="field-label")
    is_many = (one.kind == Kind.CHOICES.value) | (one.kind == Kind.YES_NO.value)
    asked = rx.el.div(
        rx.cond(is_many, name, label),
        _control(one, place, error, put, pick),
        rx.el.span(said, id=place + "-said"),
        class_name="field",
    )
    note = rx.el.div(
        rx.el.h3(one.label), rx.cond(one.help != "", rx.el.p(one.help, class_name="soft"))
    )
    return rx.fragment(rx.cond(one.kind == Kind.NOTE.value, note, asked), key=place)


def _control(one: Any, place: Any, error: Any, put: Any, pick: Any) -> rx.Component:
    common: dict[str, Any] = {
        "id": place,
        "default_value": one.text,
        "on_change": put(one.code).debounce(WAIT),
        "on_blur": put(one.code),
        "custom_attrs": {
            "aria-describedby": place + "-said",
            "aria-invalid": rx.cond(error != "", "true", "false"),
            "aria-required": rx.cond(one.is_required, "true", "false"),
        },
    }
    menu = {**common, "on_change": put(one.code)}
    del menu["on_blur"]
    return rx.match(
        one.kind,
        (Kind.CHOICE.value, _menu(one, menu)),
        (Kind.YES_NO.value, _yes_no(one, place, put)),
        (Kind.CHOICES.value, _several(one, place, pick)),
        _typed(one.kind, common),
    )


def _typed(kind: Any, common: dict[str, Any]) -> rx.Component:
    line = {**common, "class_name": "input", "auto_complete": "off", "max_length": 2000}
    text = rx.el.textarea(class_name="textarea", rows="4", max_length=2000, **common)
    return rx.match(
        kind,
        (Kind.TEXT.value, text),
        (Kind.WHOLE.value, rx.el.input(input_mode="numeric", **line)),
        (Kind.DECIMAL.value, rx.el.input(input_mode="decimal", **line)),
        (Kind.DATE.value, rx.el.input(type="date", **line)),
        (Kind.PHONE.value, rx.el.input(type="tel", **line)),
        (Kind.EMAIL.value, rx.el.input(type="email", **line)),
        rx.el.input(**line),
    )


def _menu(one: Any, menu: dict[str, Any]) -> rx.Component:
    return rx.el.select(
        rx.el.option("—", value=""),
        rx.foreach(one.options, lambda o: rx.el.option(o.title, value=o.id)),
        class_name="select",
        **menu,
    )


def _yes_no(one: Any, place: Any, put: Any) -> rx.Component:
    def answer(value: str, words: Any) -> rx.Component:
        box = rx.el.input(
            type="radio", name=place, value=value, default_checked=one.text == value,
            on_change=put(one.code),
        )  # fmt: skip
        return rx.el.label(box, rx.el.span(words), class_name="check")

    return rx.el.div(
        answer("yes", t("Yes")), answer("no", t("No")), class_name="row", role="radiogroup",
        custom_attrs={"aria-labelledby": place + "-name"},
    )  # fmt: skip


def _several(one: Any, place: Any, pick: Any) -> rx.Component:
    taken = "\n" + one.text.to(str) + "\n"
    return rx.el.div(
        rx.foreach(
            one.options,
            lambda o: rx.el.label(
                rx.el.input(
                    type="checkbox",
                    default_checked=taken.contains("\n" + o.id.to(str) + "\n"),
                    on_change=pick(one.code, o.id),
                ),
                rx.el.span(o.title),
                class_name="check",
            ),
        ),
        role="group",
        custom_attrs={"aria-labelledby": place + "-name"},
    )
