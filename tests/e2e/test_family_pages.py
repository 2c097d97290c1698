"""What a tired mother and her child reach with one thumb, and how many taps it takes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ediary_app.access.values import Role
from ediary_app.ui.page import PAGES
from tests.e2e import cast
from tests.e2e.browsing import PHONE, TABLET, Street, Window
from tests.e2e.cast import Meeting
from tests.e2e.looking import PASSWORD, address
from tests.e2e.pages.entrance import SignInPage
from tests.e2e.pages.family import FamilyPhone
from tests.e2e.pages.lesson import LessonPage
from tests.e2e.words import ru
from tests.living import Served

NARROW = 320
FAMILY = {Role.PARENT, Role.STUDENT}
ROUTES = sorted(r for r, page in PAGES.items() if page.roles and set(page.roles) <= FAMILY)
PHRASE = "Clear progress"


@pytest.fixture
def phone(street: Street) -> FamilyPhone:
    """The mother's phone, just signed in through the form."""
    window = street.window(PHONE)
    window.page.goto("/sign-in")
    SignInPage(window.page).by_password("parent", PASSWORD)
    expect(window.page).to_have_url(re.compile("/diary$"))
    window.settled()
    return FamilyPhone(window.page)


@pytest.fixture
def student(street: Street) -> Window:
    """The pupil's own phone."""
    window = street.window(PHONE)
    window.sign_in("student", PASSWORD)
    return window


def test_the_marks_of_the_week_take_no_tap_and_all_of_a_subject_two(phone: FamilyPhone) -> None:
    expect(phone.marks_of_the_week.first).to_be_visible()
    assert phone.taps == 0
    phone.section("Marks")
    line = phone.page.locator(".subject-line").filter(has=phone.page.locator(".run")).first
    expect(line).to_be_visible()
    marks = line.locator(".run").get_by_role("button").count()
    phone.tap(line.get_by_role("link"))
    expect(phone.rows).to_have_count(marks)
    assert phone.taps == 2


@pytest.mark.parametrize("title", ["Attendance", "Praise and remarks", "Search in the diary"])
def test_every_other_page_takes_two_taps(phone: FamilyPhone, title: str) -> None:
    phone.section("More")
    others = phone.page.get_by_role("navigation", name=ru("Other sections"))
    phone.tap(others.get_by_role("link", name=ru(title), exact=True))
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(ru(title))
    assert phone.taps == 2


def test_one_day_at_a_time_is_remembered_and_leafed_through(phone: FamilyPhone) -> None:
    assert phone.days.count() >= 5
    phone.look_by("Day")
    expect(phone.days).to_have_count(1)
    shown = phone.days.get_attribute("data-on")
    phone.page.reload()
    expect(phone.days).to_have_count(1)
    assert phone.days.get_attribute("data-on") == shown
    phone.tap(phone.page.get_by_role("button", name=ru("The day after")))
    expect(phone.days).to_have_count(1)
    assert str(phone.days.get_attribute("data-on")) > str(shown)
    phone.look_by("Week")
    assert phone.days.count() >= 5


def test_leafing_over_the_end_of_a_week_goes_on_with_the_next(phone: FamilyPhone) -> None:
    phone.look_by("Day")
    before = str(phone.days.get_attribute("data-on"))
    for _step in range(6):
        phone.tap(phone.page.get_by_role("button", name=ru("The day after")))
        expect(phone.days).to_have_count(1)
    expect(phone.days).not_to_have_attribute("data-on", before)
    assert str(phone.days.get_attribute("data-on")) > before


def test_what_is_found_leads_to_its_day(phone: FamilyPhone) -> None:
    phone.page.goto("/search")
    found = phone.search("алгебра")
    address_of = str(found.first.get_attribute("href"))
    phone.tap(found.first)
    day = address_of.partition("on=")[2]
    expect(phone.page).to_have_url(re.compile(re.escape(f"/diary?on={day}")))
    expect(phone.page.locator(f'[data-place="now"] [data-on="{day}"]')).to_be_in_viewport()


def test_the_drawing_of_a_mean_has_words_and_a_table_behind_it(phone: FamilyPhone) -> None:
    phone.page.goto("/marks")
    marks = phone.page.locator(".subject-line").filter(has=phone.page.locator(".trend")).first
    marks.get_by_role("link").tap()
    drawing = phone.page.locator(".mean-chart").get_by_role("img")
    expect(drawing).to_have_accessible_name(re.compile(r"\d,\d\d"))
    assert phone.rows.count() >= 3


def test_a_tick_of_the_pupil_moves_the_progress(student: Window) -> None:
    student.open("/homework")
    box = student.page.get_by_role("main").get_by_role("checkbox").first
    was = box.is_checked()
    box.tap()
    expect(box).to_be_checked(checked=not was)
    expect(student.page.locator(".task-progress")).to_be_visible()
    box.tap()
    expect(box).to_be_checked(checked=was)


def test_homework_is_narrowed_by_words(student: Window) -> None:
    student.open("/homework")
    search = student.page.get_by_role("searchbox", name=ru("Search homework"))
    search.fill("ъъъ")
    expect(student.page.get_by_role("heading", name=ru("Nothing was found"))).to_be_visible()
    search.fill("")
    expect(student.page.locator(".tasks").first).to_be_visible()


@pytest.fixture
def of_meeting(street: Street, living: Served) -> Callable[[], tuple[Meeting, Page, Page]]:
    """A teacher's tablet on a lesson, and the phone of one of its families on the praise."""

    def open_both() -> tuple[Meeting, Page, Page]:
        meeting = cast.only_children(cast.meetings(living))[-1]
        teacher, parent = street.window(TABLET), street.window(PHONE)
        teacher.sign_in(meeting.teacher, PASSWORD)
        parent.sign_in(meeting.parent, PASSWORD)
        LessonPage(teacher.page).open(meeting.lesson_id)
        parent.open("/praise")
        return meeting, teacher.page, parent.page

    return open_both


def test_praise_takes_a_tap_on_the_pupil_and_one_on_a_phrase_and_can_be_taken_back(
    of_meeting: Callable[[], tuple[Meeting, Page, Page]],
) -> None:
    meeting, teacher, parent = of_meeting()
    teacher.get_by_role("button", name=ru("Marks"), exact=True).click()
    before = parent.get_by_text(ru(PHRASE), exact=True).count()
    LessonPage(teacher).pupil(meeting.pupil).click()
    teacher.get_by_role("button", name=ru(PHRASE), exact=True).click()
    praise = parent.get_by_text(ru(PHRASE), exact=True)
    expect(praise).to_have_count(before + 1)
    teacher.locator(".said-before summary").click()
    teacher.get_by_role("button", name=ru("Take back"), exact=True).first.click()
    expect(praise).to_have_count(before)


def test_saving_data_is_chosen_on_the_device_and_lasts(phone: FamilyPhone) -> None:
    phone.page.goto("/account")
    phone.page.get_by_role("switch", name=ru("Save data")).check()
    phone.page.reload()
    expect(phone.page.get_by_role("switch", name=ru("Save data"))).to_be_checked()
    family = phone.page.evaluate("getComputedStyle(document.body).fontFamily")
    assert "Golos" not in family


@pytest.mark.parametrize("route", ROUTES)
def test_large_type_on_a_narrow_phone_loses_nothing(
    street: Street, meeting: Meeting, route: str
) -> None:
    narrow = {"viewport": {"width": NARROW, "height": 640}, "has_touch": True, "is_mobile": True}
    window = street.window(narrow)
    window.sign_in("parent", PASSWORD)
    window.prefer(language="ru", theme="contrast")
    window.open(address(route, meeting))
    assert window.page.evaluate("document.documentElement.scrollWidth") <= NARROW
