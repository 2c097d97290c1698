"""Writing a letter (составление письма): one form for all, as text and as HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ediary_app.kernel.i18n import LazyText, _, use_language

_HTML = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{subject}</title></head>
<body style="margin:0;padding:24px;background:#fcfcfd;color:#1c2024;\
font:16px/1.5 'Golos Text',Arial,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;\
border:1px solid #dcdde3;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">{subject}</h1>
{paragraphs}
<p style="margin:24px 0 0;color:#5b5f67;font-size:14px">{closing}</p>
</div></body></html>
"""
_PARAGRAPH = '<p style="margin:0 0 12px">{}</p>'
_BUTTON = (
    '<p style="margin:20px 0"><a href="{link}" style="display:inline-block;padding:12px 20px;'
    'background:#3a5bc7;color:#fff;border-radius:8px;text-decoration:none">{words}</a></p>'
    '<p style="margin:0 0 12px;color:#5b5f67;font-size:14px">{link}</p>'
)

Words = LazyText | str
CLOSING = _("This letter was written by the school's electronic journal; do not reply.")


@dataclass(frozen=True)
class Action:
    """What the reader is asked to do: the words of the button and the address behind it."""

    words: Words
    link: str


@dataclass(frozen=True)
class Letter:
    """A letter in sentences; they are translated when it is written for somebody."""

    subject: Words
    paragraphs: tuple[Words, ...]
    action: Action | None = None
    closing: Words = CLOSING


@dataclass(frozen=True)
class Written:
    """A letter in one language, with both parts."""

    subject: str
    text: str
    html: str


def written(letter: Letter, language: str) -> Written:
    """The letter in a language."""
    with use_language(language):
        subject = " ".join(str(letter.subject).split())[:200]
        return Written(subject, _as_text(letter), _as_html(letter, subject, language))


def _as_text(letter: Letter) -> str:
    parts = [str(paragraph) for paragraph in letter.paragraphs]
    if letter.action is not None:
        parts.append(f"{letter.action.words}:\n{letter.action.link}")
    return "\n\n".join([*parts, f"-- \n{letter.closing}"]) + "\n"


def _as_html(letter: Letter, subject: str, language: str) -> str:
    parts = [_PARAGRAPH.format(escape(str(paragraph))) for paragraph in letter.paragraphs]
    if letter.action is not None:
        words, link = escape(str(letter.action.words)), escape(letter.action.link)
        parts.append(_BUTTON.format(words=words, link=link))
    return _HTML.format(
        language=language,
        subject=escape(subject),
        paragraphs="\n".join(parts),
        closing=escape(str(letter.closing)),
    )
