"""The server goes away and returns: the page says so, keeps what was done, and goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.e2e import cast
from tests.e2e.browsing import TABLET, Street
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.lesson import LessonPage
from tests.e2e.words import ru
from tests.living import Served


@pytest.fixture
def mortal(living: Served, tmp_path: Path) -> Iterator[Served]:
    """A copy of the living school whose server may be killed."""
    served = living.copy_to(tmp_path)
    yield served.start()
    served.stop()


def test_a_mark_made_while_the_server_was_away_is_saved_when_it_returns(
    chromium: Browser, mortal: Served
) -> None:
    meeting = next(m for m in reversed(cast.meetings(mortal)) if m.teacher == "teacher")
    street = Street(chromium, mortal)
    window = street.window(TABLET)
    window.sign_in("teacher", PASSWORD)
    lesson = LessonPage(window.page).open(meeting.lesson_id)
    gone = window.page.get_by_text(
        ru("No connection. Nothing is lost: the page goes on when it returns.")
    )
    expect(gone).to_have_count(0)
    mortal.kill()
    expect(gone).to_be_visible()
    lesson.set_mark(meeting.pupil, "5")
    mortal.start()
    expect(gone).to_have_count(0, timeout=20_000)
    expect(window.page.get_by_text(ru("Everything is saved"))).to_be_visible(timeout=20_000)
    window.page.reload()
    said = re.compile(f"{meeting.pupil}.*{ru('Mark {value}', value='5')}")
    expect(lesson.pupil(meeting.pupil)).to_have_accessible_name(said)
    street.close("")


def test_what_is_being_typed_outlives_a_restart_of_the_server(
    chromium: Browser, mortal: Served
) -> None:
    meeting = next(m for m in reversed(cast.meetings(mortal)) if m.teacher == "teacher")
    street = Street(chromium, mortal)
    window = street.window(TABLET)
    window.sign_in("teacher", PASSWORD)
    lesson = LessonPage(window.page).open(meeting.lesson_id)
    lesson.homework.fill("Недописанное задани")
    mortal.kill()
    gone = window.page.get_by_text(
        ru("No connection. Nothing is lost: the page goes on when it returns.")
    )
    expect(gone).to_be_visible()
    mortal.start()
    expect(window.page.get_by_text(ru("The connection is back."))).to_be_visible(timeout=20_000)
    expect(window.page.get_by_text(ru("Everything is saved"))).to_be_visible(timeout=20_000)
    expect(lesson.homework).to_have_value("Недописанное задани")
    expect(lesson.homework).to_be_focused()
    street.close("")


def test_a_network_that_goes_while_the_page_is_calling_the_server_is_noticed(
    street: Street,
) -> None:
    window = street.window(TABLET)
    calls: list[WebSocketRoute] = []

    def answer(call: WebSocketRoute) -> None:
        calls.append(call)
        if len(calls) == 1:
            call.connect_to_server()

    window.page.route_web_socket(re.compile("/_event"), answer)
    window.sign_in("teacher", PASSWORD)
    window.open("/today")
    calls[0].close()
    while len(calls) < 2:  # the page calls anew, and nobody picks up
        window.page.wait_for_timeout(20)
    window.forgive("ERR_INTERNET_DISCONNECTED", "when fetching the script")
    window.page.context.set_offline(True)
    gone = window.page.get_by_text(
        ru("No connection. Nothing is lost: the page goes on when it returns.")
    )
    expect(gone).to_be_visible()
    window.page.context.set_offline(False)
    expect(gone).to_have_count(0)
