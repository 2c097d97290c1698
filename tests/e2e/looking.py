"""The screens that the product registers, and who may look at each."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from ediary_app.ui import screens
from ediary_app.ui.page import PAGES
from tests.e2e.browsing import SIZES, Street, Window
from tests.e2e.cast import Meeting

assert screens.ALL
PASSWORD = "demo-school-5"
ROUTES = sorted(route for route in PAGES if route != "/")
SPOKEN = [route for route in ROUTES if route != "/design"]
"""All but the living page of components: it names tokens and shows samples."""
LOOKERS = (
    "parent", "teacher", "class_teacher", "registrar", "administrator", "deputy_head", "student",
)  # fmt: skip
"""Who looks at a page: the first of these who may."""


def address(route: str, meeting: Meeting) -> str:
    """A route with real ids in its places."""
    known = {
        "lesson_id": meeting.lesson_id,
        "person_id": meeting.student_id,
        "subject_id": meeting.subject_id,
        "resource": "subjects",
        "definition_kind": "message",
        "definition_key": "mark_set.email.ru",
    }
    return re.sub(r"\[(\w+)\]", lambda place: str(known[place[1]]), route)


def looker(route: str) -> str:
    """The sign-in of somebody who may see a page; empty for a page that is open to all."""
    page = PAGES[route]
    roles = {role.value for role in page.roles}
    return "" if page.is_public else next(role for role in LOOKERS if role in roles)


def open_screen(
    street: Street,
    meeting: Meeting,
    route: str,
    size: str = "desktop",
    theme: str = "light",
    language: str = "ru",
) -> Window:
    """Open a screen as somebody who may see it, in a size, a look and a language."""
    return open_in(street, meeting, route, SIZES[size], theme, language)


def open_in(
    street: Street,
    meeting: Meeting,
    route: str,
    size: dict[str, Any],
    theme: str = "light",
    language: str = "ru",
) -> Window:
    """The same in a window of any size."""
    window = street.window(size)
    if looker(route):
        window.sign_in(looker(route), PASSWORD)
    window.prefer(language=language, theme=theme)
    window.page.goto(address(route, meeting))
    expect(window.page.get_by_role("heading", level=1)).to_be_visible()
    if route != "/design":  # which shows the shapes of loading among its samples
        window.settled()
    return window
