"""A week of the diary as parents and students see it (functions of Vars)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.icons import icon
from ediary_app.ui.text import day, t
from ediary_app.ui.views.words import attendance_words, note_words, room_words


def week_skeleton() -> rx.Component:
    """The shape of a week before it comes: as high as what will stand there."""
    lesson = rx.el.div(class_name="skeleton skeleton-lesson")
    part = rx.el.div(rx.el.div(class_name="skeleton skeleton-title"), *[lesson] * 6)
    return rx.el.div(
        rx.el.div(class_name="skeleton skeleton-head"),
        rx.el.div(*[part] * 5, class_name="week"),
        role="status",
        custom_attrs={"aria-label": t("Loading")},
    )


def diary_week(week: Any, *, place: Any, may_tick: Any, on_tick: Any, on_mark: Any) -> rx.Component:
    """The days of a week; `place` is `now` for the one that is read, `near` for those beside it."""
    return rx.el.div(
        rx.cond(
            week.closed != "",
            _week_off(week),
            rx.foreach(week.days, lambda d: _day(d, may_tick, on_tick, on_mark)),
        ),
        class_name="week",
        custom_attrs={"data-monday": week.monday, "data-place": place},
    )


def _week_off(week: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(week.closed, class_name="empty-title"),
        rx.el.p(
            rx.cond(
                week.next_on,
                t("Lessons go on: {day}.", day=day(week.next_on, "weekday")),
                t("A week to rest: there are no lessons."),
            ),
            class_name="empty-text",
        ),
        class_name="empty",
    )


def _day(d: Any, may_tick: Any, on_tick: Any, on_mark: Any) -> rx.Component:
    return rx.el.section(
        _day_head(d),
        rx.cond(
            d.lessons.length() == 0,
            rx.el.p(rx.cond(d.closed != "", d.closed, t("No lessons")), class_name="day-empty"),
            rx.el.ol(
                rx.foreach(d.lessons, lambda x: _lesson(x, may_tick, on_tick, on_mark)),
                class_name="diary-lessons",
            ),
        ),
        rx.cond(d.tasks.length() > 0, _tasks_of_day(d, may_tick, on_tick)),
        rx.foreach(d.notes, _note),
        class_name="diary-day",
        data_today=d.is_today,
        data_on=d.on,
    )


def _tasks_of_day(d: Any, may_tick: Any, on_tick: Any) -> rx.Component:
    """Homework due on a day on which its subject has no lesson."""
    return rx.el.div(
        rx.foreach(
            d.tasks,
            lambda task: rx.el.div(rx.el.b(task.subject), homework_line(task, may_tick, on_tick)),
        ),
        class_name="day-tasks",
    )


def _day_head(d: Any) -> rx.Component:
    return rx.el.header(
        rx.el.h3(day(d.on, "weekday")),
        rx.cond(d.is_today, rx.el.span(t("today"), class_name="today-word")),
        rx.cond(d.minutes > 0, minutes_words(d.minutes, d.norm)),
        class_name="day-title",
    )


def minutes_words(minutes: Any, norm: Any) -> rx.Component:
    """About how long the homework of a day takes, and whether that is over the evening's norm."""
    return rx.el.small(
        t("homework: about {n} min", n=minutes),
        rx.cond(minutes > norm, t(", over the norm of {n}", n=norm), ""),
    )


def _lesson(x: Any, may_tick: Any, on_tick: Any, on_mark: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.b(x.slot),
            rx.el.small(x.starts),
            rx.el.small(x.ends, class_name="day-only"),
            class_name="lesson-time",
        ),
        rx.el.div(
            rx.cond(x.marks.length() > 0, _marks(x, on_mark)),
            _subject(x),
            rx.el.p(x.teacher, class_name="lesson-topic day-only"),
            rx.cond(x.topic != "", rx.el.p(x.topic, class_name="lesson-topic")),
            rx.cond(x.attendance != "", _attendance(x)),
            rx.foreach(x.tasks, lambda task: homework_line(task, may_tick, on_tick)),
            class_name="lesson-text",
        ),
        class_name="diary-lesson",
        data_color=x.color,
    )


def _marks(x: Any, on_mark: Any) -> rx.Component:
    return rx.el.div(
        rx.foreach(x.marks, lambda m: mark_button(m, x.subject, on_mark)),
        class_name="lesson-marks",
    )


def _subject(x: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.cond(x.is_cancelled, rx.el.s(x.subject), rx.el.span(x.subject)),
            rx.cond(x.room != "", rx.el.small(room_words(x.room))),
            class_name="lesson-subject",
        ),
        rx.cond(x.is_cancelled, rx.el.p(t("The lesson is cancelled"), class_name="lesson-note")),
    )


def homework_line(task: Any, may_tick: Any, on_tick: Any) -> rx.Component:
    """A homework: a tick for the pupil, the tick as a word for the parent; files below."""
    box = rx.el.input(
        type="checkbox", checked=task.is_done, on_change=lambda done: on_tick(task.id, done)
    )
    told = rx.el.p(
        rx.cond(task.is_done, icon("check", 18), icon("homework", 18)),
        _words(task),
        rx.cond(task.is_done, rx.el.span(t("done"), class_name="done-word")),
        class_name="homework",
    )
    return rx.fragment(
        rx.cond(may_tick, rx.el.label(box, _words(task), class_name="homework"), told),
        rx.cond(
            task.files.length() > 0,
            rx.el.p(rx.foreach(task.files, _file), class_name="homework-files"),
        ),
    )


def _words(task: Any) -> rx.Component:
    return rx.el.span(
        task.text,
        rx.cond(task.minutes > 0, rx.el.small(t("{n} min", n=task.minutes))),
        class_name="homework-words",
    )


def _file(file: Any) -> rx.Component:
    return rx.el.a(
        icon("file", 18),
        file.name,
        href="/api/files/" + file.id.to(str),
        custom_attrs={"download": file.name},
    )


def _attendance(x: Any) -> rx.Component:
    return rx.el.p(
        attendance_words(x.attendance),
        rx.cond(x.minutes_late > 0, t(", {n} min", n=x.minutes_late), ""),
        class_name="attendance",
    )


def mark_button(m: Any, subject: Any, on_mark: Any, *extra: rx.Component) -> rx.Component:
    """A mark as a large figure; its weight above it, a corner for a comment, a dot while new."""
    return rx.el.button(
        m.value,
        rx.cond(m.weight != "", rx.el.sup("×", m.weight)),
        rx.cond(m.comment != "", rx.el.i(class_name="notch", custom_attrs={"aria-hidden": "true"})),
        rx.cond(m.is_new, rx.el.i(class_name="new-dot", custom_attrs={"aria-hidden": "true"})),
        *extra,
        on_click=on_mark(m.id),
        type="button",
        class_name="mark",
        title=m.kind,
        custom_attrs={
            "aria-label": rx.cond(
                m.is_new,
                t(
                    "{subject}, new mark {value}, {kind}",
                    subject=subject,
                    value=m.value,
                    kind=m.kind,
                ),
                t("{subject}, mark {value}, {kind}", subject=subject, value=m.value, kind=m.kind),
            )
        },
    )


def _note(n: Any) -> rx.Component:
    return rx.el.p(
        rx.cond(n.is_new, rx.el.i(class_name="new-dot", custom_attrs={"aria-hidden": "true"})),
        rx.el.b(note_words(n.kind)), " ", n.text, rx.el.small(n.who),
        class_name="diary-note", data_kind=n.kind,
    )  # fmt: skip
