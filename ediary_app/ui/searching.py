"""The search everywhere (поиск по всему) in the head of every page of the school's staff."""

from __future__ import annotations

import dataclasses
from typing import Any

import reflex as rx

from ediary_app.access.values import STAFF_ROLES, Permission, Role
from ediary_app.kernel.folding import fold
from ediary_app.kernel.i18n import LazyText, _, use_language
from ediary_app.lowcode import everywhere, tolerance
from ediary_app.ui.navigation import PLACES
from ediary_app.ui.session import SessionState


class EverywhereState(SessionState):
    """What was found for the line in the box; forgotten when the box is closed."""

    found: everywhere.Everywhere = everywhere.Everywhere()
    _handed: str = ""

    @rx.event
    async def seek(self, query: str):
        """Find everything that fits, the pages of one's role among it."""
        found = await self._perform(everywhere.everywhere, query=query[:100])
        self.found = with_pages(found, self.me.role, self.me.language)

    @rx.event
    async def forget(self):
        """The box was closed."""
        self.found = everywhere.Everywhere()

    @rx.event
    async def show_all(self, query: str, all_at: str):
        """Open the list of a kind, searched for the same line, which stays out of the address."""
        known = {group.all_at for group in self.found.groups}
        self._handed, self.found = query[:100], everywhere.Everywhere()
        return rx.redirect(all_at if all_at in known else "/")

    def _take(self) -> str:
        """The line for the list that was just opened, once."""
        handed, self._handed = self._handed, ""
        return handed


PAGES = everywhere.Source("pages", _("Pages"), Permission.OWN_ACCOUNT, lambda _ctx, _asked: ())


def with_pages(found: everywhere.Everywhere, role: str, language: str) -> everywhere.Everywhere:
    """What was found and, by their titles in the reader's language, the pages of the role."""
    asked = tolerance.asked(found.asked)
    if len(found.asked) < 2 or not role:
        return found
    with use_language(language):
        pages = [_page(place.title, place.route) for place in PLACES[Role(role)]]
        group = everywhere.grouped(PAGES, pages, asked)
    if group is None:
        return found
    is_first = not found.groups or group[0][0] is tolerance.Near.EXACT
    groups = (group[1], *found.groups) if is_first else (*found.groups, group[1])
    meant = asked.readings[1].text if group[0][1] == 1 and not found.groups else found.meant
    return dataclasses.replace(found, groups=groups, meant=meant if group[0][1] == 1 else "")


def _page(title: str, route: str) -> everywhere.Candidate:
    said = str(LazyText(title))
    return everywhere.Candidate(fold(said.lower()), said, "", route)


class SearchOpener(rx.Component):
    """The button with its shortcuts; the box itself is loaded when it is opened first."""

    library = "$/public/parts/search/opener.js"
    tag = "SearchOpener"
    is_default = False

    found: rx.Var[everywhere.Everywhere]
    on_seek: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_all: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_forget: rx.EventHandler[rx.event.no_args_event_spec]


def search_everywhere() -> rx.Component:
    """The button of the search, for those who work in the school."""
    roles = rx.Var.create(sorted(role.value for role in STAFF_ROLES))
    state: Any = EverywhereState
    return rx.cond(
        roles.contains(SessionState.me.role),
        SearchOpener.create(
            found=state.found, on_seek=state.seek, on_all=state.show_all, on_forget=state.forget
        ),
    )
