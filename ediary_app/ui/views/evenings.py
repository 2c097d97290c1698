"""Homework by evenings (functions of Vars): how far one is, what to look at, the days."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.controls import chip
from ediary_app.ui.components.surfaces import empty_state
from ediary_app.ui.text import day, t, tn
from ediary_app.ui.views.diary_week import homework_line, minutes_words


def progress_of_tasks(shown: Any) -> rx.Component:
    """How much of what is ahead is done, and about how long the rest takes."""
    return rx.cond(
        shown.count > 0,
        rx.el.div(
            rx.el.p(rx.el.b(t("Ahead:")), " ", _left(shown), id="tasks-ahead"),
            rx.cond(
                shown.is_ticked,
                rx.el.progress(
                    value=shown.done,
                    max=shown.count,
                    custom_attrs={"aria-labelledby": "tasks-ahead"},
                ),
            ),
            class_name="task-progress",
        ),
    )


def _left(shown: Any) -> rx.Component:
    left = shown.count - shown.done
    return rx.cond(
        left == 0,
        t("all is done"),
        rx.fragment(
            rx.cond(
                shown.is_ticked,
                t("{done} of {n} done", done=shown.done, n=shown.count),
                tn("{n} task", "{n} tasks", shown.count),
            ),
            rx.cond(shown.left_minutes > 0, t(", about {n} min left", n=shown.left_minutes), ""),
        ),
    )


def task_filters(shown: Any, on_view: Any, on_subject: Any, on_search: Any) -> rx.Component:
    """What is looked at: ahead, past due or all of the past; one subject; words."""
    is_seen = shown.view
    overdue = rx.cond(shown.overdue > 0, t("Not done ({n})", n=shown.overdue), t("Not done"))
    return rx.el.div(
        rx.el.div(
            chip(t("Ahead"), pressed=is_seen == "ahead", on_click=on_view("ahead")),
            chip(overdue, pressed=is_seen == "overdue", on_click=on_view("overdue")),
            chip(t("Past two weeks"), pressed=is_seen == "past", on_click=on_view("past")),
            class_name="row chips",
        ),
        _narrowed(shown, on_subject, on_search),
        class_name="task-filters no-print",
    )


def _narrowed(shown: Any, on_subject: Any, on_search: Any) -> rx.Component:
    return rx.el.div(
        rx.el.select(
            rx.el.option(t("All subjects"), value="0"),
            rx.foreach(shown.subjects, lambda s: rx.el.option(s.title, value=s.id.to(str))),
            value=shown.subject_id.to(str),
            on_change=on_subject,
            class_name="select",
            custom_attrs={"aria-label": t("Subject")},
        ),
        rx.el.input(
            type="search",
            class_name="input",
            auto_complete="off",
            placeholder=t("Search"),
            on_change=on_search.debounce(300),
            custom_attrs={"aria-label": t("Search homework")},
        ),
        class_name="task-search",
    )


def days_of_tasks(shown: Any, is_searched: Any, may_tick: Any, on_tick: Any) -> rx.Component:
    """The days that were found, or why there are none."""
    is_narrowed = is_searched | (shown.subject_id > 0)
    nothing = rx.match(
        shown.view,
        ("ahead", _nothing(t("No homework is given"),
                           t("Nothing is given for the coming two weeks."))),
        ("overdue", _nothing(t("Nothing is left behind"),
                             t("All homework of the past two weeks is ticked as done."))),
        _nothing(t("No homework is given"), t("Nothing was given for the past two weeks.")),
    )  # fmt: skip
    not_found = _nothing(t("Nothing was found"), t("Try another word, or look at all subjects."))
    return rx.cond(
        shown.days.length() == 0,
        rx.cond(is_narrowed, not_found, nothing),
        rx.el.div(rx.foreach(shown.days, lambda d: _day(d, may_tick, on_tick)), class_name="week"),
    )


def _nothing(title: Any, text: Any) -> rx.Component:
    return empty_state(title, text)


def _day(d: Any, may_tick: Any, on_tick: Any) -> rx.Component:
    left = d.tasks.length() - d.done
    return rx.el.section(
        rx.el.header(
            rx.el.h2(day(d.on, "weekday")),
            rx.cond(d.is_next, rx.el.span(t("next"), class_name="today-word")),
            rx.cond(d.minutes > 0, minutes_words(d.minutes, d.norm)),
            class_name="day-title",
        ),
        rx.cond(
            (d.done > 0) & ~d.is_past,
            rx.el.p(
                rx.cond(left == 0, t("all is done"), tn("{n} task left", "{n} tasks left", left)),
                rx.cond(d.left_minutes > 0, t(", about {n} min", n=d.left_minutes), ""),
                class_name="hint",
            ),
        ),
        rx.el.ul(rx.foreach(d.tasks, lambda x: _task(x, may_tick, on_tick)), class_name="tasks"),
        class_name="diary-day",
        data_today=d.is_next,
    )


def _task(task: Any, may_tick: Any, on_tick: Any) -> rx.Component:
    return rx.el.li(
        rx.el.b(task.subject),
        homework_line(task, may_tick, on_tick),
        data_color=task.color,
        data_done=task.is_done,
    )
