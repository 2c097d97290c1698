"""The page of what needs me: it builds, opens the queue that was tapped, and turns its pages."""

from __future__ import annotations

from ediary_app.access.values import Role
from ediary_app.lowcode import queues
from ediary_app.ui.admin.queues import QUEUE_ROLES, QueuesState
from ediary_app.ui.navigation import PLACES
from ediary_app.ui.page import PAGES
from tests.states.test_background_pages import opened, pressed


def test_the_page_builds_and_stands_in_the_navigation_of_its_roles() -> None:
    assert PAGES["/queues"].roles == QUEUE_ROLES
    assert "button" in str(PAGES["/queues"].build())
    having = {role for role, places in PLACES.items() if "/queues" in [p.route for p in places]}
    assert having == set(QUEUE_ROLES)
    assert Role.PARENT not in having


async def test_a_queue_is_opened_and_its_pages_are_turned() -> None:
    state, calls = opened(QueuesState, desk=queues.Desk(opened="unfilled"))
    await pressed(state, "load")
    await pressed(state, "choose", "unfilled")
    await pressed(state, "turn", 2)
    await pressed(state, "refresh")
    assert [arguments for _name, arguments in calls] == [
        {"name": "", "page": 1}, {"name": "unfilled", "page": 1}, {"name": "unfilled", "page": 2},
        {"name": "unfilled", "page": 1},
    ]  # fmt: skip
    assert state.is_ready
