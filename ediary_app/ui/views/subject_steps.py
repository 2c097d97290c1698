"""Marks of one subject (functions of Vars): the mean in words, as a drawing, and as a table."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.journal import subject_marks
from ediary_app.ui.components.surfaces import table
from ediary_app.ui.text import day, t, tn


class MeanChart(rx.Component):
    """The way of a mean over a period; what it shows stands in words and in the table behind."""

    library = "$/public/parts/mean_chart.js"
    tag = "MeanChart"
    is_default = False

    steps: rx.Var[tuple[subject_marks.StepOfMean, ...]]


def mean_chart(shown: Any) -> rx.Component:
    """The drawing; with fewer than two marks that count there is none."""
    return MeanChart.create(steps=shown.steps)


def mean_words(shown: Any) -> rx.Component:
    """The mean large, where it goes, how it came about, what was missed."""
    trend = rx.match(
        shown.trend,
        ("up", t("the mean goes up")),
        ("down", t("the mean goes down")),
        ("level", t("the mean stays level")),
        "",
    )
    how = rx.el.p(t("How it came about:"), " ", rx.el.b(shown.formula), class_name="formula")
    return rx.el.div(
        rx.cond(
            shown.mean != "",
            rx.el.p(
                rx.el.b(shown.mean, class_name="mean-large"),
                rx.el.span(t("mean")),
                rx.cond(trend != "", rx.el.span(trend, class_name="soft")),
                class_name="mean-line",
            ),
        ),
        rx.cond(shown.formula != "", how),
        rx.cond(
            shown.missed > 0,
            rx.el.p(tn("{n} lesson missed", "{n} lessons missed", shown.missed), class_name="soft"),
        ),
        class_name="stack tight",
    )


def steps_table(shown: Any, on_mark: Any) -> rx.Component:
    """Every mark of the period, the oldest first, with the mean after it."""
    head = [t("Date"), t("Mark"), t("For what"), t("Mean after it")]
    rows = rx.foreach(shown.steps, lambda step: _step(step, shown.subject, on_mark))
    return table(head, rows, caption=t("Marks of the period"), numeric=[3])


def _step(step: Any, subject: Any, on_mark: Any) -> rx.Component:
    name = t("{subject}, mark {value}, {kind}", subject=subject, value=step.value, kind=step.kind)
    weight = rx.cond(step.weight != "1", rx.el.sup("×", step.weight))
    return rx.el.tr(
        rx.el.td(day(step.on, "short"), class_name="number"),
        rx.el.td(
            rx.el.button(
                step.value,
                weight,
                on_click=on_mark(step.id),
                type="button",
                class_name="mark",
                custom_attrs={"aria-label": name},
            )
        ),
        rx.el.td(
            rx.el.span(step.kind),
            rx.cond(step.comment != "", rx.el.p(step.comment)),
            rx.cond(step.topic != "", rx.el.p(step.topic, class_name="hint")),
        ),
        rx.el.td(rx.cond(step.mean != "", step.mean, "–"), class_name="num"),
    )
