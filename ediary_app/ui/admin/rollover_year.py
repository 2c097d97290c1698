"""The first step of the wizard (новый год): its dates, terms and holidays."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.rollover import views
from ediary_app.ui.components.controls import button, text_field
from ediary_app.ui.components.surfaces import banner, card
from ediary_app.ui.text import day, t

STEPS = ("year", "classes", "pupils", "check", "done")


def steps(at: Any, desk: Any, on_go: Any) -> rx.Component:
    """Where one is; each step can be gone to."""
    words = (t("Year"), t("Classes"), t("Pupils"), t("Check"), t("Result"))
    return rx.el.nav(
        rx.el.h2(t("From {old} to {new}", old=desk.year_name, new=desk.next_name)),
        rx.el.ol(
            *[_step(at, name, n, title, on_go)
              for n, (name, title) in enumerate(zip(STEPS, words, strict=True), 1)],
            class_name="import-steps turn-steps",
        ),
        custom_attrs={"aria-label": t("Steps")},
    )  # fmt: skip


def _step(at: Any, name: str, number: int, title: Any, on_go: Any) -> rx.Component:
    return rx.el.li(
        button(rx.el.b(str(number)), title, kind="quiet", on_click=on_go(name)),
        custom_attrs={"aria-current": rx.cond(at == name, "step", "false")},
    )


def year(desk: Any, state: Any) -> rx.Component:
    """The dates of the next year."""
    return rx.el.div(
        card(
            rx.cond(
                desk.is_open,
                banner(t("The next year is opened already: its dates are kept among the lists."),
                       tone="info"),
            ),
            _dates(state),
            title=t("Dates of the next year"),
        ),
        rx.cond(desk.terms.length() > 0, _terms(desk.terms, state.move_term)),
        rx.cond(desk.holidays.length() > 0, _holidays(desk.holidays)),
        class_name="stack",
    )  # fmt: skip


def _dates(state: Any) -> rx.Component:
    fields = (
        ("starts_on", t("First day"), None, "date"), ("ends_on", t("Last day"), None, "date"),
        ("leaving_on", t("Last day of those who finish or leave"),
         t("The others stay in their class until the next year begins."), "date"),
        ("order_number", t("Number of the order"), None, "text"),
    )  # fmt: skip
    return rx.el.form(
        rx.el.div(
            *[text_field(label, id=f"turn-{name}", hint=hint, type=kind, value=state.form[name],
                         error=state.errors.get(name, ""),
                         on_change=lambda typed, name=name: state.fill(name, typed))
              for name, label, hint, kind in fields],
            class_name="turn-fields",
        ),
        rx.el.div(button(t("On to the classes"), kind="primary", type="submit"),
                  class_name="acts"),
        on_submit=state.save_dates, no_validate=True, class_name="stack",
    )  # fmt: skip


def _terms(terms: Any, on_move: Any) -> rx.Component:
    return card(
        rx.el.p(t("Copied with their weekdays. Correct what is otherwise."), class_name="hint"),
        rx.el.ul(rx.foreach(terms, lambda one: _term(one, on_move)), class_name="turn-terms"),
        title=t("Terms"),
    )


def _term(one: views.TermLine, on_move: Any) -> rx.Component:
    first, last = one.starts_on.to(str), one.ends_on.to(str)
    return rx.el.li(
        rx.el.b(one.title),
        _edge(t("From"), f"from-{one.key}", first, lambda typed: on_move(one.key, typed, last)),
        _edge(t("To"), f"to-{one.key}", last, lambda typed: on_move(one.key, first, typed)),
    )


def _edge(label: Any, place: Any, value: Any, on_blur: Any) -> rx.Component:
    return rx.el.label(
        label,
        rx.el.input(id=place, key=place + value, type="date", default_value=value,
                    on_blur=on_blur, class_name="input"),
    )  # fmt: skip


def _holidays(holidays: Any) -> rx.Component:
    return card(
        rx.el.p(t("Copied too; they are corrected among the lists afterwards."), class_name="hint"),
        rx.el.ul(
            rx.foreach(
                holidays,
                lambda one: rx.el.li(one.title, " · ", day(one.starts_on, "full"), " – ",
                                     day(one.ends_on, "full")),
            ),
        ),
        title=t("Days without lessons"),
    )  # fmt: skip
