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

    @property
    def query(self) -> Locator:
        """The search of this list, not the one for everything."""
        return self.page.get_by_role("searchbox", name=ru("Search in the list"), exact=True)

    def find(self, words: str) -> ListPage:
        """Search in the list and wait for the row of this name."""
        self.query.fill(words)
        expect(self.rows).to_have_count(1)
        return self

    def begin(self, action: str) -> Locator:
        """Press one of the card's actions; gives its dialog."""
        self.card.get_by_role("button", name=ru(action), exact=True).click()
        return self.dialog(action)

    def dialog(self, action: str) -> Locator:
        """The dialog of an action."""
        found = self.page.get_by_role("dialog", name=ru(action), exact=True)
        expect(found).to_be_visible()
        return found

    def act(self, action: str, chosen: dict[str, str] | None = None, **typed: str) -> str:
        """Do an action with the open row, having seen what it will do; gives what was foreseen."""
        dialog = self.begin(action)
        for name, label in (chosen or {}).items():
            dialog.locator(f"#do-{name}").select_option(label=label)
        for name, value in typed.items():
            dialog.locator(f"#do-{name}").fill(value)
        dialog.get_by_role("button", name=ru("Go on"), exact=True).click()
        yes = dialog.get_by_role("button", name=ru("Yes, do it"), exact=True)
        expect(yes).to_be_visible()
        foreseen = dialog.get_by_role("alert").inner_text()
        yes.click()
        expect(dialog).to_be_hidden()
        return foreseen

    def undo(self) -> ListPage:
        """Take back what was done last."""
        way_back = self.page.get_by_role("note").get_by_role("button", name=ru("Undo"), exact=True)
        way_back.click()
        expect(way_back).to_be_hidden()
        return self

    @property
    def history(self) -> Locator:
        """The history of the open row, opened."""
        told = self.card.locator(".row-history")
        if not told.is_visible():
            self.card.get_by_text(ru("History"), exact=True).click()
        return told
