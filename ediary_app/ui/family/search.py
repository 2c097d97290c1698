"""Search in a child's diary (поиск в дневнике): what was found leads to its day."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.journal import seeking
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.frame import FAMILY_ROLES, empty_state
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import ChildrenState, no_children, once_ready, switcher
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import day, t, tn
from ediary_app.ui.views.words import note_words


class SearchState(SessionState):
    """What is searched for in one child's diary, and what was found."""

    words: str = ""
    shown: seeking.SearchPage = seeking.SearchPage()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show what was searched for last: one comes back from a day that was found."""
        await self._show(self.shown.page)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Something of this child changed."""
        await self._show(self.shown.page)

    @rx.event
    async def choose(self, child_id: int):
        """Search another child's diary for the same."""
        (await self.get_state(ChildrenState))._open(child_id)
        await self._show(1)

    @rx.event
    async def search(self, words: str):
        """Search as one types."""
        self.words = words[:200]
        await self._show(1)

    @rx.event
    async def open_page(self, number: int):
        """Show a further page."""
        await self._show(number)

    async def _show(self, number: int) -> None:
        family = await self.get_state(ChildrenState)
        which = {"child_id": family.child.id, "search": self.words, "page": number}
        found = await self._perform(seeking.search_diary, **which)
        family._take(found.family)
        self.shown = found.page
        self._watch(f"student:{found.family.child_id}")


@page(
    route="/search",
    title="Search in the diary",
    roles=FAMILY_ROLES,
    on_load=SearchState.load,
    header=lambda: switcher(SearchState.choose),
)
def search() -> rx.Component:
    """Search in the diary."""
    return rx.el.div(
        once_ready(
            SearchState.is_ready,
            rx.cond(ChildrenState.child.id == 0, no_children(), _search()),
            loading(4),
            SearchState.load,
        ),
        awake(SearchState.refresh),
    )


def _search() -> rx.Component:
    shown = SearchState.shown
    hint = rx.el.p(
        t("Topics, homework, subjects, comments to marks, praise. A date helps: 18.11 or "
          "“algebra November”."),
        class_name="hint",
    )  # fmt: skip
    nothing = empty_state(
        t("Nothing was found"), t("Try another word, a part of it, or a date as 18.11.")
    )
    return rx.el.div(
        rx.el.div(
            rx.el.label(t("What to find"), html_for="diary-search", class_name="field-label"),
            rx.el.input(
                id="diary-search", type="search", class_name="input", auto_complete="off",
                default_value=SearchState.words, on_change=SearchState.search.debounce(300),
            ),
            class_name="field",
            role="search",
        ),
        rx.cond(shown.asked == "", hint, rx.cond(shown.total == 0, nothing, _listed(shown))),
        class_name="stack",
    )  # fmt: skip


def _listed(shown: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            tn("{n} entry found", "{n} entries found", shown.total),
            class_name="soft",
            role="status",
        ),
        rx.el.ol(rx.foreach(shown.found, _found), class_name="found"),
        rx.cond(shown.pages > 1, _pages(shown)),
        class_name="stack tight",
    )


def _found(thing: Any) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(
                rx.el.b(_kind(thing)),
                rx.cond(thing.subject != "", rx.el.span(thing.subject)),
                rx.el.small(day(thing.on, "full")),
                class_name="found-head",
            ),
            rx.el.span(thing.text, class_name="found-text clip"),
            to="/diary?on=" + thing.on.to(str),
            class_name="found-thing",
        )
    )


def _kind(thing: Any) -> rx.Var[str]:
    return rx.match(
        thing.kind,
        ("topic", t("Topic")),
        ("homework", t("Homework")),
        ("mark", t("Mark {value}", value=thing.value)),
        note_words(thing.kind),
    )


def _pages(shown: Any) -> rx.Component:
    return rx.el.nav(
        button(icon("left", 18), t("Newer"), disabled=shown.page <= 1,
               on_click=SearchState.open_page(shown.page - 1)),
        rx.el.span(t("{page} of {pages}", page=shown.page, pages=shown.pages),
                   class_name="number"),
        button(t("Older"), icon("right", 18), disabled=shown.page >= shown.pages,
               on_click=SearchState.open_page(shown.page + 1)),
        class_name="row apart",
        custom_attrs={"aria-label": t("Pages of the list")},
    )  # fmt: skip
