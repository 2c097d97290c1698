"""Addresses of lists (адрес справочника): filters, order, page and columns; never a search.

What is narrowed can be shared and leads back; names that were searched for stay out of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

PLACE = "/admin/data"
KNOWN = ("sort", "page", "hidden", "archived", "row")
"""What an address may say beside the names of filters."""


def of_list(said: Mapping[str, str], **changes: str) -> str:
    """The address of a list with something changed; another narrowing begins at the first page."""
    kept = {k: v for k, v in said.items() if k not in ("resource", "page", "row")}
    asked = {k: v for k, v in {**kept, **changes}.items() if v}
    query = urlencode(asked, safe=",.")
    return f"{PLACE}/{said.get('resource', '')}" + (f"?{query}" if query else "")


def base(said: Mapping[str, str], name: str) -> str:
    """An address that waits for the value of one thing at its end."""
    bare = of_list({k: v for k, v in said.items() if k != name})
    return f"{bare}{'&' if '?' in bare else '?'}{name}="


def narrowing(said: Mapping[str, str]) -> dict[str, Any]:
    """What an address narrows its list to, as the use cases take it."""
    chosen = {k: v for k, v in said.items() if k not in (*KNOWN, "resource")}
    return {"chosen": chosen, "archived": said.get("archived") == "1"}


def view(said: Mapping[str, str]) -> dict[str, Any]:
    """The same, with the order, the page and the hidden columns."""
    page, hidden = said.get("page", ""), said.get("hidden", "")
    return {
        **narrowing(said),
        "sort": said.get("sort", ""),
        "page": int(page) if page.isascii() and page.isdecimal() and len(page) < 9 else 1,
        "hidden": tuple(name for name in hidden.split(",") if name),
    }
