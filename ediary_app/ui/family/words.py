"""Praise and remarks to a child (похвала и замечания): both as visible, praise first."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.journal import periods, words
from ediary_app.ui.components.controls import chip
from ediary_app.ui.components.frame import FAMILY_ROLES, empty_state
from ediary_app.ui.components.link import link
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
from ediary_app.ui.views.marks_table import terms_row
from ediary_app.ui.views.words import note_words


class WordsState(SessionState):
    """What teachers wrote to one child in a period."""

    shown: words.WordsOfTeachers = words.WordsOfTeachers()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the whole year of the child that is open."""
        await self._show(periods.WHOLE_YEAR, "")
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """A teacher wrote something, or took it back."""
        await self._show(self.shown.term_id, self.shown.kind)

    @rx.event
    async def choose(self, child_id: int):
        """Show another child's words."""
        (await self.get_state(ChildrenState))._open(child_id)
        await self._show(periods.WHOLE_YEAR, "")

    @rx.event
    async def open_term(self, term_id: int):
        """Show another period."""
        await self._show(term_id, self.shown.kind)

    @rx.event
    async def look_at(self, kind: str):
        """Show one kind alone; once more shows all."""
        await self._show(self.shown.term_id, "" if kind == self.shown.kind else kind)

    async def _show(self, term_id: int, kind: str) -> None:
        family = await self.get_state(ChildrenState)
        child = family.child.id
        which = {"child_id": child, "term_id": term_id, "kind": kind or None}
        since = family._since_of_visit(child)
        found = await self._perform(words.open_words, since=since, **which)
        family._take(found.family)
        self.shown = found.shown
        self._watch(f"student:{found.shown.student_id}")


@page(
    route="/praise",
    title="Praise and remarks",
    roles=FAMILY_ROLES,
    on_load=WordsState.load,
    header=lambda: switcher(WordsState.choose),
)
def praise() -> rx.Component:
    """What teachers wrote to a child."""
    return rx.el.div(
        paper_head(t("Praise and remarks")),
        once_ready(
            WordsState.is_ready,
            rx.cond(ChildrenState.child.id == 0, no_children(), _words()),
            loading(5),
            WordsState.load,
        ),
        awake(WordsState.refresh),
    )


def _words() -> rx.Component:
    shown = WordsState.shown
    nothing = empty_state(
        t("No words yet"), t("What teachers write will stand here, praise first.")
    )
    listed = rx.el.ol(rx.foreach(shown.said, _said), class_name="said-list")
    return rx.el.div(
        terms_row(shown, WordsState.open_term),
        rx.el.div(
            _count(t("Praise"), shown.praise, "praise"),
            _count(t("Remarks"), shown.remarks, "remark"),
            _count(t("Recommendations"), shown.recommendations, "recommendation"),
            class_name="balance",
            role="group",
            custom_attrs={"aria-label": t("What to look at")},
        ),
        rx.cond(shown.said.length() == 0, nothing, listed),
        class_name="stack",
    )


def _count(name: Any, number: Any, kind: str) -> rx.Component:
    return chip(
        rx.fragment(rx.el.b(number), rx.el.span(name)),
        pressed=WordsState.shown.kind == kind,
        on_click=WordsState.look_at(kind),
        data_kind=kind,
    )


def _said(said: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(said.is_new, rx.el.i(class_name="new-dot", custom_attrs={"aria-hidden": "true"})),
        rx.el.p(
            rx.el.b(note_words(said.kind)),
            rx.cond(said.subject != "", rx.el.span(said.subject, class_name="soft")),
            link(day(said.on, "day"), to="/diary?on=" + said.on.to(str), class_name="day-link"),
            class_name="said-head",
        ),
        rx.el.p(said.text, class_name="said-text"),
        rx.el.p(said.who, class_name="hint"),
        class_name="diary-note",
        data_kind=said.kind,
    )
