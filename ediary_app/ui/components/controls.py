"""Things one presses and fills in (кнопки и поля): functions of Vars and event handlers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from ediary_app.ui.components.icons import icon
from ediary_app.ui.text import t

Kind = Literal["plain", "primary", "danger", "quiet"]


def button(
    *children: Any, kind: Kind = "plain", busy: Any = None, wide: bool = False, **props: Any
) -> rx.Component:
    """A button; while `busy` it cannot be pressed again and says so."""
    classes = " ".join(["button", kind, *(["wide"] if wide else [])])
    props.setdefault("type", "button")
    if busy is None:
        return rx.el.button(*children, class_name=classes, **props)
    shown = rx.cond(busy, t("One moment …"), rx.fragment(*children))
    return rx.el.button(shown, class_name=classes, disabled=busy, **props)


def icon_button(name: str, label: Any, **props: Any) -> rx.Component:
    """A button with an icon alone; its words are for screen readers and the tooltip."""
    return rx.el.button(
        icon(name),
        type="button",
        class_name="icon-button",
        title=label,
        custom_attrs={"aria-label": label},
        **props,
    )


def field(
    label: Any, control: rx.Component, *, id: str, hint: Any = None, error: Any = None
) -> rx.Component:
    """A labelled control with a hint and, when `error` is not empty, what is wrong with it."""
    return rx.el.div(
        rx.el.label(label, html_for=id, class_name="field-label"),
        control,
        *([rx.el.span(hint, class_name="hint", id=f"{id}-hint")] if hint is not None else []),
        *([_error(id, error)] if error is not None else []),
        class_name="field",
    )


def _error(id: str, error: Any) -> rx.Component:
    said = rx.el.span(icon("warn", 16), error, class_name="field-error")
    shown = rx.cond(rx.Var.create(error) != "", said)
    return rx.el.span(shown, id=f"{id}-error", role="alert")


class TypedInput(rx.Component):
    """A field that keeps what is typed while the server's answers are on their way."""

    library = "$/public/parts/typed.js"
    tag = "TypedInput"
    is_default = False

    value: rx.Var[str]
    type: rx.Var[str]
    max_length: rx.Var[int]
    auto_complete: rx.Var[str]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class TypedBox(rx.Component):
    """A box that is ticked at once, however late the server's answer comes."""

    library = "$/public/parts/typed.js"
    tag = "TypedBox"
    is_default = False

    checked: rx.Var[bool]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


def text_field(
    label: Any, *, id: str, hint: Any = None, error: Any = None, **props: Any
) -> rx.Component:
    """A line of text with its label, hint and error; a `value` is one that a State holds."""
    line = TypedInput.create if "value" in props else rx.el.input
    control = line(id=id, class_name="input", **_described(id, hint, error), **props)
    return field(label, control, id=id, hint=hint, error=error)


def text_area(
    label: Any, *, id: str, hint: Any = None, error: Any = None, **props: Any
) -> rx.Component:
    """Several lines of text with their label, hint and error."""
    control = rx.el.textarea(id=id, class_name="textarea", **_described(id, hint, error), **props)
    return field(label, control, id=id, hint=hint, error=error)


def select_field(
    label: Any,
    options: Sequence[tuple[str, Any]] | rx.Var[Any],
    *,
    id: str,
    hint: Any = None,
    error: Any = None,
    **props: Any,
) -> rx.Component:
    """A choice from a list of (value, words); a Var holds objects with `id` and `title`."""
    shown: Any
    if isinstance(options, rx.Var):
        shown = [rx.foreach(options, lambda o: rx.el.option(o.title, value=o.id.to(str)))]
    else:
        shown = [rx.el.option(words, value=value) for value, words in options]
    control = rx.el.select(
        *shown, id=id, class_name="select", **_described(id, hint, error), **props
    )
    return field(label, control, id=id, hint=hint, error=error)


def _described(id: str, hint: Any, error: Any) -> dict[str, Any]:
    said = [f"{id}-hint"] if hint is not None else []
    said += [f"{id}-error"] if error is not None else []
    attributes: dict[str, Any] = {"aria-describedby": " ".join(said)} if said else {}
    if error is not None:
        attributes["aria-invalid"] = rx.cond(rx.Var.create(error) != "", "true", "false")
    return {"custom_attrs": attributes} if attributes else {}


def checkbox(label: Any, *, checked: Any, on_change: Any, **props: Any) -> rx.Component:
    """A tick with its words; the whole line can be tapped."""
    return rx.el.label(
        rx.el.input(type="checkbox", checked=checked, on_change=on_change, **props),
        rx.el.span(label),
        class_name="check",
    )


def switch(label: Any, *, checked: Any, on_change: Any, **props: Any) -> rx.Component:
    """Something that is on or off at once."""
    return rx.el.label(
        rx.el.input(type="checkbox", role="switch", checked=checked, on_change=on_change, **props),
        rx.el.span(label),
        class_name="check switch",
    )


def chip(label: Any, *, pressed: Any, on_click: Any, **props: Any) -> rx.Component:
    """A filter or one of several choices; pressed is said to screen readers too."""
    return rx.el.button(
        label,
        type="button",
        class_name="chip",
        on_click=on_click,
        custom_attrs={"aria-pressed": rx.cond(pressed, "true", "false")},
        **props,
    )
