"""Homework by due date (домашние задания) of a child, over all subjects."""

from __future__ import annotations

import reflex as rx

from ediary_app.journal import diary, progress
from ediary_app.ui.components.frame import FAMILY_ROLES, empty_state, loading
from ediary_app.ui.family.children import ChildrenState, switcher
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import day, t


class HomeworkState(SessionState):
    """The homework of one child."""

    tasks: tuple[progress.Task, ...] = ()
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
        (await self.get_state(ChildrenState)).child_id = child_id
        await self._show()

    @rx.event
    async def show_past(self, shown: bool):
        """Show or hide the days gone by."""
        self.with_past = shown

    @rx.event
    async def tick(self, homework_id: int, done: bool):
        """A pupil's own "done"."""
        child = (await self.get_state(ChildrenState)).child_id
        task = {"homework_id": homework_id, "student_id": child, "done": done}
        await self._perform(diary.tick_homework, **task)
        await self._show()

    async def _show(self) -> None:
        child = await (await self.get_state(ChildrenState))._learn()
        if child:
            self.tasks = await self._perform(progress.homework_list, student_id=child)
            self._watch(f"student:{child}")


@page(route="/homework", title="Homework", roles=FAMILY_ROLES, on_load=HomeworkState.load)
def homework() -> rx.Component:
    """Homework by due date."""
    return rx.el.div(
        switcher(HomeworkState.choose),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=HomeworkState.with_past,
                on_change=HomeworkState.show_past,
            ),
            t("With the past week"),
            class_name="check",
        ),
        rx.cond(
            HomeworkState.is_ready,
            rx.cond(
                HomeworkState.tasks.length() == 0,
                empty_state(
                    t("No homework is given"), t("Nothing is given for the coming two weeks.")
                ),
                rx.el.ul(rx.foreach(HomeworkState.tasks, _task), class_name="tasks"),
            ),
            loading(),
        ),
        class_name="stack",
    )


def _task(task: progress.Task) -> rx.Component:
    words = rx.el.span(
        rx.el.b(task.subject),
        rx.el.span(task.text),
        rx.el.small(
            day(task.due_on, "weekday"),
            rx.cond(task.minutes > 0, t(" · {n} min", n=task.minutes), ""),
        ),
        class_name="task-words",
    )
    return rx.cond(
        task.is_past & ~HomeworkState.with_past,
        rx.fragment(),
        rx.el.li(
            rx.cond(
                SessionState.me.role == "student",
                rx.el.label(
                    rx.el.input(
                        type="checkbox",
                        checked=task.is_done,
                        on_change=lambda done: HomeworkState.tick(task.id, done),
                    ),
                    words,
                    class_name="task",
                ),
                rx.el.div(words, rx.cond(task.is_done, rx.el.small(t("done"))), class_name="task"),
            ),
            data_color=task.color,
        ),
    )
