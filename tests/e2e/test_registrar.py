"""A registrar's day by the portal alone (секретарь): a new pupil, codes, a move, a departure."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e import cast
from tests.e2e.browsing import Street
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.family import FamilyPhone
from tests.e2e.pages.lists import ListPage
from tests.e2e.words import ru
from tests.given import TODAY
from tests.living import Served

PUPIL = "Ярославцева Есения Ильинична"
ON = TODAY.isoformat()


@pytest.fixture
def office(street: Street) -> ListPage:
    """The registrar at a desk."""
    window = street.window()
    window.sign_in("registrar", PASSWORD)
    return ListPage(window.page)


def test_a_new_pupil_with_two_representatives_codes_a_move_and_a_departure(
    office: ListPage,
) -> None:
    office.open("pupils", "Pupils")
    office.add(family_name="Ярославцева", given_name="Есения", middle_name="Ильинична",
               birth_date="2014-05-06", file_number="Я-701")  # fmt: skip
    expect(office.card.get_by_role("button", name=ru("Enrol"), exact=True)).to_be_visible()
    office.act("Enrol", {"class_id": "5А"}, on="2026-11-02", order_number="120-у")
    for given, kinship in (("Мирослава", "mother"), ("Илья", "father")):
        office.act("Add a representative", {"kinship": ru(kinship)},
                   family_name="Ярославцев", given_name=given)  # fmt: skip
    foreseen = office.act("Move to another class", {"class_id": "7А"}, on=ON, order_number="121-у")
    assert "5А" in foreseen
    assert "7А" in foreseen
    office.act("Leaves the school", last_day=ON, order_number="122-у")
    for order in ("120-у", "121-у", "122-у"):
        expect(office.history).to_contain_text(order)
    expect(office.history.get_by_text(ru("added a representative"))).to_have_count(2)
    codes_for_both(office)
    book = office.open("enrolments", "Movement of pupils")
    book.query.fill("Ярославцева")
    expect(book.rows).to_have_count(2)
    expect(book.rows.filter(has_text="122-у")).to_contain_text(ru("left the school"))


def codes_for_both(office: ListPage) -> None:
    """Print the slips of both representatives at once."""
    office.open("guardians", "Representatives")
    office.query.fill("Ярославцев")
    expect(office.rows).to_have_count(2)
    office.choose("Ярославцев Илья", "Ярославцев Мирослава")
    office.page.get_by_role("button", name=ru("Sign-in code"), exact=True).click()
    dialog = office.dialog("Sign-in code")
    dialog.locator(".question .button.primary").click()
    slips = office.page.locator(".slip")
    expect(slips).to_have_count(2)
    expect(slips.first.locator(".slip-key")).to_have_count(3)
    expect(office.page.get_by_role("button", name=ru("Print"), exact=True)).to_be_visible()
    office.page.get_by_role("button", name=ru("Done"), exact=True).click()
    expect(slips).to_have_count(0)


def test_marks_follow_a_move_in_mid_term_and_the_move_is_undone(
    living: Served, street: Street, office: ListPage
) -> None:
    meeting = cast.only_children(cast.meetings(living))[-1]
    office.open("pupils", "Pupils").find(meeting.pupil)
    office.rows.get_by_role("button").first.click()
    (now,) = {c for c in ("5А", "7А", "9А", "10А") if office.rows.get_by_text(c).count()}
    other = "5А" if now != "5А" else "7А"
    office.act("Move to another class", {"class_id": other}, on=ON, order_number="130-у")
    expect(office.rows).to_contain_text(other)
    window = street.window()
    window.sign_in(meeting.parent, PASSWORD)
    window.open("/marks")
    expect(FamilyPhone(window.page).subjects.first).to_be_visible()
    office.undo()
    expect(office.rows).to_contain_text(now)
    expect(office.history).to_contain_text(ru("took a movement back"))


def test_a_wrong_bulk_edit_of_families_is_undone(office: ListPage) -> None:
    office.open("guardianships", "Representation")
    first = office.rows.first
    was = first.inner_text()
    office.rows.nth(0).get_by_role("checkbox").check()
    office.rows.nth(1).get_by_role("checkbox").check()
    office.page.get_by_role("button", name=ru("Change a field"), exact=True).click()
    dialog = office.page.get_by_role("dialog", name=ru("Change a field of the chosen rows"))
    dialog.get_by_label(ru("Field"), exact=True).select_option(label=ru("Until"))
    dialog.get_by_label(ru("New value"), exact=True).fill("2027-05-31")
    dialog.get_by_role("button", name=ru("What will change"), exact=True).click()
    expect(dialog.get_by_role("table")).to_be_visible()
    dialog.locator(".button.primary").last.click()
    expect(first).to_contain_text("31.05.2027")
    office.undo()
    expect(first).not_to_contain_text("31.05.2027")
    assert first.inner_text() == was
