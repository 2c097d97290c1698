"""A week of the diary as parents and students see it (functions of Vars)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.frame import empty_state
from ediary_app.ui.components.icons import icon
from ediary_app.ui.text import day, t

CODE_WORDS = [
    ("Н", t("was absent")),
    ("Б", t("was absent: illness")),
    ("УП", t("was absent for a good reason")),
    ("НП", t("was absent without a good reason")),
    ("ОП", t("was late")),
    ("ОСВ", t("was freed from the activity")),
]
NOTE_WORDS = [
    ("praise", t("Praise")),
    ("remark", t("Remark")),
    ("recommendation", t("Recommendation")),
]


def week_head(week: Any, move: Any) -> rx.Component:
    """The week's dates with arrows and the way back to this week."""
    return rx.el.div(
        rx.el.button(icon("left"), on_click=move(-1), class_name="icon-button", type="button",
                     custom_attrs={"aria-label": t("The week before")}),
        rx.el.h2(day(week.monday), " – ", day(week.sunday), class_name="week-title"),
        rx.el.button(icon("right"), on_click=move(1), class_name="icon-button", type="button",
                     custom_attrs={"aria-label": t("The week after")}),
        rx.el.button(t("This week"), on_click=move(0), class_name="chip", type="button"),
        class_name="row week-head",
    )  # fmt: skip


def no_children() -> rx.Component:
    """Nobody's diary may be opened by this account."""
    return empty_state(
        t("No diary is open to you"),
        t("The school has not connected a child to your account yet. Ask the school office."),
    )


def diary_week(week: Any, *, may_tick: Any, on_tick: Any, on_mark: Any) -> rx.Component:
    """The days of the week."""
    return rx.el.div(
        rx.foreach(week.days, lambda d: _day(d, may_tick, on_tick, on_mark)),
        class_name="week",
    )


def _day(d: Any, may_tick: Any, on_tick: Any, on_mark: Any) -> rx.Component:
    return rx.el.section(
        rx.el.header(
            rx.el.h3(day(d.on, "weekday")),
            rx.cond(d.is_today, rx.el.span(t("today"), class_name="today-word")),
            rx.cond(
                d.minutes > 0,
                rx.el.small(
                    t("homework: about {n} min", n=d.minutes),
                    rx.cond(d.minutes > d.norm, t(", over the norm of {n}", n=d.norm), ""),
                ),
            ),
            class_name="day-title",
        ),
        rx.cond(
            d.lessons.length() == 0,
            rx.el.p(rx.cond(d.closed != "", d.closed, t("No lessons")), class_name="day-empty"),
            rx.el.ol(
                rx.foreach(d.lessons, lambda x: _lesson(x, may_tick, on_tick, on_mark)),
                class_name="diary-lessons",
            ),
        ),
        rx.foreach(d.notes, _note),
        class_name="diary-day",
        data_today=d.is_today,
    )


def _lesson(x: Any, may_tick: Any, on_tick: Any, on_mark: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.el.b(x.slot), rx.el.small(x.starts), class_name="lesson-time"),
        rx.el.div(
            rx.el.p(
                rx.cond(x.is_cancelled, rx.el.s(x.subject), rx.el.span(x.subject)),
                rx.cond(x.room != "", rx.el.small(t("room {room}", room=x.room))),
                class_name="lesson-subject",
            ),
            rx.cond(
                x.is_cancelled, rx.el.p(t("The lesson is cancelled"), class_name="lesson-note")
            ),
            rx.cond(x.topic != "", rx.el.p(x.topic, class_name="lesson-topic")),
            rx.cond(x.homework != "", _homework(x, may_tick, on_tick)),
            rx.cond(x.attendance != "", _attendance(x)),
            class_name="lesson-text",
        ),
        rx.el.div(rx.foreach(x.marks, lambda m: _mark(m, x, on_mark)), class_name="lesson-marks"),
        class_name="diary-lesson",
        data_color=x.color,
    )


def _homework(x: Any, may_tick: Any, on_tick: Any) -> rx.Component:
    words = rx.el.span(
        x.homework,
        rx.cond(x.homework_minutes > 0, rx.el.small(t("{n} min", n=x.homework_minutes))),
    )
    return rx.cond(
        may_tick,
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=x.homework_done,
                on_change=lambda done: on_tick(x.homework_id, done),
            ),
            words,
            class_name="homework",
        ),
        rx.el.p(
            icon("homework", 18),
            words,
            rx.cond(x.homework_done, rx.el.small(t("done"))),
            class_name="homework",
        ),
    )


def _attendance(x: Any) -> rx.Component:
    return rx.el.p(
        rx.match(x.attendance, *CODE_WORDS, x.attendance),
        rx.cond(x.minutes_late > 0, t(", {n} min", n=x.minutes_late), ""),
        class_name="attendance",
    )


def _mark(m: Any, x: Any, on_mark: Any) -> rx.Component:
    return rx.el.button(
        m.value,
        rx.cond(m.weight != "", rx.el.sup("×", m.weight)),
        rx.cond(m.comment != "", rx.el.i(class_name="notch", custom_attrs={"aria-hidden": "true"})),
        on_click=on_mark(m.id),
        type="button",
        class_name="mark",
        title=m.kind,
        custom_attrs={
            "aria-label": t(
                "{subject}, mark {value}, {kind}", subject=x.subject, value=m.value, kind=m.kind
            )
        },
    )


def _note(n: Any) -> rx.Component:
    return rx.el.p(
        rx.el.b(rx.match(n.kind, *NOTE_WORDS, "")), " ", n.text, rx.el.small(n.who),
        class_name="diary-note", data_kind=n.kind,
    )  # fmt: skip
