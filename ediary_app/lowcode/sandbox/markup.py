"""Markup that is shown to people (разметка писем): a few tags, rebuilt letter by letter.

Only what is known is written out again, so that nothing else can come through. The reader is
strict and linear: a general HTML parser needs half a minute for 60 KB of `<a `.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from ediary_app.kernel.i18n import LazyText
from ediary_app.lowcode.sandbox import words

TAGS = {
    "p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h2", "h3", "h4", "table", "thead",
    "tbody", "tr", "th", "td", "a", "hr", "span", "div", "small", "blockquote", "del",
}  # fmt: skip
EMPTY = {"br", "hr"}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_TAG = re.compile(
    r'<(/?)([a-z][a-z0-9]{0,11})((?:\s{1,3}[a-z-]{1,20}="[^"<>]{0,600}"){0,4})\s{0,3}/?>', re.I
)
_ATTRIBUTE = re.compile(r'([a-z-]{1,20})="([^"]{0,600})"', re.I)
_ADDRESS = re.compile(r"(https?://|mailto:|tel:)[^\s\x00-\x1f]*\Z", re.I)
PLACE = "\ue000"
"""Stands for a field while a source is looked at."""


class NotMarkup(Exception):
    """What stands at a place of a text is not markup that is let through."""

    def __init__(self, said: LazyText, at: int) -> None:
        super().__init__(str(said))
        self.said, self.at = said, at


def cleaned(html: str, *, is_source: bool = False) -> str:
    """The same markup rebuilt, closed where it was left open; `NotMarkup` for anything else."""
    out: list[str] = []
    still_open: list[str] = []
    for tag, closes, attributes, text, at in _pieces(html):
        if not tag:
            out.append(escape(unescape(text), quote=False))
        elif tag in EMPTY:
            out.append(f"<{tag}>")
        elif closes:
            out.extend(_closed(still_open, tag))
        else:
            still_open.append(tag)
            out.append(f"<{tag}{_attributes(tag, attributes, at, is_source)}>")
    out.extend(f"</{tag}>" for tag in reversed(still_open))
    return "".join(out)


def _pieces(html: str) -> Iterator[tuple[str, bool, str, str, int]]:
    at = 0
    while at < len(html):
        here = html.find("<", at)
        if here != at:
            end = len(html) if here < 0 else here
            yield "", False, "", html[at:end], at
            at = end
            continue
        found = _TAG.match(html, here)
        if found is None:
            raise NotMarkup(_why(html, here), here)
        tag = found[2].lower()
        if tag not in TAGS:
            raise NotMarkup(words.no_tag(tag), here)
        yield tag, bool(found[1]), found[3], "", here
        at = found.end()


def _why(html: str, at: int) -> LazyText:
    """What is wrong with a tag that cannot be read: an unknown one by its name."""
    name = re.match(r"</?([a-z][a-z0-9]{0,19})", html[at : at + 24], re.I)
    if name and name[1].lower() not in TAGS:
        return words.no_tag(name[1])
    return words.ANGLE


def _closed(still_open: list[str], tag: str) -> Iterator[str]:
    """Close a tag and what was left open inside it; one that is not open is left out."""
    if tag in still_open:
        while True:
            last = still_open.pop()
            yield f"</{last}>"
            if last == tag:
                return


def _attributes(tag: str, said: str, at: int, is_source: bool) -> str:
    made = ""
    for name, value in _ATTRIBUTE.findall(said):
        if name.lower() not in ATTRIBUTES.get(tag, ()):
            raise NotMarkup(words.no_attribute(name), at)
        plain = unescape(value).strip()
        if name.lower() == "href":
            is_place = is_source and plain.startswith(PLACE)
            if not is_place and not _ADDRESS.match(plain):
                raise NotMarkup(words.NO_ADDRESS, at)
        elif not re.fullmatch(r"[1-9][0-9]?", plain):
            raise NotMarkup(words.no_attribute(name), at)
        made += f' {name.lower()}="{escape(plain)}"'
    return made
