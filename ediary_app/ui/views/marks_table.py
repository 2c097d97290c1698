"""Marks of a term by subject (functions of Vars): the run of marks, the mean, its formula."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.link import link
from ediary_app.ui.text import day, t, tn
from ediary_app.ui.views.diary_week import mark_button


def terms_row(progress: Any, open_term: Any) -> rx.Component:
    """The terms to choose from."""
    return rx.el.div(
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
        class_name="row terms no-print",
    )


def marks_table(progress: Any, on_mark: Any) -> rx.Component:
    """One row a subject."""
    return rx.el.ul(
        rx.foreach(progress.subjects, lambda line: _subject(line, on_mark)), class_name="subjects"
    )


def _subject(line: Any, on_mark: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(link(line.subject, to="/marks/" + line.id.to(str))),
            rx.cond(
                line.absences > 0,
                rx.el.small(tn("{n} lesson missed", "{n} lessons missed", line.absences)),
            ),
            class_name="subject-name",
        ),
        rx.cond(line.marks.length() > 0, _run(line, on_mark), _no_marks(line)),
        rx.cond(line.mean != "", _mean(line)),
        class_name="subject-line",
        data_color=line.color,
    )


def _run(line: Any, on_mark: Any) -> rx.Component:
    return rx.el.div(
        rx.foreach(
            line.marks,
            lambda m: mark_button(m, line.subject, on_mark, rx.el.small(day(m.on, "short"))),
        ),
        class_name="run",
    )


def _no_marks(line: Any) -> rx.Component:
    return rx.el.p(
        rx.cond(line.has_marks, t("No marks yet"), t("This subject is taught without marks")),
        class_name="hint",
    )


def _mean(line: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            rx.cond(line.line != "", _trend(line)),
            rx.el.span(line.mean, class_name="mean"),
            rx.el.span(t("mean"), class_name="mean-word"),
        ),
        rx.el.p(t("How it came about:"), " ", rx.el.b(line.formula)),
        rx.el.p(
            t("Each mark is taken as many times as its work weighs; the sum is divided by the sum "
              "of the weights."),
            class_name="hint",
        ),
        class_name="mean-box",
    )  # fmt: skip


def _trend(line: Any) -> rx.Component:
    """The way of the mean as a small line, said in words to those who hear the page."""
    words = rx.match(
        line.trend,
        ("up", t("the mean goes up")),
        ("down", t("the mean goes down")),
        t("the mean stays level"),
    )
    return rx.el.svg(
        rx.el.path(d="M" + line.line),
        view_box="-2 -1 76 26",
        width="76",
        height="26",
        class_name="trend",
        role="img",
        custom_attrs={"aria-label": words},
    )
