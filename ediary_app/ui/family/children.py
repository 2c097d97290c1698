"""Which child is open (выбор ребёнка), shared by all pages of the family."""

from __future__ import annotations

from datetime import datetime

import reflex as rx

from ediary_app.journal.children import Child, Family
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.frame import empty_state
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.family.parts import ChildSwitcher, PrintButton
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t

NO_CHILD = Child(0, "", "", "", 0)


class ChildrenState(SessionState):
    """The children whose diaries may be opened, the one that is, and since when its news count."""

    children: tuple[Child, ...] = ()
    child: Child = NO_CHILD
    _since: tuple[tuple[int, datetime], ...] = ()
    _seen: frozenset[int] = frozenset()

    def _take(self, family: Family) -> None:
        """The family as it was just read: a child that is gone from it is open no more."""
        found = [child for child in family.children if child.id == family.child_id]
        child = found[0] if found else NO_CHILD
        if (self.children, self.child) != (family.children, child):
            self.children, self.child = family.children, child

    def _open(self, child_id: int) -> None:
        self.child = next((c for c in self.children if c.id == child_id), self.child)

    def _since_of_visit(self, child_id: int) -> datetime | None:
        return dict(self._since).get(child_id)

    def _keep_since(self, child_id: int, since: datetime | None) -> None:
        known = dict(self._since)
        if since is not None and known.get(child_id) != since:
            self._since = tuple({**known, child_id: since}.items())

    def _begin_visit(self) -> None:
        """What was seen on an earlier page is news no more."""
        self._since = tuple((k, v) for k, v in self._since if k not in self._seen)
        self._seen = frozenset()

    def _note_seen(self, child_id: int) -> None:
        self._seen = self._seen | {child_id}


def switcher(choose: rx.EventHandler) -> rx.Component:
    """For the header: the open child, and a menu of them with the way to all of them at once."""
    return rx.el.div(
        PrintButton.create(),
        ChildSwitcher.create(
            link(icon("family"), t("All children today"), to="/family", class_name="child-choice"),
            family=ChildrenState.children,
            chosen=ChildrenState.child.id,
            on_choose=choose,
        ),
        class_name="page-tools",
    )


def paper_head(*words: rx.Var | str) -> rx.Component:
    """What stands above a printed page: the school, the child, the class, what is printed."""
    child = ChildrenState.child
    return rx.el.div(
        rx.el.p(child.school),
        rx.el.h2(child.name, rx.cond(child.class_name != "", f", {child.class_name}", "")),
        rx.el.p(*words),
        class_name="paper-head",
    )


def once_ready(
    is_ready: rx.Var[bool], content: rx.Component, skeleton: rx.Component, retry: rx.EventHandler
) -> rx.Component:
    """The page once it is read; before that its shape, or what went wrong and the way to retry."""
    failed = empty_state(
        t("This could not be shown"),
        SessionState.notice,
        button(t("Try again"), kind="primary", on_click=retry),
    )
    return rx.cond(is_ready, content, rx.cond(SessionState.notice != "", failed, skeleton))


def no_children() -> rx.Component:
    """Nobody's diary may be opened by this account."""
    return empty_state(
        t("No diary is open to you"),
        t("The school has not connected a child to your account yet. Ask the school office."),
    )
