"""Slips to be cut apart (талоны): eight on a sheet, each with a code and its QR of 22 mm."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ediary_app.kernel.i18n import _
from ediary_app.paper.markup import Sheet, document, qr_code

ACROSS, DOWN = 2, 4
HEIGHT_MM = 60

_CUT = (
    "<style>"
    ".slip td { padding: 0.6mm 1mm; }"
    ".cut { border: 0.4pt dashed #666; padding: 3mm; }"
    ".name { font-size: 11pt; font-weight: bold; }"
    ".code { font-size: 15pt; font-weight: bold; }"
    "</style>"
)


@dataclass(frozen=True)
class Slip:
    """One slip: for whom, what it is, the code to type, the address behind the QR, until when."""

    name: str
    lines: tuple[str, ...]
    code: str
    link: str


@dataclass(frozen=True)
class SlipsPaper:
    """A sheet of slips and what stands at its head, which is thrown away after cutting."""

    head: str
    title: str
    slips: tuple[Slip, ...]
    note: str = ""


def slips_html(paper: SlipsPaper) -> str:
    """The HTML of a batch of slips, eight on a page."""
    size = ACROSS * DOWN
    pages = [paper.slips[n : n + size] for n in range(0, len(paper.slips), size)]
    body = "<pdf:nextpage/>".join(_page(page) for page in pages)
    note = paper.note or str(_("Hand each slip over in person. Cut along the lines."))
    return document(Sheet(paper.title, f"{paper.head} · {paper.title}", note), _CUT + body)


def _page(slips: tuple[Slip, ...]) -> str:
    rows = [slips[n : n + ACROSS] for n in range(0, len(slips), ACROSS)]
    return "<table>" + "".join(f"<tr>{_cells(row)}</tr>" for row in rows) + "</table>"


def _cells(slips: tuple[Slip, ...]) -> str:
    cells = [_slip(slip) for slip in slips]
    cells += ["<td></td>"] * (ACROSS - len(slips))
    return "".join(cells)


def _slip(slip: Slip) -> str:
    lines = "".join(f'<div class="soft">{escape(line)}</div>' for line in slip.lines)
    return (
        f'<td class="cut" width="50%" height="{HEIGHT_MM}mm"><table class="slip"><tr>'
        f'<td width="68%"><div class="name">{escape(slip.name)}</div>'
        f'<div class="code">{escape(slip.code)}</div>{lines}</td>'
        f'<td width="32%" align="right">{qr_code(slip.link)}</td></tr></table></td>'
    )
