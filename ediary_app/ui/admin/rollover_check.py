"""The last steps of the wizard (проверка и результат): what will be, how far it is, undo."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.rollover import views
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.surfaces import badge, banner, card, confirm, empty_state
from ediary_app.ui.text import day, moment, t, tn


def check(desk: Any, on_ask: Any, on_go: Any) -> rx.Component:
    """What the turn of the year will do, before anything is done."""
    nothing = (desk.moving == 0) & (desk.rollover_id > 0) & (desk.state == "started")
    return rx.el.div(
        card(
            _totals(desk.totals),
            rx.foreach(desk.warnings, lambda words: banner(words, tone="warn")),
            rx.cond(nothing, banner(t("All pupils are moved already."), tone="ok")),
            rx.el.div(
                button(t("Back"), on_click=on_go("pupils")),
                button(t("Turn the year"), kind="primary", on_click=on_ask("start")),
                class_name="acts",
            ),
            title=t("What will be"),
        ),
        card(_new_classes(desk.made_classes), title=t("Classes of the next year")),
        card(_left(desk), title=t("What wants a hand")),
        class_name="stack",
    )


def _totals(totals: Any) -> rx.Component:
    def one(total: Any) -> rx.Component:
        return rx.el.div(rx.el.dt(total.title), rx.el.dd(total.count))

    return rx.el.dl(rx.foreach(totals, one), class_name="numbers")


def _new_classes(lines: Any) -> rx.Component:
    return rx.el.ul(rx.foreach(lines, _new_class), class_name="turn-own")


def _new_class(one: views.NewClassLine) -> rx.Component:
    return rx.el.li(
        rx.el.b(one.name),
        rx.cond(one.is_there, badge(t("is there"), "ok"), badge(t("new"), "info")),
        rx.el.span(tn("{n} pupil", "{n} pupils", one.pupils)),
        rx.el.span(tn("{n} group", "{n} groups", one.groups)),
        rx.el.span(rx.cond(one.teacher != "", one.teacher, t("nobody yet")), class_name="hint"),
    )


def _left(desk: Any) -> rx.Component:
    shown = rx.el.ul(
        rx.foreach(desk.left, lambda one: rx.el.li(
            rx.el.b(one.subject), rx.el.span(one.group), rx.el.span(one.reason, class_name="hint"),
        )),
        class_name="turn-own",
    )  # fmt: skip
    return rx.cond(
        desk.left_count > 0,
        rx.el.details(
            rx.el.summary(tn("{n} group", "{n} groups", desk.left_count)),
            shown,
            class_name="foreseen",
        ),
        empty_state(t("Nothing"), t("Every group is taken over with its teacher.")),
    )


def result(desk: Any, state: Any) -> rx.Component:
    """What was done, how far it is, and the way back."""
    begun = card(
        rx.el.p(moment(desk.started_at), rx.cond(desk.by != "", " · " + desk.by.to(str), ""),
                class_name="hint"),
        _progress(desk, state),
        rx.cond(~desk.is_live, _after(desk, state)),
        title=t("The turn of the year"),
    )  # fmt: skip
    nothing = empty_state(
        t("The year is not turned yet"),
        t("Go through the steps: nothing is written until you say so in the check."),
        button(t("To the check"), kind="primary", on_click=state.go("check")),
    )
    return rx.cond(desk.state == "started", begun, nothing)


def _progress(desk: Any, state: Any) -> rx.Component:
    said = t("{done} of {total}", done=desk.done, total=desk.total)
    return rx.el.div(
        rx.el.progress(value=desk.done, max=desk.total, aria_label=t("Pupils moved")),
        rx.el.span(t("Pupils moved"), ": ", said, role="status"),
        rx.cond(desk.is_live, button(t("Stop"), on_click=state.cancel)),
        rx.cond(desk.is_failed, badge(t("Not finished"), "warn")),
        class_name="row",
    )


def _after(desk: Any, state: Any) -> rx.Component:
    rest = tn("{n} pupil is still to be moved.", "{n} pupils are still to be moved.", desk.moving)
    return rx.el.div(
        rx.cond(
            desk.moving > 0,
            banner(rest, tone="warn"),
            banner(t("All pupils are moved. Past years stay as they are and can be read."),
                   tone="ok"),
        ),
        rx.cond(desk.depends.length() > 0, _depends(desk.depends)),
        rx.el.div(
            rx.cond(desk.moving > 0, button(t("Go on"), kind="primary",
                                            on_click=state.ask("start"))),
            button(t("Undo"), disabled=~desk.may_undo, on_click=state.ask("undo")),
            class_name="acts",
        ),
        class_name="stack",
    )  # fmt: skip


def _depends(lines: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("It cannot be undone any more, because new work depends on it:")),
        rx.el.ul(rx.foreach(lines, lambda one: rx.el.li(one.title, ": ", one.count))),
    )


def questions(state: Any) -> rx.Component:
    """Whether the year shall really be turned, or turned back."""
    desk = state.desk
    begin = confirm(
        rx.el.p(t("The year {name} begins on {day}.", name=desk.next_name,
                  day=day(desk.starts_on, "full"))),
        rx.el.p(tn("{n} pupil is moved.", "{n} pupils are moved.", desk.moving)),
        rx.el.p(t("It can be undone as long as nothing new depends on it.")),
        open=state.asked == "start", title=t("Turn the year?"), act=t("Turn the year"),
        on_confirm=state.start, on_cancel=state.ask(""),
    )  # fmt: skip
    back = confirm(
        rx.el.p(t("The new classes, groups and enrolments go; everything is as it was before.")),
        open=state.asked == "undo", title=t("Undo the turn of the year?"), act=t("Undo it"),
        keep=t("Keep it"), on_confirm=state.undo, on_cancel=state.ask(""), danger=True,
    )  # fmt: skip
    return rx.fragment(begin, back)
