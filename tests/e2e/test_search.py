"""The search everywhere by keys alone: open, type in the wrong layout, walk, enter, leave."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.browsing import PHONE, Street
from tests.e2e.looking import PASSWORD
from tests.e2e.words import ru


def test_a_person_is_found_by_keys_in_the_wrong_layout(street: Street) -> None:
    window = street.window()
    window.sign_in("registrar", PASSWORD)
    window.open("/people")
    page = window.page
    name = page.get_by_role("main").locator("tbody th").first.inner_text().strip()
    page.locator("h1").click()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name=ru("What to find"))
    expect(box).to_be_focused()
    page.keyboard.type(typed_wrongly(name))
    expect(
        page.get_by_text(ru("Read as “{line}”", line=name.lower().replace("ё", "е")))
    ).to_be_visible()
    expect(page.get_by_role("option").first).to_contain_text(name)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/people/\d+$"))
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.keyboard.press("Control+k")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(page.get_by_role("button", name=ru("Search everywhere"))).to_be_focused()


def test_show_all_opens_the_list_searched_for_the_same_and_the_address_is_silent(
    street: Street,
) -> None:
    window = street.window(PHONE)
    window.sign_in("registrar", PASSWORD)
    window.open("/admin/codes")
    window.page.get_by_role("button", name=ru("Search everywhere")).click()
    expect(window.page.get_by_role("combobox", name=ru("What to find"))).to_be_focused()
    window.page.keyboard.type("иван")
    window.page.get_by_role("option", name=ru("Show all")).first.click()
    expect(window.page).to_have_url(re.compile(r"/people$"))
    expect(window.page.locator("#people-query")).to_have_value("иван")


def typed_wrongly(text: str) -> str:
    """The keys of a Russian word on a keyboard that was left in English."""
    keys = "йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
    return text.lower().translate(str.maketrans(*keys))
