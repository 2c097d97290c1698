"""The next school year: the office looks at the plan, turns the year, and takes it back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.browsing import Street
from tests.e2e.looking import PASSWORD
from tests.e2e.words import ru

TURNED = 30_000
"""The pupils are moved by the worker, on a machine that may be busy."""


def test_the_year_is_turned_and_taken_back(street: Street) -> None:
    window = street.window()
    window.sign_in("registrar", PASSWORD)
    window.open("/admin/rollover")
    page = window.page
    page.get_by_role("button", name=ru("On to the classes"), exact=True).click()
    expect(page.locator(".turn-classes li").first).to_be_visible()
    page.get_by_role("button", name=ru("On to the pupils"), exact=True).click()
    page.get_by_role("button", name=ru("On to the check"), exact=True).click()
    expect(page.locator(".turn-own li").filter(has_text="8А").first).to_be_visible()
    page.get_by_role("button", name=ru("Turn the year"), exact=True).click()
    question = page.get_by_role("dialog", name=ru("Turn the year?"))
    question.get_by_role("button", name=ru("Turn the year"), exact=True).click()
    done = page.get_by_text(
        ru("All pupils are moved. Past years stay as they are and can be read.")
    )
    expect(done).to_be_visible(timeout=TURNED)
    page.get_by_role("button", name=ru("Undo"), exact=True).click()
    question = page.get_by_role("dialog", name=ru("Undo the turn of the year?"))
    question.get_by_role("button", name=ru("Undo it"), exact=True).click()
    expect(page.locator("#turn-starts_on")).to_be_visible()
