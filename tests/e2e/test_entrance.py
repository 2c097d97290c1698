"""Everybody finds the way in, and nobody else does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ediary_app.ui.navigation import start_route
from tests.e2e.browsing import PHONE, Street
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.entrance import SignInPage
from tests.e2e.words import like, ru

ROLES = [
    "parent", "student", "teacher", "class_teacher", "deputy_head", "registrar", "data_officer",
    "administrator", "director",
]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_each_printed_sign_in_leads_to_the_own_start_page(street: Street, role: str) -> None:
    window = street.window()
    printed = next(row for row in street.served.sign_ins if row["role"] == role)
    SignInPage(window.page).open().by_password(printed["login"], printed["password"])
    expect(window.page).to_have_url(f"{street.served.url}{start_route(role)}")
    window.settled()
    expect(window.page.get_by_role("heading", level=1)).to_be_visible()
    expect(window.page.get_by_text(ru("This page is not for your role"))).to_have_count(0)
    window.open("/account")
    expect(window.page.get_by_text(printed["name"]).first).to_be_visible()


def test_a_wrong_password_is_said_kindly_and_the_name_stays(street: Street) -> None:
    window = street.window(PHONE)
    window.forgive("401")
    entrance = SignInPage(window.page).open().by_password("parent", "not the password")
    words = "The login or the password is not right. Check the keyboard layout and try again."
    expect(entrance.refusal).to_have_text(ru(words))
    expect(window.page.get_by_label(ru("Login, e-mail or phone"))).to_have_value("parent")


def test_guessing_has_to_wait(street: Street) -> None:
    window = street.window()
    window.forgive("401", "429")
    guess = {"name": "guessed", "password": "123456"}
    for _try in range(8):
        window.page.request.post(f"{street.served.url}/api/session", data=guess)
    entrance = SignInPage(window.page).open().by_password("guessed", "1234567")
    words = like("Too many attempts. Please try again in {minutes} min.")
    expect(entrance.refusal).to_have_text(words)


def test_a_wrong_code_opens_nothing(street: Street) -> None:
    window = street.window()
    window.forgive("401")
    entrance = SignInPage(window.page).open().by_code("WRNG-2X9D", "a long new password")
    words = "This code is not right or was already used. Ask the school office for a new one."
    expect(entrance.refusal).to_have_text(ru(words))


def test_a_stranger_is_led_to_the_sign_in(street: Street) -> None:
    window = street.window()
    window.page.goto("/diary")
    expect(window.page).to_have_url(f"{street.served.url}/sign-in")


def test_a_page_of_another_role_says_so_and_shows_nothing(street: Street) -> None:
    window = street.window()
    window.sign_in("parent", PASSWORD)
    window.page.goto("/today")
    expect(window.page.get_by_text(ru("This page is not for your role"))).to_be_visible()


def test_the_language_is_changed_at_the_door_and_kept(street: Street) -> None:
    window = street.window()
    SignInPage(window.page).open()
    window.page.get_by_role("button", name="English").click()
    expect(window.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    window.page.reload()
    expect(window.page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
