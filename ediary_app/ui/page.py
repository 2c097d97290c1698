"""Pages: registered closed, with their roles; a page without roles must be said to be public."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from ediary_app.access.values import STAFF_ROLES, Role
from ediary_app.ui.admin.job_news import JobNewsState, job_news
from ediary_app.ui.admin.warning import WarningState, backup_warning
from ediary_app.ui.components import frame
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t


@dataclass(frozen=True)
class Page:
    """A registered page: its address, its English title, who may see it."""

    route: str
    title: str
    roles: tuple[Role, ...]
    is_public: bool
    build: Callable[[], rx.Component]
    on_load: tuple[Any, ...]
    header: Callable[[], rx.Component] | None = None


PAGES: dict[str, Page] = {}


def page(
    *,
    route: str,
    title: str,
    roles: Sequence[Role] = (),
    public: bool = False,
    on_load: Any = (),
    header: Callable[[], rx.Component] | None = None,
) -> Callable[[Callable[[], rx.Component]], Callable[[], rx.Component]]:
    """Register a page. Data is guarded by the use cases; `roles` decides which page is offered.

    `header` builds what stands at the right of the title instead of the person's name.
    """
    if bool(roles) is public:
        raise TypeError(f"{route}: a page needs roles, or must be said to be public")
    handlers = tuple(on_load) if isinstance(on_load, list | tuple) else (on_load,)

    def register(build: Callable[[], rx.Component]) -> Callable[[], rx.Component]:
        PAGES[route] = Page(route, title, tuple(roles), public, build, handlers, header)
        return build

    return register


def add_pages(app: rx.App, screens: Sequence[object]) -> None:
    """Give every page that the screens registered to the application."""
    assert screens
    for found in PAGES.values():
        app.add_page(
            _guarded(found),
            route=found.route,
            title=t(found.title),
            on_load=[*_first(found), *found.on_load],
        )
    app.add_page(_not_found, route="404", title=t("There is no such page"))


def _first(found: Page) -> list[Any]:
    """What a page does before its own: who is signed in, and what the office must be warned of."""
    if found.is_public:
        return []
    more = [(WarningState.look, _is_office(found)), (JobNewsState.look, _is_of_staff(found))]
    return [SessionState.enter, *[look for look, is_asked in more if is_asked]]


def _is_of_staff(found: Page) -> bool:
    """Whoever starts long work is told on these pages that it has ended."""
    return bool(STAFF_ROLES & set(found.roles))


def _is_office(found: Page) -> bool:
    return found.route.startswith("/admin") and Role.ADMINISTRATOR in found.roles


def _not_found() -> rx.Component:
    return frame.public_frame(
        frame.empty_state(
            t("There is no such page"),
            t("Perhaps the address is old, or a letter is missing. Nothing is broken."),
            rx.el.a(t("Start page"), href="/", class_name="button primary"),
        )
    )


def _guarded(found: Page) -> Callable[[], rx.Component]:
    def build() -> rx.Component:
        if found.is_public:
            return frame.public_frame(found.build())
        content = found.build()
        if _is_office(found) and found.route != "/admin/health":
            content = rx.fragment(backup_warning(), content)
        if _is_of_staff(found):
            content = rx.fragment(job_news(), content)
        if set(found.roles) != set(Role):
            allowed = rx.Var.create([role.value for role in found.roles])
            unknown = SessionState.me.account_id == 0
            may = unknown | allowed.contains(SessionState.me.role)
            content = rx.cond(may, content, frame.no_rights())
        return frame.app_frame(
            frame.doorway(content, route=found.route),
            title=t(found.title),
            route=found.route,
            header=found.header() if found.header else None,
        )

    build.__name__ = f"page_{found.build.__name__}"
    return build
