"""A child's attendance (functions of Vars): totals, the picture, by day, by subject."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.link import link
from ediary_app.ui.components.surfaces import table
from ediary_app.ui.text import day, t, tn
from ediary_app.ui.views.words import attendance_words


def totals(shown: Any) -> rx.Component:
    """How much was missed of how much, of what kind, in words."""
    return rx.el.section(
        rx.el.p(
            rx.el.b(shown.missed, class_name="mean-large"),
            rx.el.span(t("of {n} lessons held were missed", n=shown.held)),
            class_name="mean-line",
        ),
        rx.el.ul(
            rx.foreach(shown.kinds, _kind),
            rx.cond(
                shown.whole_days > 0,
                rx.el.li(t("whole days:"), " ", rx.el.b(shown.whole_days)),
            ),
            rx.cond(
                shown.minutes_late > 0,
                rx.el.li(t("{n} min late altogether", n=shown.minutes_late)),
            ),
            class_name="totals",
        ),
        class_name="stack tight",
    )


def _kind(kind: Any) -> rx.Component:
    return rx.el.li(attendance_words(kind.code), ": ", rx.el.b(kind.count))


def picture(shown: Any) -> rx.Component:
    """The period as a calendar: a row a weekday, a column a week; shapes, not colours, tell."""
    return rx.el.section(
        rx.el.h2(t("The period at a glance")),
        rx.el.div(
            rx.el.table(
                rx.el.caption(t("Lessons missed by day"), class_name="visually-hidden"),
                rx.el.thead(rx.el.tr(rx.el.td(), rx.foreach(shown.weekdays, _weekday))),
                rx.el.tbody(rx.foreach(shown.weeks, _week)),
                class_name="calendar",
            ),
            class_name="calendar-box",
        ),
        _legend(),
        class_name="card",
    )


def _weekday(on: Any) -> rx.Component:
    return rx.el.th(day(on, "weekday_only"), scope="col")


def _week(week: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(day(week.monday, "short"), scope="row"), rx.foreach(week.days, _calendar_day)
    )


def _calendar_day(d: Any) -> rx.Component:
    words = rx.match(
        d.state,
        ("here", t("was there")),
        ("late", t("Came late")),
        ("some", tn("{n} lesson missed", "{n} lessons missed", d.missed)),
        ("whole", t("the whole day, {n} lessons", n=d.missed)),
        ("ahead", t("not yet")),
        t("No lessons"),
    )
    figure = rx.cond(d.missed > 0, d.missed.to(str), "")
    return rx.el.td(
        rx.el.span(figure, class_name="calendar-day", custom_attrs={"aria-hidden": "true"}),
        rx.el.span(words, class_name="visually-hidden"),
        data_state=d.state,
        data_today=d.is_today,
    )


def _legend() -> rx.Component:
    signs = [
        ("here", "", t("was there")),
        ("late", "", t("Came late")),
        ("some", "2", t("missed some lessons")),
        ("whole", "6", t("missed the whole day")),
    ]
    return rx.el.ul(
        *[
            rx.el.li(
                rx.el.span(rx.el.span(figure, class_name="calendar-day"), data_state=state), words
            )
            for state, figure, words in signs
        ],
        class_name="legend",
        custom_attrs={"aria-hidden": "true"},
    )


def by_day(shown: Any) -> rx.Component:
    """Each day on which something was not as usual, the newest first; it leads to the diary."""
    nothing = rx.el.p(t("Not one lesson was missed, not once late."), class_name="soft")
    days = rx.el.ol(rx.foreach(shown.days, _day), class_name="absent-days")
    return rx.el.section(
        rx.el.h2(t("By day")), rx.cond(shown.days.length() == 0, nothing, days), class_name="card"
    )


def _day(d: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            link(day(d.on, "weekday"), to="/diary?on=" + d.on.to(str), class_name="day-link"),
            rx.cond(d.is_whole_day, rx.el.b(t("the whole day"), class_name="said")),
        ),
        rx.cond(
            d.one_code != "",
            rx.el.p(attendance_words(d.one_code), class_name="soft small"),
            rx.el.ul(rx.foreach(d.lessons, _missed)),
        ),
    )


def _missed(x: Any) -> rx.Component:
    late = rx.cond(x.minutes_late > 0, t(", {n} min", n=x.minutes_late), "")
    return rx.el.li(
        rx.el.span(x.slot, class_name="number"),
        rx.el.span(rx.el.b(x.subject), rx.el.small(attendance_words(x.code), late)),
    )


def by_subject(shown: Any) -> rx.Component:
    """A line a subject: how many lessons of how many were missed."""
    head = [t("Subject"), t("Missed"), t("Through illness"), t("Times late")]
    rows = rx.foreach(
        shown.subjects,
        lambda line: rx.el.tr(
            rx.el.th(line.subject, scope="row"),
            rx.el.td(t("{missed} of {held}", missed=line.missed, held=line.held), class_name="num"),
            rx.el.td(_figure(line.ill), class_name="num"),
            rx.el.td(_figure(line.late), class_name="num"),
        ),
    )
    return rx.el.section(
        rx.el.h2(t("By subject")),
        table(head, rows, caption=t("Attendance by subject"), numeric=[1, 2, 3]),
        class_name="stack tight attendance-table",
    )


def _figure(number: Any) -> rx.Var:
    return rx.cond(number > 0, number.to(str), "–")
