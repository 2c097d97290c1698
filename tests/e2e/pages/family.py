"""The family's pages on a phone (страницы семьи): what is reached by how many taps."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.words import ru

NAV = "Sections"


class FamilyPhone:
    """A phone in one hand, in Russian; it counts its taps."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, target: Locator) -> FamilyPhone:
        """One tap with the thumb."""
        target.tap()
        self.taps += 1
        return self

    def section(self, title: str) -> FamilyPhone:
        """A tap in the bottom bar."""
        return self.tap(self.page.get_by_role("navigation", name=ru(NAV)).get_by_role(
            "link", name=ru(title), exact=True
        ))  # fmt: skip

    @property
    def marks_of_the_week(self) -> Locator:
        """The marks of the week that is shown."""
        return self.page.locator('[data-place="now"] .lesson-marks').get_by_role("button")

    @property
    def days(self) -> Locator:
        """The days that are to be seen in the diary."""
        return self.page.locator('[data-place="now"] [data-on]:visible')

    @property
    def subjects(self) -> Locator:
        """The subjects on the page of marks, each a link to all about it."""
        return self.page.locator(".subjects").get_by_role("link")

    @property
    def rows(self) -> Locator:
        """The marks of a subject in its table."""
        table = self.page.get_by_role("table", name=ru("Marks of the period"))
        return table.locator("tbody").get_by_role("row")

    def look_by(self, name: str) -> FamilyPhone:
        """Look at the diary by the week or by the day."""
        return self.tap(self.page.get_by_role("button", name=ru(name), exact=True))

    def search(self, line: str) -> Locator:
        """Type into the search; gives what is found."""
        self.page.get_by_role("searchbox", name=ru("What to find")).fill(line)
        found = self.page.locator(".found").get_by_role("link")
        expect(found.first).to_be_visible()
        return found
