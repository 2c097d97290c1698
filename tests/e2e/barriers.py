"""What stands in somebody's way on a page: as axe finds it, and what is lost at large sizes."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

THEMES = ("light", "dark", "contrast")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOST_TEXT = (Path(__file__).parent / "lost_text.js").read_text(encoding="utf-8")
UNNAMED_ROLES = {"generic", "none", "RootWebArea", "main", "region", "paragraph", "dialog"}
"""What may hold the focus without being named itself: the page's own places."""


def barriers(page: Page) -> list[str]:
    """What stands in somebody's way on a page, as axe finds it."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]} — {node['failureSummary'][:300]}"
        for v in found
        for node in v["nodes"][:5]
    ]


def lost_text(page: Page) -> list[str]:
    """Words that are cut off, or that stand outside the window where nobody can scroll to them."""
    return list(page.evaluate(LOST_TEXT))


def put_on(page: Page, theme: str) -> None:
    """Show the open page in another look, as `boot.js` would have begun it."""
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)


def unnamed(page: Page) -> list[str]:
    """What takes the focus and has no name for a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        node["role"]["value"]
        for node in nodes
        if not node.get("ignored")
        and any(
            p["name"] == "focusable" and p["value"]["value"] for p in node.get("properties", ())
        )
        and not node.get("name", {}).get("value")
        and node["role"]["value"] not in UNNAMED_ROLES
    ]
