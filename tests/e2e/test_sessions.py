"""A session ended on another device is over here too, and typed work waits for its person."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e import cast
from tests.e2e.browsing import DESKTOP, PHONE, TABLET, Street
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.entrance import SignInPage
from tests.e2e.pages.lesson import LessonPage
from tests.e2e.words import ru


def test_a_device_signed_out_elsewhere_is_led_to_the_sign_in(street: Street) -> None:
    lost, own = street.window(PHONE), street.window(DESKTOP)
    for window in (lost, own):
        window.sign_in("student", PASSWORD)
    lost.open("/diary")
    own.open("/account")
    own.page.get_by_role("button", name=ru("Sign all others out")).click()
    expect(own.page.get_by_role("button", name=ru("Sign all others out"))).to_have_count(0)
    lost.page.get_by_role("link", name=ru("Marks")).click()
    expect(lost.page).to_have_url(f"{street.served.url}/sign-in")
    assert "student" not in lost.page.content()


def test_what_was_written_in_a_lesson_waits_for_the_sign_in(street: Street) -> None:
    meeting = next(m for m in cast.meetings(street.served) if m.teacher == "teacher")
    tablet, own = street.window(TABLET), street.window(DESKTOP)
    for window in (tablet, own):
        window.sign_in("teacher", PASSWORD)
    lesson = LessonPage(tablet.page).open(meeting.lesson_id)
    own.open("/account")
    own.page.get_by_role("button", name=ru("Sign all others out")).click()
    expect(own.page.get_by_role("button", name=ru("Sign all others out"))).to_have_count(0)
    lesson.give_homework("Выучить слова урока, всё это написано без связи")
    expect(tablet.page).to_have_url(f"{street.served.url}/sign-in")
    SignInPage(tablet.page).by_password("teacher", PASSWORD)
    expect(tablet.page).to_have_url(f"{street.served.url}/today")
    lesson.open(meeting.lesson_id).saved()
    expect(lesson.homework).to_have_value("Выучить слова урока, всё это написано без связи")
