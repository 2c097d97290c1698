"""All children today (все дети сегодня): each child's day in one card."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.journal import family_day
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import ChildrenState, no_children, once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import day, t, tn
from ediary_app.ui.views.words import attendance_words, note_words, room_words


class FamilyDayState(SessionState):
    """The day of all children of a parent."""

    shown: family_day.FamilyDay = family_day.FamilyDay()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the day."""
        await self._show()
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Something of a child or of its groups changed."""
        await self._show()

    @rx.event
    async def open_diary(self, child_id: int):
        """Open a child's diary."""
        found = [x.child for x in self.shown.children if x.child.id == child_id]
        (await self.get_state(ChildrenState)).child = found[0]
        return rx.redirect("/diary")

    async def _show(self) -> None:
        self.shown = await self._perform(family_day.family_day)
        children = [f"student:{x.child.id}" for x in self.shown.children]
        self._watch(*children, *[f"everyone-in:{group}" for group in self.shown.group_ids])


@page(route="/family", title="Children", roles=[Role.PARENT], on_load=FamilyDayState.load)
def family() -> rx.Component:
    """All children today."""
    return rx.fragment(
        once_ready(
            FamilyDayState.is_ready,
            rx.cond(
                FamilyDayState.shown.children.length() == 0,
                no_children(),
                rx.el.div(rx.foreach(FamilyDayState.shown.children, _child), class_name="columns"),
            ),
            loading(3),
            FamilyDayState.load,
        ),
        awake(FamilyDayState.refresh),
    )


def _child(x: Any) -> rx.Component:
    return rx.el.section(
        _head(x.child),
        rx.cond(x.marks.length() > 0, _marks(x)),
        rx.cond(x.words.length() > 0, rx.el.div(rx.foreach(x.words, _word))),
        rx.cond(
            x.missed > 0,
            rx.el.p(
                tn("{n} lesson missed today", "{n} lessons missed today", x.missed),
                class_name="attendance",
            ),
        ),
        _lessons(x),
        _due(x),
        class_name="card child-card",
    )


def _head(child: Any) -> rx.Component:
    return rx.el.button(
        rx.el.span(child.initials, class_name="face", custom_attrs={"aria-hidden": "true"}),
        rx.el.span(
            rx.el.span(child.name, class_name="child-title"),
            rx.el.small(child.class_name, ", ", child.school),
            class_name="child-words",
        ),
        on_click=FamilyDayState.open_diary(child.id),
        type="button",
        class_name="child-head",
        custom_attrs={"aria-label": t("Open the diary: {name}", name=child.name)},
    )


def _marks(x: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h2(t("New marks")),
        rx.el.ul(
            rx.foreach(
                x.marks,
                lambda m: rx.el.li(
                    rx.el.b(m.value, class_name="news-mark"),
                    rx.el.span(m.subject),
                    rx.el.small(day(m.on, "short")),
                    class_name="news-item",
                ),
            ),
        ),
        class_name="child-part",
    )


def _word(word: Any) -> rx.Component:
    return rx.el.p(
        rx.el.b(note_words(word.kind)), " ", word.text, rx.el.small(day(word.on, "short")),
        class_name="diary-note", data_kind=word.kind,
    )  # fmt: skip


def _lessons(x: Any) -> rx.Component:
    return rx.cond(
        x.lessons.length() == 0,
        rx.el.p(t("No lessons in the coming two weeks."), class_name="soft"),
        rx.el.div(
            rx.el.h2(
                rx.cond(x.is_today, t("Today"), t("Next lessons: {day}", day=day(x.on, "weekday")))
            ),
            rx.el.ol(rx.foreach(x.lessons, _lesson), class_name="short-lessons"),
            class_name="child-part",
        ),
    )


def _lesson(y: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(y.starts, class_name="number"),
        rx.el.span(
            rx.cond(y.is_cancelled, rx.el.s(y.subject), y.subject),
            rx.cond(y.room != "", rx.el.small(room_words(y.room))),
            rx.cond(y.is_cancelled, rx.el.small(t("The lesson is cancelled"), class_name="said")),
            rx.cond(
                y.attendance != "", rx.el.small(attendance_words(y.attendance), class_name="said")
            ),
        ),
        rx.cond(y.place == "now", rx.el.span(t("now"), class_name="today-word")),
        data_place=y.place,
    )


def _due(x: Any) -> rx.Component:
    return rx.cond(
        x.due_count > 0,
        rx.el.p(
            rx.el.b(t("Homework for {day}:", day=day(x.due_on, "weekday"))),
            " ",
            rx.cond(
                x.due_left == 0,
                t("all is done"),
                tn("{n} task left", "{n} tasks left", x.due_left),
            ),
            rx.cond(x.due_minutes > 0, t(", about {n} min", n=x.due_minutes), ""),
            rx.cond(x.due_minutes > x.norm, t(", over the norm of {n}", n=x.norm), ""),
            class_name="child-part",
        ),
    )
