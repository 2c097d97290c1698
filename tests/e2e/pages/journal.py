"""The journal page as a teacher fills it (страница журнала): keys, taps and what stands there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.words import like, ru


class JournalGridPage:
    """The grid of a journal page, in Russian; counts what the hand does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def open(self) -> JournalGridPage:
        """Open the journal and wait for its cells."""
        self.page.goto("/journal")
        expect(self.grid).to_be_visible()
        return self

    @property
    def grid(self) -> Locator:
        """The table."""
        return self.page.get_by_role("grid")

    @property
    def active(self) -> Locator:
        """The active cell."""
        return self.grid.locator("td[data-active]")

    @property
    def pad(self) -> Locator:
        """The docked keys."""
        return self.page.get_by_role("region", name=ru("Key pad"))

    @property
    def refusal(self) -> Locator:
        """What is said beside the active cell."""
        return self.page.locator(".bubble").get_by_role("alert")

    def row(self, name: str) -> Locator:
        """A pupil's row."""
        header = self.page.get_by_role("rowheader", name=ru("About {name}", name=name), exact=True)
        return self.grid.get_by_role("row").filter(has=header)

    def column(self) -> list[str]:
        """What stands in the column of the active cell, from above."""
        return self.grid.evaluate(
            """grid => {
              const at = grid.querySelector('td[data-active]').cellIndex;
              return [...grid.tBodies[0].rows].map((row) => row.cells[at].innerText.trim());
            }"""
        )

    def press(self, *keys: str) -> JournalGridPage:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.acts += 1
        return self

    def tap_first(self) -> JournalGridPage:
        """Tap the first pupil's cell of the active column."""
        at = self.active.evaluate("cell => cell.cellIndex")
        self.grid.locator("tbody tr").first.locator("th, td").nth(at).tap()
        self.acts += 1
        return self

    def tap_key(self, value: str) -> JournalGridPage:
        """Tap a mark on the docked keys."""
        name = ru("Mark {value}", value=value)
        self.pad.get_by_role("button", name=name, exact=True).tap()
        self.acts += 1
        return self

    def paste(self, text: str) -> JournalGridPage:
        """Paste what lies in the clipboard."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        return self.press("Control+v")

    def saved(self) -> JournalGridPage:
        """Everything is saved, and no cell waits."""
        expect(self.page.get_by_text(ru("Everything is saved"))).to_be_visible()
        expect(self.grid.locator("td[data-state=waiting]")).to_have_count(0)
        return self

    def refuses(self, text: str) -> JournalGridPage:
        """A sentence at the cell says why a text cannot stand there."""
        expect(self.refusal).to_contain_text(
            like("“{text}” cannot stand here. Marks: {marks}; codes: {codes}.")
        )
        expect(self.refusal).to_contain_text(f"«{text}»")
        return self
