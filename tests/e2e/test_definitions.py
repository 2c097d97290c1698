"""Templates and rules: an administrator writes, previews, publishes, rolls back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import Street
from tests.e2e.looking import PASSWORD
from tests.e2e.words import ru

KEY = "/admin/definitions/message/mark_set.sms.ru"


@pytest.fixture
def office(street: Street) -> Page:
    """The administrator at a desk."""
    window = street.window()
    window.sign_in("administrator", PASSWORD)
    return window.page


def body(page: Page, text: str) -> None:
    """Write the message anew."""
    page.get_by_label(ru("The message"), exact=True).fill(text)


def publish(page: Page) -> None:
    """Publish what was written, having seen what changes."""
    page.get_by_role("button", name=ru("Publish …"), exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name=ru("Publish this?"))).to_be_visible()
    expect(dialog.locator(".diff")).to_be_visible()
    dialog.get_by_role("button", name=ru("Publish"), exact=True).click()
    expect(dialog).to_be_hidden()


def test_a_template_is_written_previewed_published_and_rolled_back(office: Page) -> None:
    office.goto(KEY)
    preview = office.locator(".letter-preview")
    expect(preview).to_contain_text("Анна, Алгебра, 18.11.2026: отметка 5")
    body(office, "Да\n{{ nobody.name }}")
    alert = office.get_by_role("alert").filter(has_text="nobody.name")
    expect(alert).to_contain_text("2")
    expect(office.get_by_role("button", name=ru("Publish …"), exact=True)).to_be_disabled()
    body(office, "{{ pupil.first }}: отметка {{ mark }}")
    expect(preview).to_have_text("Анна: отметка 5")
    publish(office)
    expect(office.locator(".version-list > li")).to_have_count(1)
    body(office, "{{ pupil.first }}: {{ mark }} за работу")
    expect(preview).to_have_text("Анна: 5 за работу")
    publish(office)
    expect(office.locator(".version-list > li")).to_have_count(2)
    office.get_by_role("button", name=re.compile("Вернуть версию 1")).click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("button", name=ru("Publish"), exact=True).click()
    expect(office.locator(".version-list > li")).to_have_count(3)
    expect(preview).to_have_text("Анна: отметка 5")


def test_a_letter_is_shown_as_the_family_will_read_it(office: Page) -> None:
    office.goto("/admin/definitions/message/mark_set.email.ru")
    preview = office.locator(".letter-preview")
    expect(preview.get_by_role("link", name="Открыть в дневнике")).to_be_visible()
    expect(preview).to_contain_text("Здравствуйте, Мария Сергеевна.")


def test_what_was_typed_survives_a_page_that_was_closed(office: Page) -> None:
    office.goto("/admin/definitions/message/homework.sms.ru")
    preview = office.locator(".letter-preview")
    expect(preview).to_contain_text("Алгебра")
    body(office, "{{ subject }} — не сохранено")
    expect(preview).to_have_text("Алгебра — не сохранено")
    office.reload()
    expect(preview).to_have_text("Алгебра — не сохранено")
    office.get_by_role("button", name=ru("Save the draft"), exact=True).click()
    expect(office.locator(".definition-head")).to_contain_text(ru("Draft"))
