"""Tables, lists, pictures and pages of the look, in every state they can be in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import reflex as rx

from ediary_app.journal.diary import DiaryMark
from ediary_app.journal.subject_marks import StepOfMean
from ediary_app.ui.components import surfaces
from ediary_app.ui.components.icons import icon
from ediary_app.ui.text import t, tn
from ediary_app.ui.views.diary_week import mark_button
from ediary_app.ui.views.subject_steps import MeanChart

EXAMPLES = (
    DiaryMark(1, "5", "", "", "", False), DiaryMark(2, "4", "", "1,5", "", False),
    DiaryMark(3, "3", "", "3", "§ 12", False), DiaryMark(4, "5", "", "", "", True),
)  # fmt: skip
NAMES = (
    ("Егорова Анна", "5 4 5", "4,67"), ("Ёлкин Пётр", "3 4", "3,50"),
    ("Ким Ли", "5", "5,00"),
    ("Константинопольская-Преображенская Александра-Виктория", "4 4 3 5 4 4 5 3 4 5", "4,10"),
)  # fmt: skip
SIXTY = tuple((f"{n + 1}. {NAMES[n % 3][0]}", *NAMES[n % 3][1:]) for n in range(60))
FIRST_DAY = date(2026, 9, 3)
STEPS = tuple(
    StepOfMean(n, str(m), m, FIRST_DAY + timedelta(days=6 * n), "", "1", "", "",
               f"{mean // 100},{mean % 100:02d}", mean)
    for n, (m, mean) in enumerate(
        [(4, 400), (3, 350), (5, 400), (4, 400), (5, 420), (4, 417), (5, 429), (5, 438)])
)  # fmt: skip


def tables(on_act: Any) -> list[rx.Component]:
    """A table with one row, with a name that does not end, with sixty rows, and with none."""
    return [
        _named(t("One row"), _table(NAMES[:1], t("One row"))),
        _named(t("Long names"), _table(NAMES, t("Long names"))),
        _named(t("Sixty rows: the head stays in sight"), _table(SIXTY, t("Sixty rows"))),
        _named(
            t("No rows"),
            surfaces.empty_state(
                t("Nobody was found"),
                t("Try fewer letters of the name, another class, or all kinds of people."),
                rx.el.button(t("Show all"), type="button", class_name="button", on_click=on_act),
            ),
        ),
    ]


def _table(rows: tuple[tuple[str, str, str], ...], caption: Any) -> rx.Component:
    lines = [
        rx.el.tr(
            rx.el.th(name, scope="row"), rx.el.td(marks), rx.el.td(mean, class_name="num")
        )
        for name, marks, mean in rows
    ]  # fmt: skip
    head = [t("Student"), t("Marks"), t("Mean")]
    return surfaces.table(head, *lines, caption=caption, numeric=[2])


def _named(words: Any, content: rx.Component) -> rx.Component:
    return rx.el.div(rx.el.h3(words), content, class_name="stack tight sample")


def marks(on_tap: Any) -> rx.Component:
    """Marks as figures: plain, with a weight, with a comment, and one that is new."""
    shown = rx.Var.create(list(EXAMPLES)).to(list[DiaryMark])
    return rx.el.div(
        rx.foreach(shown, lambda m: mark_button(m, t("Algebra"), lambda _id: on_tap)),
        class_name="lesson-marks design-marks",
    )


def chart() -> rx.Component:
    """The way of a mean: a drawing, said in words to those who hear the page."""
    return rx.el.div(
        MeanChart.create(steps=rx.Var.create(list(STEPS)).to(tuple[StepOfMean, ...])),
        _named(t("Too few marks"), MeanChart.create(
            steps=rx.Var.create(list(STEPS[:1])).to(tuple[StepOfMean, ...]))),
        class_name="stack",
    )  # fmt: skip


def words_of_state() -> list[rx.Component]:
    """Badges, save states and banners: always a word, never a colour alone."""
    tones = rx.el.div(
        surfaces.badge(t("Plain")),
        surfaces.badge(t("Test ahead"), "info"),
        surfaces.badge(t("Delivered"), "ok"),
        surfaces.badge(t("Moved"), "warn"),
        surfaces.badge(t("Refused"), "danger"),
        *[surfaces.save_state(s) for s in ("saved", "saving", "waiting", "refused")],
        class_name="row",
    )
    news = surfaces.banner(
        tn("{n} new mark since your last visit", "{n} new marks since your last visit", 3)
    )
    banners = [
        news,
        surfaces.banner(t("Nobody is marked absent or late."), tone="ok"),
        surfaces.banner(t("The quarter ends in two days."), tone="warn"),
        surfaces.banner(t("The file was not accepted."), tone="danger"),
    ]
    return [tones, *banners]


def states_of_a_page(retry: Any) -> list[rx.Component]:
    """On its way, empty, failed, without a network, not for this role; and a message."""
    return [
        _named(t("Loading"), surfaces.loading(2)),
        _named(
            t("Empty"),
            surfaces.empty_state(t("No lessons today"), t("The next lesson is on Monday at 8:30.")),
        ),
        _named(t("Failed"), surfaces.error_state(retry)),
        _named(t("Not for this role"), surfaces.no_rights()),
        _named(t("No connection"), _offline()),
        _named(t("A message"), _message()),
    ]


def _offline() -> rx.Component:
    words = t("No connection. What was entered waits in this tab: do not close it.")
    return rx.el.p(words, class_name="offline as-sample")


def _message() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(t("Somebody else changed this mark at the same moment. Look again.")),
            rx.el.span(icon("close", 18), class_name="icon-button"),
            class_name="toast",
        ),
        class_name="as-sample",
    )
