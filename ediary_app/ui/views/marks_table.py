"""Marks of a term by subject (functions of Vars): the run of marks, the mean, its formula."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.text import day, t, tn


def marks_table(progress: Any, open_term: Any, on_mark: Any) -> rx.Component:
    """The terms to choose from, then one row a subject."""
    return rx.fragment(
        rx.el.div(
            rx.foreach(
                progress.terms,
                lambda term: rx.el.button(
                    term.name,
                    on_click=open_term(term.id),
                    type="button",
                    class_name="chip",
                    custom_attrs={"aria-pressed": progress.term_id == term.id},
                ),
            ),
            class_name="row terms",
        ),
        rx.el.ul(
            rx.foreach(progress.subjects, lambda line: _subject(line, on_mark)),
            class_name="subjects",
        ),
    )


def _subject(line: Any, on_mark: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(line.subject),
            rx.cond(
                line.absences > 0,
                rx.el.small(tn("{n} lesson missed", "{n} lessons missed", line.absences)),
            ),
            class_name="subject-name",
        ),
        rx.cond(
            line.marks.length() > 0,
            rx.el.div(rx.foreach(line.marks, lambda m: _mark(m, line, on_mark)), class_name="run"),
            rx.el.p(
                rx.cond(
                    line.has_marks, t("No marks yet"), t("This subject is taught without marks")
                ),
                class_name="hint",
            ),
        ),
        rx.cond(
            line.mean != "",
            rx.el.details(
                rx.el.summary(
                    rx.el.span(line.mean, class_name="mean"),
                    rx.el.span(t("mean"), class_name="hint"),
                ),
                rx.el.p(t("How it came about:"), " ", line.formula),
                rx.el.p(
                    t("Each mark is taken as many times as its work weighs."), class_name="hint"
                ),
                class_name="mean-box",
            ),
        ),
        class_name="subject-line",
        data_color=line.color,
    )


def _mark(m: Any, line: Any, on_mark: Any) -> rx.Component:
    return rx.el.button(
        m.value,
        rx.cond(m.weight != "", rx.el.sup("×", m.weight)),
        rx.cond(m.comment != "", rx.el.i(class_name="notch", custom_attrs={"aria-hidden": "true"})),
        rx.el.small(day(m.on, "short")),
        on_click=on_mark(m.id),
        type="button",
        class_name="mark",
        title=m.kind,
        custom_attrs={
            "aria-label": t(
                "{subject}, mark {value}, {kind}", subject=line.subject, value=m.value, kind=m.kind
            )
        },
    )
