"""The server's page and the warning of late back-ups: what is asked, and whom it is shown to."""

from __future__ import annotations

from ediary_app.access.values import Role
from ediary_app.ui import screens
from ediary_app.ui.admin.health import HealthState
from ediary_app.ui.admin.warning import WarningState
from ediary_app.ui.page import PAGES, _first, _guarded
from ediary_app.upkeep import queries
from tests.states.test_background_pages import opened, pressed

assert screens.ALL


def test_the_page_is_the_administrators_alone() -> None:
    assert PAGES["/admin/health"].roles == (Role.ADMINISTRATOR,)


def test_every_page_of_the_office_warns_of_late_back_ups_and_no_other() -> None:
    warned = {route for route, page in PAGES.items() if WarningState.look in _first(page)}
    assert "/admin/accounts" in warned
    assert all(route.startswith("/admin") for route in warned)
    assert "backup-warning" in str(_guarded(PAGES["/admin/jobs"])())
    assert "backup-warning" not in str(_guarded(PAGES["/diary"])())


async def test_the_button_starts_a_back_up_and_shows_it() -> None:
    state, calls = opened(HealthState, health=queries.Health())
    await pressed(state, "back_up")
    assert [name for name, _arguments in calls] == ["start_backup", "health"]


async def test_a_failure_is_looked_for_by_its_number_and_put_away() -> None:
    line = queries.FailureLine("ab12", None, "KeyError", "x.py:1")
    state, calls = opened(HealthState, failure=line)
    await pressed(state, "find", "ab12")
    assert (state.found, calls) == ((line,), [("failure", {"number": "ab12"})])
    await pressed(state, "find", "")
    assert (state.asked, state.found, len(calls)) == ("", (), 1)


async def test_a_reaction_is_tried_anew_and_the_page_looked_at_again() -> None:
    state, calls = opened(HealthState, health=queries.Health())
    await pressed(state, "retry", 4)
    assert calls[0] == ("retry_reaction", {"trouble_id": 4})
