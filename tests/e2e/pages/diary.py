"""The diary week as a family reads it (неделя дневника)."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.words import ru


class DiaryPage:
    """The diary, in Russian."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> DiaryPage:
        """Open the diary on this week."""
        self.page.goto("/diary")
        expect(self.today).to_be_visible()
        return self

    @property
    def today(self) -> Locator:
        """Today's section of the week."""
        word = self.page.get_by_text(ru("today"), exact=True)
        return self.page.locator("section").filter(has=word)

    def lesson(self, subject: str) -> Locator:
        """Today's lesson of a subject."""
        return self.today.get_by_role("listitem").filter(has_text=subject)

    def mark(self, subject: str, value: str) -> Locator:
        """A mark of today's lesson."""
        figure = self.lesson(subject).get_by_role("button")
        return figure.filter(has_text=value).first
