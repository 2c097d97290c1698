"""A form made from a declaration (форма): each field by its kind, with what is wrong beside it.

The controls keep what is typed by themselves: a refusal changes nothing in them.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.lowcode.acts import act
from ediary_app.lowcode.values import Choice, Kind
from ediary_app.ui.admin.data_parts import RowPicker
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.icons import icon
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t


class PickState(SessionState):
    """The rows that were found for a relation."""

    options: tuple[Choice, ...] = ()
    searched: str = ""

    @rx.event
    async def find(self, field: str, query: str):
        """Find rows that a relation may lead to."""
        of_list = str(self.router.page.params.get("resource", ""))
        found = await self._perform(act(of_list, "offered"), field=field, query=query[:100])
        self.options, self.searched = found, field


def form(state: Any, on_changed: Any) -> rx.Component:
    """The form of the open card; without the right to write it is a list of facts."""
    card = state.card
    parts = rx.foreach(card.sections, lambda part: _part(part, state))
    submit = rx.el.div(
        button(t("Save"), kind="primary", type="submit"),
        button(t("Cancel"), on_click=state.close),
        class_name="row form-acts",
    )
    return rx.cond(
        card.may_write,
        rx.el.form(
            rx.el.fieldset(parts, submit, disabled=card.is_archived, class_name="stack tight"),
            on_submit=[state.save, on_changed],
            no_validate=True,
            key=state.opening.to(str),
            id="row-form",
        ),
        rx.foreach(card.sections, _facts),
    )


def _part(part: Any, state: Any) -> rx.Component:
    return rx.el.section(
        rx.cond(part.title != "", rx.el.h3(part.title)),
        rx.foreach(part.fields, lambda one: _field(one, state)),
        class_name="stack tight",
    )


def _field(one: Any, state: Any) -> rx.Component:
    error = state.errors.get(one.name, "")
    place = f"field-{one.name}"
    label = rx.el.label(
        one.label,
        rx.cond(one.is_required, rx.el.span(" *", aria_hidden="true")),
        html_for=place,
        class_name="field-label",
    )
    said = rx.el.span(
        rx.cond(
            error != "",
            rx.el.span(icon("warn", 16), error, class_name="field-error", role="alert"),
            rx.el.span(one.help, class_name="hint"),
        ),
        id=f"{place}-said",
    )
    return rx.el.div(
        rx.cond(one.kind == Kind.FLAG.value, rx.fragment(), label),
        control(one, place, error),
        said,
        class_name="field",
    )


def control(one: Any, place: Any, error: Any, pick: Any = PickState) -> rx.Component:
    """What a field is filled in with, by its kind; `pick` finds the rows of relations."""
    common: dict[str, Any] = {
        "id": place,
        "name": one.name,
        "disabled": one.is_fixed,
        "required": one.is_required,
        "custom_attrs": {
            "aria-describedby": f"{place}-said",
            "aria-invalid": rx.cond(error != "", "true", "false"),
        },
    }
    line = {**common, "default_value": one.value, "class_name": "input"}
    plain = rx.el.input(max_length=one.longest, auto_complete="off", **line)
    return rx.match(
        one.kind,
        (Kind.LONG_TEXT.value, rx.el.textarea(**{**line, "class_name": "textarea"})),
        (Kind.NUMBER.value, rx.el.input(input_mode="numeric", **line)),
        (Kind.HUNDREDTHS.value, rx.el.input(input_mode="decimal", **line)),
        (Kind.DAY.value, rx.el.input(type="date", **line)),
        (Kind.CLOCK.value, rx.el.input(type="time", **line)),
        (Kind.FLAG.value, _flag(one, common)),
        (Kind.CHOICE.value, _menu(one, common)),
        (Kind.RELATION.value, rx.cond(one.choices.length() > 0, _menu(one, common),
                                      _picker(one, place, error, pick))),
        plain,
    )  # fmt: skip


def _flag(one: Any, common: dict[str, Any]) -> rx.Component:
    box = rx.el.input(type="checkbox", value="true", default_checked=one.value == "true", **common)
    return rx.el.label(box, rx.el.span(one.label), class_name="check")


def _menu(one: Any, common: dict[str, Any]) -> rx.Component:
    return rx.el.select(
        rx.cond(one.is_required & (one.value != ""), rx.fragment(), rx.el.option("—", value="")),
        rx.foreach(one.choices, lambda choice: rx.el.option(choice.title, value=choice.id)),
        default_value=one.value,
        class_name="select",
        **common,
    )


def _picker(one: Any, place: Any, error: Any, pick: Any) -> rx.Component:
    fixed = rx.fragment(
        rx.el.input(default_value=one.shown, disabled=True, id=place, class_name="input"),
        rx.el.input(type="hidden", name=one.name, value=one.value),
    )
    free = RowPicker.create(
        name=one.name, place=place, value=one.value, shown=one.shown, options=pick.options,
        searched=pick.searched, invalid=error != "", on_search=pick.find,
    )  # fmt: skip
    return rx.cond(one.is_fixed, fixed, free)


def _facts(part: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        return rx.el.div(rx.el.dt(one.label), rx.el.dd(rx.cond(one.shown == "", "—", one.shown)))

    return rx.el.section(
        rx.cond(part.title != "", rx.el.h3(part.title)),
        rx.el.dl(rx.foreach(part.fields, line), class_name="facts"),
    )
