"""The entrance (вход): by a password, or by the code that the office gave."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.words import ru


class SignInPage:
    """The sign-in page, in Russian."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def go_in(self) -> Locator:
        """The button that goes in."""
        return self.page.get_by_role("button", name=ru("Sign in"), exact=True)

    @property
    def refusal(self) -> Locator:
        """What the page says of a sign-in that failed."""
        return self.page.get_by_role("alert").filter(has_text=re.compile(r"\S"))

    def open(self) -> SignInPage:
        """Open the sign-in."""
        self.page.goto("/sign-in")
        expect(self.go_in).to_be_visible()
        return self

    def by_password(self, name: str, password: str) -> SignInPage:
        """Type name and password and go in."""
        self.page.get_by_label(ru("Login, e-mail or phone")).fill(name)
        self.page.get_by_label(ru("Password"), exact=True).fill(password)
        self.go_in.click()
        return self

    def by_code(self, code: str, new_password: str) -> SignInPage:
        """Go the way of the code: type it and choose a password."""
        self.page.get_by_role("link", name=ru("I have a code from the office")).click()
        self.page.get_by_label(ru("Code from the school office")).fill(code)
        self.page.get_by_label(ru("New password, at least 10 characters")).fill(new_password)
        self.go_in.click()
        return self
