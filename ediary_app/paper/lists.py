"""A list on paper (список): a title, a table with a repeated head, numbered rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ediary_app.kernel.i18n import _
from ediary_app.paper.markup import Sheet, document


@dataclass(frozen=True)
class Column:
    """A column of a list: its title and its share of the width, in per cent."""

    title: str
    share: int


@dataclass(frozen=True)
class ListPaper:
    """A list to be printed: who gives it, what it is, its columns and rows of plain text."""

    head: str
    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    is_wide: bool = False


NUMBER_SHARE = 6


def list_html(paper: ListPaper) -> str:
    """The HTML of a list."""
    titles = [(_("No."), NUMBER_SHARE), *((c.title, c.share) for c in paper.columns)]
    head = "".join(f'<th width="{share}%">{escape(str(title))}</th>' for title, share in titles)
    rows = "".join(_row(number, row) for number, row in enumerate(paper.rows, 1))
    body = (
        f"<h1>{escape(paper.title)}</h1><p>{escape(paper.subtitle)}</p>"
        f'<table class="ruled" repeat="1"><tr>{head}</tr>{rows}</table>'
    )
    return document(Sheet(paper.title, paper.head, paper.note, paper.is_wide), body)


def _row(number: int, cells: Sequence[str]) -> str:
    shown = "".join(f"<td>{escape(cell)}</td>" for cell in (str(number), *cells))
    return f"<tr>{shown}</tr>"
