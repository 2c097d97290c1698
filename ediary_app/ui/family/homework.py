"""Homework by due date (домашние задания) of a child, over all subjects."""

from __future__ import annotations

import reflex as rx

from ediary_app.journal import evenings, tasks
from ediary_app.ui.components.frame import FAMILY_ROLES
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
from ediary_app.ui.text import t
from ediary_app.ui.views.evenings import days_of_tasks, progress_of_tasks, task_filters


class HomeworkState(SessionState):
    """The homework of one child by the day it is due."""

    shown: evenings.HomeworkPage = evenings.HomeworkPage()
    words: str = ""
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show what is ahead of the child that is open."""
        self.words = ""
        await self._show(view="ahead", subject_id=0)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Something changed."""
        await self._show()

    @rx.event
    async def choose(self, child_id: int):
        """Show another child's homework."""
        (await self.get_state(ChildrenState))._open(child_id)
        await self._show(subject_id=0)

    @rx.event
    async def look_at(self, view: str):
        """Show what is ahead, what is past due, or all of the past two weeks."""
        await self._show(view=view)

    @rx.event
    async def choose_subject(self, subject_id: str):
        """Show one subject alone, or all of them."""
        await self._show(subject_id=subject_id or 0)

    @rx.event
    async def search(self, words: str):
        """Show what holds these words."""
        self.words = words[:200]
        await self._show()

    @rx.event
    async def tick(self, homework_id: int, done: bool):
        """A pupil's own "done"."""
        child = (await self.get_state(ChildrenState)).child.id
        task = {"homework_id": homework_id, "student_id": child, "done": done}
        await self._perform(tasks.tick_homework, **task)
        await self._show()

    async def _show(self, **changed: object) -> None:
        family = await self.get_state(ChildrenState)
        asked = {"view": self.shown.view, "subject_id": self.shown.subject_id, **changed}
        which = {"child_id": family.child.id, "search": self.words, **asked}
        found = await self._perform(evenings.open_homework, **which)
        family._take(found.family)
        self.shown = found.page
        groups = [f"everyone-in:{group}" for group in found.page.group_ids]
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
            rx.cond(ChildrenState.child.id == 0, no_children(), _tasks()),
            loading(6),
            HomeworkState.load,
        ),
        awake(HomeworkState.refresh),
        class_name="stack",
    )


def _tasks() -> rx.Component:
    shown = HomeworkState.shown
    is_student = SessionState.me.role == "student"
    return rx.el.div(
        progress_of_tasks(shown),
        task_filters(
            shown, HomeworkState.look_at, HomeworkState.choose_subject, HomeworkState.search
        ),
        days_of_tasks(shown, HomeworkState.words != "", is_student, HomeworkState.tick),
        class_name="stack",
    )
