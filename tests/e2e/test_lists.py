"""The lists of the portal: an administrator changes how the school works, and a teacher sees it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import cast
from tests.e2e.browsing import TABLET, Street
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.lesson import LessonPage
from tests.e2e.pages.lists import ListPage
from tests.e2e.words import ru
from tests.living import Served

A_SECOND = 1_000


@pytest.fixture
def office(street: Street) -> ListPage:
    """The administrator at a desk."""
    window = street.window()
    window.sign_in("administrator", PASSWORD)
    return ListPage(window.page)


def test_a_kind_of_work_of_one_and_a_half_is_in_an_open_lesson_within_a_second(
    living: Served, street: Street, office: ListPage
) -> None:
    meeting = cast.meetings(living)[0]
    tablet = street.window(TABLET)
    tablet.sign_in(meeting.teacher, PASSWORD)
    lesson = LessonPage(tablet.page).open(meeting.lesson_id)
    tablet.page.get_by_role("button", name=ru("Marks"), exact=True).click()
    office.open("work-kinds", "Kinds of work")
    office.add(name="Читательский дневник", code="CHIT", glyph="Чд", weight="1,5")
    expect(office.row("Читательский дневник")).to_contain_text("1,5")
    found = lesson.page.locator("option", has_text="Читательский дневник")
    expect(found.first).to_be_attached(timeout=A_SECOND)


def test_what_does_not_fit_is_said_at_its_field_and_what_was_typed_stays(office: ListPage) -> None:
    office.open("rooms", "Rooms").add(name="Обсерватория", seats="много")
    expect(office.card.get_by_role("alert")).to_contain_text("«много»")
    expect(office.card.locator("#field-name")).to_have_value("Обсерватория")
    office.fill(seats="12").save()
    expect(office.row("Обсерватория")).to_contain_text("12")


def test_two_at_one_card_see_both_versions_and_lose_nothing(
    street: Street, office: ListPage
) -> None:
    other = street.window()
    other.sign_in("deputy_head", PASSWORD)
    deputy = ListPage(other.page).open("rooms", "Rooms")
    office.open("rooms", "Rooms").add(name="Планетарий", seats="10")
    expect(deputy.row("Планетарий")).to_be_visible()
    deputy.open_row("Планетарий").fill(seats="20")
    office.fill(seats="30").save()
    expect(deputy.row("Планетарий")).to_contain_text("30")
    deputy.save()
    both = deputy.card.get_by_role("alert").filter(has_text=ru("Theirs"))
    expect(both).to_contain_text("20")
    expect(both).to_contain_text("30")
    both.get_by_role("button", name=ru("Save mine"), exact=True).click()
    expect(office.row("Планетарий")).to_contain_text("20")


def test_a_wrong_bulk_edit_is_undone(office: ListPage) -> None:
    office.open("rooms", "Rooms")
    office.choose("102", "103").change_field("Seats", "7")
    expect(office.row("102")).to_contain_text("7")
    office.page.get_by_role("button", name=ru("Undo"), exact=True).click()
    expect(office.row("102")).to_contain_text("30")
    expect(office.row("103")).to_contain_text("30")
