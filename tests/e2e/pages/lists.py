"""A list of the portal (справочник): rows, the card beside them, many rows at once."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.words import ru


class ListPage:
    """One list, in Russian."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, name: str, title: str) -> ListPage:
        """Open a list by its address and wait for its rows."""
        self.page.goto(f"/admin/data/{name}")
        expect(self.page.get_by_role("heading", name=ru(title), level=2)).to_be_visible()
        expect(self.rows.first).to_be_visible()
        return self

    @property
    def rows(self) -> Locator:
        """The rows of the table."""
        return self.page.locator("tbody").get_by_role("row")

    @property
    def card(self) -> Locator:
        """The card beside the list."""
        return self.page.get_by_role("dialog").filter(has=self.page.locator("#row-form"))

    def row(self, words: str) -> Locator:
        """The row that is called so."""
        return self.rows.filter(has=self.page.get_by_role("button", name=words, exact=True))

    def open_row(self, words: str) -> ListPage:
        """Open a row's card."""
        self.row(words).get_by_role("button").first.click()
        expect(self.card).to_be_visible()
        return self

    def add(self, **fields: str) -> ListPage:
        """Add a row by the keyboard and save it; its card stays open."""
        self.page.keyboard.press("n")
        expect(self.card).to_be_visible()
        return self.fill(**fields).save()

    def fill(self, **fields: str) -> ListPage:
        """Fill in fields of the card."""
        for name, value in fields.items():
            self.card.locator(f"#field-{name}").fill(value)
        return self

    def save(self) -> ListPage:
        """Save the card."""
        self.card.get_by_role("button", name=ru("Save"), exact=True).click()
        return self

    def choose(self, *rows: str) -> ListPage:
        """Choose rows."""
        for words in rows:
            self.row(words).get_by_role("checkbox").check()
        return self

    def change_field(self, field: str, value: str) -> ListPage:
        """Give the chosen rows one value, having seen what would change."""
        self.page.get_by_role("button", name=ru("Change a field"), exact=True).click()
        dialog = self.page.get_by_role("dialog", name=ru("Change a field of the chosen rows"))
        dialog.get_by_label(ru("Field"), exact=True).select_option(label=ru(field))
        dialog.get_by_label(ru("New value"), exact=True).fill(value)
        dialog.get_by_role("button", name=ru("What will change"), exact=True).click()
        expect(dialog.get_by_role("table")).to_be_visible()
        dialog.locator(".button.primary").last.click()
        expect(dialog).to_be_hidden()
        return self
