"""Without a mouse and without a finger: everything that a teacher does in a lesson."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e import cast
from tests.e2e.browsing import DESKTOP, Street
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.lesson import LessonPage
from tests.e2e.words import ru

MOST_STEPS = 60


def walk_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted thing has the focus; it must be reachable, and visibly so."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            outline = wanted.evaluate(
                "e => getComputedStyle(e).outlineStyle + getComputedStyle(e).boxShadow"
            )
            assert outline != "nonenone", "the focus cannot be seen"
            return
    raise AssertionError(f"{MOST_STEPS} steps of Tab did not lead to {wanted}")


def test_a_teacher_signs_in_opens_a_lesson_calls_the_roll_and_marks_by_keys(street: Street) -> None:
    meeting = next(m for m in reversed(cast.meetings(street.served)) if m.teacher == "teacher")
    window = street.window(DESKTOP)
    page = window.page
    page.goto("/sign-in")
    expect(page.get_by_label(ru("Login, e-mail or phone"))).to_be_focused()
    page.keyboard.type("teacher")
    walk_to(page, page.get_by_label(ru("Password"), exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    line = page.get_by_role("main").locator(f"a[href$='/lesson/{meeting.lesson_id}']").first
    expect(line).to_be_visible()
    walk_to(page, line)
    page.keyboard.press("Enter")
    lesson = LessonPage(page)
    expect(lesson.pupils).to_be_visible()
    walk_to(page, page.get_by_role("button", name=ru("Marks"), exact=True))
    page.keyboard.press("Enter")
    walk_to(page, lesson.pupils.get_by_role("button").first)
    page.keyboard.press("Enter")
    down_to(page, lesson.pupil(meeting.pupil))
    page.keyboard.press("4")
    said = re.compile(f"{meeting.pupil}.*{ru('Mark {value}', value='4')}")
    expect(lesson.pupil(meeting.pupil)).to_have_accessible_name(said)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("y")
    absent = re.compile(f"{meeting.pupil}.*{ru('absent, reason not known yet')}")
    expect(lesson.pupil(meeting.pupil)).to_have_accessible_name(absent)
    lesson.saved()


def down_to(page: Page, pupil: Locator) -> None:
    """Go down the list by the arrow key until the pupil's line has the focus."""
    for _step in range(MOST_STEPS):
        if pupil.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("the arrow key did not lead to the pupil")
