"""The frame of every page (рамка страницы): rail or bottom bar, header, messages, states."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.components.offline import Connection, Doorway, is_lost
from ediary_app.ui.components.surfaces import empty_state, loading, no_rights
from ediary_app.ui.navigation import PLACES, Place
from ediary_app.ui.recovery import recovery
from ediary_app.ui.searching import search_everywhere
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t


def app_frame(
    content: rx.Component, *, title: Any, route: str, header: rx.Component | None = None
) -> rx.Component:
    """A signed-in page: skip link, navigation of the role, header, content, message region.

    `header` stands at the right of the title; by default it is the person and their role.
    """
    return rx.el.div(
        rx.el.a(t("Skip to the content"), href="#content", class_name="skip"),
        _navigation(route),
        rx.el.div(
            rx.el.header(
                rx.el.h1(title, class_name="page-title"),
                search_everywhere(),
                _who() if header is None else header,
                class_name="page-header",
            ),
            rx.el.main(content, id="content", tab_index=-1, class_name="content"),
            class_name="page",
        ),
        messages(),
        connection(),
        class_name="app",
    )


def _who() -> rx.Component:
    return rx.el.div(
        rx.el.span(SessionState.me.name, class_name="who-name"),
        rx.el.span(SessionState.me.role_title, class_name="who-role"),
        class_name="who",
    )


def public_frame(content: rx.Component) -> rx.Component:
    """A page for somebody who has not signed in: the content alone, in the middle."""
    return rx.el.div(
        rx.el.main(content, id="content", class_name="public-content"),
        messages(),
        connection(),
        class_name="public",
    )


def _navigation(route: str) -> rx.Component:
    cases = [
        (role.value, rx.fragment(*[_link(place, route) for place in places]))
        for role, places in PLACES.items()
        if places
    ]
    return rx.el.nav(
        rx.el.a(rx.el.span("5", class_name="brand-five"), href="/", class_name="brand",
                custom_attrs={"aria-label": t("Start page")}),
        rx.match(SessionState.me.role, *cases, rx.fragment()),
        class_name="nav",
        custom_attrs={"aria-label": t("Sections")},
    )  # fmt: skip


def _link(place: Place, route: str) -> rx.Component:
    within = "true" if route.startswith(f"{place.route}/") else ""
    here = "page" if place.route == route else within
    current = {"aria-current": here} if here else {}
    return link(
        icon(place.icon),
        rx.el.span(t(place.title)),
        to=place.route,
        class_name="nav-link" if place.is_on_phone else "nav-link wide-only",
        custom_attrs=current,
    )


def messages() -> rx.Component:
    """The polite message region: a sentence said once, dismissed by hand."""
    return rx.el.div(
        rx.cond(
            SessionState.notice != "",
            rx.el.div(
                rx.el.span(SessionState.notice),
                rx.el.button(
                    icon("close", 18),
                    on_click=SessionState.dismiss_notice,
                    class_name="icon-button",
                    custom_attrs={"aria-label": t("Close the message")},
                ),
                class_name="toast",
                data_kind=SessionState.notice_kind,
            ),
        ),
        recovery(),
        class_name="toasts",
        role="status",
        custom_attrs={"aria-live": "polite"},
    )


def connection() -> rx.Component:
    """Says that the connection is away and that nothing is lost; the page goes on by itself."""
    families = rx.Var.create([role.value for role in FAMILY_ROLES])
    return Connection.create(
        owner=SessionState.me.account_id,
        lost=is_lost,
        keeps=families.contains(SessionState.me.role),
    )


def doorway(content: rx.Component, *, route: str) -> rx.Component:
    """The content once the server has said who is signed in, or what the device keeps of it."""
    return Doorway.create(content, account=SessionState.me.account_id, lost=is_lost, route=route)


FAMILY_ROLES = (Role.PARENT, Role.STUDENT)
TEACHING_ROLES = (Role.TEACHER, Role.CLASS_TEACHER)

__all__ = [
    "FAMILY_ROLES",
    "TEACHING_ROLES",
    "app_frame",
    "connection",
    "doorway",
    "empty_state",
    "loading",
    "messages",
    "no_rights",
    "public_frame",
]
