"""The HTML of a paper (вёрстка): sheet, typeface, running head, page numbers, QR code."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import segno

from ediary_app.kernel.i18n import _

FONTS = Path(__file__).parent / "fonts"
QR_MM = 22

_STYLE = """
@font-face {{ font-family: Golos; src: url("{fonts}/GolosText-Regular.ttf"); }}
@font-face {{ font-family: Golos; src: url("{fonts}/GolosText-Bold.ttf"); font-weight: bold; }}
@page {{
  size: {size};
  @frame head {{ -pdf-frame-content: head; left: 15mm; right: 15mm; top: 9mm; height: 10mm; }}
  @frame content {{ left: 15mm; right: 15mm; top: 21mm; bottom: 20mm; }}
  @frame foot {{ -pdf-frame-content: foot; left: 15mm; right: 15mm; bottom: 7mm; height: 11mm; }}
}}
html, head, title {{ font-family: Golos; }}
body {{ font-family: Golos; font-size: 10pt; line-height: 1.35; color: #000; }}
h1 {{ font-family: Golos; font-size: 15pt; font-weight: bold; margin: 0 0 1mm 0; }}
p {{ margin: 0 0 2mm 0; }}
.soft {{ font-size: 8.5pt; color: #444; }}
.right {{ text-align: right; }}
table {{ width: 100%; }}
th {{ font-family: Golos; font-size: 9pt; font-weight: bold; text-align: left; }}
th, td {{ padding: 1.2mm 1.5mm 0.8mm 1.5mm; vertical-align: top; }}
.ruled th, .ruled td {{ border-bottom: 0.3pt solid #888; }}
"""


@dataclass(frozen=True)
class Sheet:
    """What stands on every page: whose paper it is, its title, and how the sheet lies."""

    title: str
    head: str
    note: str = ""
    is_wide: bool = False


def document(sheet: Sheet, body: str) -> str:
    """The whole HTML of a paper; `body` is markup of this package, already escaped."""
    style = _STYLE.format(fonts=FONTS, size="a4 landscape" if sheet.is_wide else "a4 portrait")
    page = escape(str(_("page {number} of {count}", number="@number@", count="@count@")))
    page = page.replace("@number@", "<pdf:pagenumber/>").replace("@count@", "<pdf:pagecount/>")
    title = escape(sheet.title)
    return (
        f'<html><head><meta charset="utf-8"/><title>{title}</title><style>{style}</style></head>'
        f'<body><div id="head" class="soft">{escape(sheet.head)}</div>'
        f'<div id="foot"><table><tr><td class="soft" width="75%">{escape(sheet.note)}</td>'
        f'<td class="soft right" width="25%">{page}</td></tr></table></div>'
        f"{body}</body></html>"
    )


def qr_code(text: str) -> str:
    """A QR code of 22 mm as an image inside the document; read again after a photocopy."""
    code = segno.make(text, error="m", micro=False)
    source, size = code.png_data_uri(scale=6, border=2), f"{QR_MM}mm"
    return f'<img src="{source}" style="width: {size}; height: {size}"/>'
