"""The school office (канцелярия): lists come in, sign-in codes go out."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.words import like, ru


class ImportPage:
    """The import of lists, in Russian."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self) -> ImportPage:
        """Open the import."""
        self.page.goto("/admin/import")
        expect(self.page.get_by_label(ru("What is in the table"))).to_be_visible()
        return self

    def take_in(self, kind: str, name: str, table: bytes) -> ImportPage:
        """Choose a table, check it and import it; it must come in whole."""
        self.page.get_by_label(ru("What is in the table")).select_option(label=ru(kind))
        self.page.get_by_label(ru("File (XLSX or CSV)")).set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": table}
        )
        self.page.get_by_role("button", name=ru("Read the table")).click()
        self.page.get_by_role("button", name=ru("Check"), exact=True).click()
        self.page.get_by_role("button", name=ru("Import the table")).click()
        done = "The table is imported: {new} new, {changed} changed, {unchanged} unchanged."
        expect(self.page.get_by_text(like(done))).to_be_visible()
        return self

    def another(self) -> ImportPage:
        """Begin with another table."""
        self.page.get_by_role("button", name=ru("Import another table")).click()
        return self


class CodesPage:
    """The page of sign-in codes, in Russian."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def code_for(self, name: str) -> str:
        """Issue a code for a person and read it from the slip."""
        self.page.goto("/admin/codes")
        family, given = name.split()[:2]
        self.page.get_by_label(ru("Name"), exact=True).fill(family)
        self._issue(family, given).click()
        slip = self.page.get_by_role("listitem").filter(has_text=family)
        code = slip.get_by_text(ru("Code"), exact=True).locator("xpath=following-sibling::dd[1]")
        return code.inner_text()

    def _issue(self, family: str, given: str) -> Locator:
        row = self.page.get_by_role("row").filter(has_text=family).filter(has_text=given)
        return row.get_by_role("button")
