"""What people do a hundred times a day takes few taps: counted."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import marks
from tests.e2e.browsing import PHONE, TABLET, Street
from tests.e2e.classroom import Lesson, a_lesson, window_of
from tests.e2e.pages.diary import DiaryPage
from tests.e2e.pages.lesson import LessonPage
from tests.e2e.words import ru
from tests.living import Served


@pytest.fixture
def lesson(living: Served) -> Lesson:
    """A class of its own."""
    return a_lesson(living)


class Taps:
    """A finger that counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, where: Locator) -> None:
        """Tap something that can be seen."""
        expect(where).to_be_visible()
        where.tap()
        self.count += 1


def test_from_the_sign_in_to_a_saved_mark_of_the_lesson_now_in_four_taps(
    street: Street, lesson: Lesson
) -> None:
    window = window_of(street, lesson.teacher, TABLET)
    window.open("/today")
    tap, page = Taps(), window.page
    now = page.get_by_role("region", name=like_any("The lesson now", "The next lesson"))
    tap(now.get_by_role("link", name=like_any("Roll-call", "Marks")).first)
    opened = LessonPage(page)
    tap(page.get_by_role("button", name=ru("Marks"), exact=True))
    tap(opened.pupil(lesson.name(0)))
    pad = page.get_by_role("region", name=ru("Key pad"))
    five = pad.get_by_role("button", name=ru("Mark {value}", value="5"), exact=True)
    tap(five)
    opened.saved()
    assert tap.count <= 4
    tap(five)
    opened.saved()
    assert tap.count <= 5
    for number in (0, 1):
        said = re.compile(f"{lesson.name(number)}.*{ru('Mark {value}', value='5')}")
        expect(opened.pupil(lesson.name(number))).to_have_accessible_name(said)


def test_a_parent_sees_the_weeks_marks_at_once_and_a_subjects_with_two_taps(
    street: Street, lesson: Lesson
) -> None:
    given, pupil = lesson.given, lesson.pupils[0]
    perform(
        marks.set_mark, actor=lesson.second, value="4", lesson_id=lesson.id, student_id=pupil.id,
        kind_id=lesson.kind,
    )  # fmt: skip
    family = given.signed_in(given.guardian_of(pupil), Role.PARENT)
    window = window_of(street, family, PHONE)
    window.open("/")
    tap, page = Taps(), window.page
    expect(DiaryPage(page).mark("Алгебра", "4")).to_be_visible()
    assert tap.count == 0
    tap(page.get_by_role("navigation").get_by_role("link", name=ru("Marks"), exact=True))
    subject = page.get_by_role("main").get_by_text("Алгебра").first
    tap(subject)
    expect(page.get_by_role("main").get_by_text("Ответ на уроке").first).to_be_visible()
    assert tap.count <= 2


def like_any(*messages: str) -> re.Pattern[str]:
    """Any of these sentences, in Russian."""
    return re.compile("|".join(re.escape(ru(message)) for message in messages))
