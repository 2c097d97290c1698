"""Homework by due date (домашние задания) of a child, over all subjects."""

from __future__ import annotations

import reflex as rx

from ediary_app.journal import tasks
from ediary_app.ui.components.frame import FAMILY_ROLES, empty_state
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import (
    ChildrenState,
    no_children,
    once_ready,
    paper_head,
    switcher,
)
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import day, t
from ediary_app.ui.views.diary_week import homework_line, minutes_words


class HomeworkState(SessionState):
    """The homework of one child by the day it is due."""

    days: tuple[tasks.TaskDay, ...] = ()
    has_ahead: bool = False
    with_past: bool = False
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the homework of the child that is open."""
        await self._show()
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Something changed."""
        await self._show()

    @rx.event
    async def choose(self, child_id: int):
        """Show another child's homework."""
        (await self.get_state(ChildrenState))._open(child_id)
        await self._show()

    @rx.event
    async def show_past(self, shown: bool):
        """Show or hide the days gone by."""
        self.with_past = shown

    @rx.event
    async def tick(self, homework_id: int, done: bool):
        """A pupil's own "done"."""
        child = (await self.get_state(ChildrenState)).child.id
        task = {"homework_id": homework_id, "student_id": child, "done": done}
        await self._perform(tasks.tick_homework, **task)
        await self._show()

    async def _show(self) -> None:
        family = await self.get_state(ChildrenState)
        found = await self._perform(tasks.open_homework, child_id=family.child.id)
        family._take(found.family)
        self.days = found.days
        self.has_ahead = any(not day.is_past for day in found.days)
        groups = [f"everyone-in:{group}" for group in found.group_ids]
        self._watch(f"student:{found.family.child_id}", *groups)


@page(
    route="/homework",
    title="Homework",
    roles=FAMILY_ROLES,
    on_load=HomeworkState.load,
    header=lambda: switcher(HomeworkState.choose),
)
def homework() -> rx.Component:
    """Homework by due date."""
    return rx.el.div(
        paper_head(t("Homework")),
        once_ready(
            HomeworkState.is_ready,
            rx.cond(ChildrenState.child.id == 0, no_children(), _days()),
            loading(6),
            HomeworkState.load,
        ),
        awake(HomeworkState.refresh),
        class_name="stack",
    )


def _days() -> rx.Component:
    days = HomeworkState.days
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=HomeworkState.with_past,
                on_change=HomeworkState.show_past,
            ),
            t("With the past week"),
            class_name="check no-print",
        ),
        rx.cond(
            ~HomeworkState.has_ahead,
            empty_state(t("No homework is given"), t("Nothing is given for the coming two weeks.")),
        ),
        rx.el.div(rx.foreach(days, _day), class_name="week"),
        class_name="stack",
    )


def _day(d: tasks.TaskDay) -> rx.Component:
    return rx.cond(
        d.is_past & ~HomeworkState.with_past,
        rx.fragment(),
        rx.el.section(
            rx.el.header(
                rx.el.h2(day(d.on, "weekday")),
                rx.cond(d.is_next, rx.el.span(t("next"), class_name="today-word")),
                rx.cond(d.minutes > 0, minutes_words(d.minutes, d.norm)),
                class_name="day-title",
            ),
            rx.el.ul(rx.foreach(d.tasks, _task), class_name="tasks"),
            class_name="diary-day",
            data_today=d.is_next,
        ),
    )


def _task(task: tasks.Task) -> rx.Component:
    is_student = SessionState.me.role == "student"
    return rx.el.li(
        rx.el.b(task.subject),
        homework_line(task, is_student, HomeworkState.tick),
        data_color=task.color,
        data_done=task.is_done,
    )
