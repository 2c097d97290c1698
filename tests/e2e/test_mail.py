"""By mail: an address is confirmed and a forgotten password replaced, with a real mail server."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESKTOP, PHONE, Street
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.entrance import SignInPage
from tests.e2e.words import ru
from tests.living import Served
from tests.post import mailserver
from tests.post.mailserver import Inbox

ADDRESS, NEW = "parent@example.ru", "тихий снег за окном"
SECONDS = 20


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def town(living: Served, chromium: Browser, inbox: Inbox, tmp_path: Path) -> Iterator[Street]:
    """Windows at a product of its own that has a mail server."""
    with mailserver.running(inbox, tmp_path) as (port, certificate):
        served = living.copy_to(tmp_path)
        served.more = {
            "EDIARY_SMTP_HOST": mailserver.HOST, "EDIARY_SMTP_PORT": str(port),
            "EDIARY_SMTP_USER": mailserver.USER, "EDIARY_SMTP_PASSWORD": mailserver.PASSWORD,
            "EDIARY_SMTP_CA_FILE": str(certificate), "EDIARY_PUBLIC_URL": served.url,
            "EDIARY_SMTP_SENDER": "journal@school5.example",
        }  # fmt: skip
        street = Street(chromium, served.start())
        yield street
        street.close("mail")
        served.stop()
    assert [trouble for window in street.windows for trouble in window.unforgiven()] == []


def letter(inbox: Inbox, number: int) -> EmailMessage:
    """The letter of this number, when it has come."""
    deadline = time.monotonic() + SECONDS
    while len(inbox.letters) < number:
        assert time.monotonic() < deadline, "no letter came"
        time.sleep(0.1)
    return inbox.letters[number - 1]


def link_in(message: EmailMessage) -> str:
    """The address behind the letter's button."""
    html = message.get_body(("html",))
    assert html is not None
    found = re.search(r'href="([^"]+)"', html.get_content())
    assert found
    return found[1]


def has_left_the_address(page: Page, link: str) -> bool:
    """Whether the secret of the link is gone from what the browser shows and keeps."""
    secret = urlsplit(link).fragment
    return len(secret) > 40 and secret not in page.url


def test_an_address_is_confirmed_and_a_forgotten_password_replaced(
    town: Street, inbox: Inbox
) -> None:
    parent = town.window(PHONE)
    parent.sign_in("parent", PASSWORD)
    parent.open("/account")
    parent.page.get_by_role("button", name=ru("Add an address")).click()
    parent.page.get_by_label(ru("E-mail address")).fill(ADDRESS)
    parent.page.locator("#email-password").fill(PASSWORD)
    parent.page.get_by_role("button", name=ru("Send the link")).click()
    expect(parent.page.get_by_text(ru("Link sent"))).to_be_visible()

    first = letter(inbox, 1)
    assert (first["To"], first["Subject"]) == (ADDRESS, ru("Confirm your e-mail address"))
    desk = town.window(DESKTOP)
    desk.open(link_in(first))
    assert has_left_the_address(desk.page, link_in(first))
    desk.page.get_by_role("button", name=ru("Confirm the address")).click()
    expect(desk.page.get_by_role("heading", name=ru("The address is confirmed"))).to_be_visible()
    parent.open("/account")
    expect(parent.page.get_by_text(ru("Confirmed"), exact=True)).to_be_visible()

    SignInPage(desk.page).open()
    desk.page.get_by_role("link", name=ru("I forgot the password")).click()
    desk.page.get_by_label(ru("Login, e-mail or phone")).fill(ADDRESS)
    desk.page.get_by_role("button", name=ru("Send the link")).click()
    expect(desk.page.get_by_role("heading", name=ru("Look into your mail"))).to_be_visible()

    second = letter(inbox, 2)
    desk.open(link_in(second))
    assert has_left_the_address(desk.page, link_in(second))
    desk.forgive("422")
    desk.page.get_by_label(ru("New password"), exact=True).fill("short")
    desk.page.get_by_role("button", name=ru("Set the password")).click()
    expect(desk.page.get_by_role("alert").first).to_contain_text("10")
    desk.page.get_by_label(ru("New password"), exact=True).fill(NEW)
    desk.page.get_by_role("button", name=ru("Set the password")).click()
    expect(desk.page.get_by_role("heading", name=ru("The new password is set"))).to_be_visible()
    assert letter(inbox, 3)["Subject"] == ru("Your password was changed")

    SignInPage(desk.page).open().by_password(ADDRESS, NEW)
    expect(desk.page).to_have_url(f"{town.served.url}/diary")
    parent.page.goto("/diary")
    expect(parent.page).to_have_url(f"{town.served.url}/sign-in")
    log = town.served.log()
    assert [urlsplit(link_in(one)).fragment in log for one in (first, second)] == [False, False]
    assert ADDRESS not in log


def test_a_link_that_is_over_says_what_to_do(town: Street) -> None:
    window = town.window(PHONE)
    window.forgive("401")
    window.open("/sign-in/new-password#made-up")
    window.page.get_by_label(ru("New password"), exact=True).fill(NEW)
    window.page.get_by_role("button", name=ru("Set the password")).click()
    words = "This link is over or was already used. Ask for a new one."
    expect(window.page.get_by_role("alert").last).to_have_text(ru(words))
    expect(window.page.get_by_role("link", name=ru("Ask for a new link"))).to_be_visible()
