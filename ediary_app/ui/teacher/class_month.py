"""The class's month (пропуски за месяц): pupils by days, with sums, to print and to take away."""

from __future__ import annotations

from datetime import date
from typing import Any

import reflex as rx

from ediary_app.journal import class_month as months
from ediary_app.ui.components.surfaces import empty_state, loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import PrintButton, awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.teacher import class_parts as parts
from ediary_app.ui.text import day, t


class MonthExport(rx.Component):
    """Takes the month away as a file."""

    library = "$/public/parts/export.js"
    tag = "MonthExport"
    is_default = False

    class_id: rx.Var[int]
    month: rx.Var[str]


class ClassMonthState(SessionState):
    """The month of a class that is open."""

    sheet: months.ClassMonth = months.ClassMonth()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show this month of the class that the address names, or of the own one."""
        self.is_ready = False
        await self._show(parts.asked_class(self.router.page.params), None)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Somebody's attendance changed."""
        await self._show(self.sheet.following.id, self.sheet.month)

    @rx.event
    async def choose(self, class_id: int):
        """Open another class."""
        await self._show(class_id, self.sheet.month)

    @rx.event
    async def turn(self, to: str):
        """Open the month in which a day lies."""
        await self._show(self.sheet.following.id, parts.asked_day(to))

    async def _show(self, class_id: int, month: date | None) -> None:
        self.sheet = await self._perform(months.class_month, class_id=class_id, month=month)
        self._watch(*[f"student:{row.id}" for row in self.sheet.rows])


@page(
    route=parts.MONTH,
    title="Attendance by month",
    roles=parts.FOLLOWING_ROLES,
    on_load=ClassMonthState.load,
)
def class_month() -> rx.Component:
    """Lessons missed in a month."""
    state = ClassMonthState
    return once_ready(
        state.is_ready,
        rx.cond(state.sheet.following.id > 0, _content(), parts.no_class()),
        loading(6),
        state.load,
    )


def _content() -> rx.Component:
    shown, turn = ClassMonthState.sheet, ClassMonthState.turn
    return rx.el.div(
        parts.tabs(parts.MONTH, shown.following),
        parts.class_choice(shown.following, ClassMonthState.choose),
        rx.el.div(
            parts.leaf(
                rx.fragment(shown.following.title, ", ", day(shown.month, "month")),
                parts.arrow("left", t("The month before"), shown.before, turn),
                parts.arrow("right", t("The month after"), shown.after, turn),
            ),
            rx.el.div(
                PrintButton.create(),
                MonthExport.create(class_id=shown.following.id, month=shown.month.to(str)),
                class_name="row no-print",
            ),
            class_name="row apart",
        ),
        rx.cond(shown.days.length() > 0, _table(shown), _no_days()),
        awake(ClassMonthState.refresh),
        class_name="stack own-class-page month-page",
    )


def _no_days() -> rx.Component:
    return empty_state(t("No lessons in this month"), t("Choose another month by the arrows."))


def _table(shown: Any) -> rx.Component:
    words = t("Lessons missed, by pupil and day")
    return rx.el.div(
        rx.el.table(
            rx.el.caption(words, class_name="visually-hidden"),
            rx.el.thead(rx.el.tr(
                rx.el.th(t("Pupil"), scope="col", class_name="who-column"),
                *_sum_heads(shown),
                rx.foreach(shown.days, lambda d: rx.el.th(
                    day(d, "number"), scope="col", custom_attrs={"aria-label": day(d)})),
            )),
            rx.el.tbody(rx.foreach(shown.rows, lambda row: _row(shown, row))),
            rx.el.tfoot(rx.el.tr(
                rx.el.th(t("Together"), scope="row", class_name="who-column"),
                *_sums(shown, shown),
                rx.foreach(shown.sums, lambda n: rx.el.td(rx.cond(n > 0, n, ""))),
            )),
            class_name="table month",
        ),
        class_name="table-box",
        tab_index=0, role="region", custom_attrs={"aria-label": words},
    )  # fmt: skip


def _sum_heads(shown: Any) -> list[rx.Component]:
    leads = shown.following.leads
    return [
        _sum_head(t("All"), t("Lessons missed")),
        rx.cond(leads, _sum_head(t("Ill"), t("by illness"))),
        rx.cond(leads, _sum_head(t("Valid"), t("with a valid reason"))),
        rx.cond(leads, _sum_head("?", t("reason not known"))),
        _sum_head(t("Not valid"), t("without a valid reason")),
        _sum_head(t("Late"), t("came late")),
    ]


def _sum_head(words: Any, full: Any) -> rx.Component:
    return rx.el.th(
        words, scope="col", class_name="num", title=full, custom_attrs={"aria-label": full}
    )


def _row(shown: Any, row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.name, scope="row", class_name="who-column"),
        *_sums(shown, row),
        rx.foreach(row.cells, rx.el.td),
    )


def _sums(shown: Any, row: Any) -> list[rx.Component]:
    leads = shown.following.leads
    return [
        _sum(row.total),
        rx.cond(leads, _sum(row.ill)),
        rx.cond(leads, _sum(row.excused)),
        rx.cond(leads, _sum(row.unknown)),
        _sum(row.unexcused),
        _sum(row.late),
    ]


def _sum(n: Any) -> rx.Component:
    return rx.el.td(rx.cond(n > 0, n, ""), class_name="num sum")
