"""A whole test of a class goes into the journal by keys, by taps and from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.journal import attendance, marks
from tests.e2e.browsing import DESKTOP, TABLET, Street
from tests.e2e.classroom import PUPILS, Lesson, Line, a_lesson, window_of
from tests.e2e.pages.journal import JournalGridPage
from tests.e2e.words import ru
from tests.living import Served

MOST_ACTS = 65
A_SECOND = 1_000
GIVEN = [str(5 - n % 4) for n in range(PUPILS)]


@pytest.fixture
def lesson(living: Served) -> Lesson:
    """A class of its own, so that no other scenario meets it."""
    return a_lesson(living)


@pytest.fixture
def journal(street: Street, lesson: Lesson) -> Callable[..., JournalGridPage]:
    """The journal on a teacher's device."""

    def open_as(token: SessionToken | None = None, size: Any = None) -> JournalGridPage:
        window = window_of(street, token or lesson.teacher, size or DESKTOP)
        return JournalGridPage(window.page).open()

    return open_as


def test_a_whole_test_is_entered_by_keyboard_alone_undone_and_redone(
    journal: Callable[..., JournalGridPage],
) -> None:
    page = journal()
    expect(page.grid).to_be_focused()
    page.press(*GIVEN)
    assert page.column() == GIVEN
    assert page.acts <= MOST_ACTS
    page.saved()
    for _mark in GIVEN:
        page.press("Control+z")
    assert page.column() == [""] * PUPILS
    for _mark in GIVEN:
        page.press("Control+Shift+z")
    assert page.column() == GIVEN
    page.saved().page.reload()
    expect(page.grid).to_be_visible()
    assert page.column() == GIVEN


def test_the_same_by_touch(journal: Callable[..., JournalGridPage]) -> None:
    page = journal(size=TABLET)
    page.tap_first()
    for value in GIVEN:
        page.tap_key(value)
    assert page.column() == GIVEN
    assert page.acts <= MOST_ACTS
    page.saved()


def test_the_same_from_a_spreadsheet_in_three_actions(
    journal: Callable[..., JournalGridPage],
) -> None:
    page = journal()
    page.paste("\r\n".join(GIVEN))
    assert page.column() == GIVEN
    assert page.acts <= 3
    page.saved()
    page.press("Control+z")
    assert page.column() == [""] * PUPILS
    page.press("Control+Shift+z")
    assert page.column() == GIVEN
    page.saved()


def test_what_cannot_stand_is_refused_where_it_stands(
    journal: Callable[..., JournalGridPage],
) -> None:
    page = journal()
    for text in ("9", "55", "−3", "x"):
        page.press("F2")
        page.page.keyboard.type(text)
        page.press("Enter")
        page.refuses(text)
        page.press("Escape")
        expect(page.grid).to_be_focused()
        assert page.column() == [""] * PUPILS
    page.press("9")
    page.refuses("9")
    page.press("Escape")
    page.paste("4\n9\n55\n−3\nx\n5")
    assert page.column()[:6] == ["4", "", "", "", "", "5"]
    expect(page.grid.locator("td[data-state=refused]")).to_have_count(4)
    page.press("ArrowDown")
    expect(page.refusal).to_contain_text("«9»")


def test_focus_scroll_and_choice_stay_after_a_save(
    journal: Callable[..., JournalGridPage],
) -> None:
    page = journal()
    for _step in range(25):
        page.press("ArrowDown")
    page.press("5", "Shift+ArrowDown")
    where = "() => document.querySelector('.grid-scroll').scrollTop"
    before = page.page.evaluate(where)
    assert before > 0
    page.saved()
    expect(page.grid).to_be_focused()
    expect(page.grid.locator("td[aria-selected=true]")).to_have_count(2)
    assert page.page.evaluate(where) == before


def test_leaving_the_page_in_the_middle_loses_nothing(
    journal: Callable[..., JournalGridPage], lesson: Lesson
) -> None:
    page = journal()
    page.press("5", "4", "3")
    page.page.get_by_role("link", name=ru("Today")).first.click()
    expect(page.page.get_by_role("heading", level=1, name=ru("Today"))).to_be_visible()
    page.open().saved()
    assert page.column()[:3] == ["5", "4", "3"]


def test_a_mark_for_an_absent_pupil_asks_what_it_is_for(
    journal: Callable[..., JournalGridPage], lesson: Lesson
) -> None:
    page = journal()
    page.press("y", "ArrowUp", "4")
    page.page.get_by_role("button", name=ru("An owed work was handed in")).click()
    assert page.column()[0].split() == ["4", "Н"]
    page.saved()
    expect(page.row(lesson.name(0)).locator(".notch")).to_have_count(1)


def test_a_colleagues_mark_appears_by_itself_and_a_conflict_is_decided_by_a_person(
    street: Street, lesson: Lesson
) -> None:
    window = window_of(street, lesson.teacher, DESKTOP)
    line = Line(window.page)
    page = JournalGridPage(window.page).open()
    where = {"lesson_id": lesson.id, "student_id": lesson.pupils[0].id, "kind_id": lesson.kind}
    perform(marks.set_mark, actor=lesson.second, value="3", **where)
    expect(page.active).to_contain_text("3", timeout=5 * A_SECOND)
    line.hold()
    perform(marks.set_mark, actor=lesson.second, value="2", expected_version=1, **where)
    page.press("5")
    line.until_said("conflict")
    line.release()
    page.press("ArrowUp")
    sides = page.refusal.locator("dd > :not(small), dd:not(:has(*))")
    expect(page.refusal.locator("dl")).to_contain_text("5")
    expect(sides.last).to_have_text("2")
    page.page.get_by_role("button", name=ru("Put mine")).click()
    page.saved()
    assert page.column()[0] == "5"


def test_a_new_column_is_one_tap_and_a_row_adds_up_at_once(
    journal: Callable[..., JournalGridPage], lesson: Lesson
) -> None:
    page = journal()
    page.press("4")
    add = page.page.get_by_role("button", name=ru("A new column"), exact=True)
    add.click()
    page.page.get_by_role("button", name="Контрольная работа").click()
    expect(page.grid).to_be_focused()
    page.press("5")
    expect(page.row(lesson.name(0)).locator(".grid-mean")).to_have_text("4,75")
    page.saved()


def test_one_work_is_entered_as_a_list_and_one_pupil_is_talked_about(
    journal: Callable[..., JournalGridPage], lesson: Lesson
) -> None:
    perform(
        attendance.set_attendance, actor=lesson.second, lesson_id=lesson.id, code="ОП",
        minutes_late=7, student_id=lesson.pupils[1].id,
    )  # fmt: skip
    page = journal()
    page.pad.locator(".pad-lesson").click()
    page.page.get_by_role("button", name=ru("Enter as a list")).click()
    expect(page.grid.locator("thead th[data-col]")).to_have_count(1)
    page.press("5", "4")
    page.page.get_by_role("button", name=ru("All columns")).first.click()
    page.page.get_by_role("button", name=ru("About {name}", name=lesson.name(1))).click()
    about = page.page.get_by_role("complementary", name=ru("About {name}", name=lesson.name(1)))
    expect(about).to_contain_text("4,00")
    expect(about).to_contain_text("7")
    page.press("Escape")
    page.saved()


def test_who_only_reads_cannot_fill_anything(street: Street) -> None:
    window = street.window(DESKTOP)
    window.sign_in("deputy_head", "demo-school-5")
    page = JournalGridPage(window.page).open()
    before = page.column()
    page.press("5", "Delete", "y")
    assert page.column() == before
    expect(page.pad).not_to_contain_text("ОСВ")
