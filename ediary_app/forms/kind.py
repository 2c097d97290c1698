"""What a form is (определение анкеты): its words, to whom it goes, when, its questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ediary_app.access.context import Context
from ediary_app.forms.values import AUDIENCE_NAMES
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import questions
from ediary_app.lowcode.definition_values import AskKind, Content, Fault, Preview
from ediary_app.lowcode.definitions import Ask, DefinitionKind, define

KIND = "form"
DATES = ("opens", "closes", "change_until")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLASS = re.compile(r"\d{1,2}[А-ЯЁA-Zа-яёa-z]{0,4}")


def day_of(content: Content, name: str) -> date | None:
    """A date of a checked content; None where none is said."""
    said = str(content.get(name) or "")
    return date.fromisoformat(said) if said else None


def _faults(_key: str, content: Content) -> Sequence[Fault]:
    wrong = [Fault(name, str(_("Write a date as 2026-11-18."))) for name in DATES
             if not _is_day(str(content.get(name) or ""))]  # fmt: skip
    if not wrong:
        opens, closes = day_of(content, "opens"), day_of(content, "closes")
        if opens and closes and closes < opens:
            wrong.append(Fault("closes", str(_("The end must not be before the beginning."))))
    classes = str(content.get("classes") or "")
    if classes and not all(_CLASS.fullmatch(one) for one in classes_of(content)):
        wrong.append(Fault("classes", str(_("Write levels or classes, for example: 7, 8А."))))
    rows = content.get("questions") or []
    if not any(row.get("kind") != questions.QuestionKind.NOTE for row in rows):
        wrong.append(Fault("questions", str(_("A form must ask something."))))
    return [*wrong, *questions.table_faults(rows)]


def _is_day(text: str) -> bool:
    if not text:
        return True
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def classes_of(content: Content) -> tuple[str, ...]:
    """The levels and classes a form is for; none: the whole school."""
    said = str(content.get("classes") or "").split(",")
    return tuple(one.strip().upper() for one in said if one.strip())


def _preview(_ctx: Context, _key: str, content: Content) -> Preview:
    asked = questions.questions(content)
    return Preview(
        subject=questions.said(content, "title"),
        text=questions.said(content, "intro"),
        head=(str(_("Question in Russian")), str(_("How it is answered"))),
        lines=tuple((one.label + (" *" if one.is_required else ""),
                     str(questions.KIND_NAMES[one.kind])) for one in asked),
    )  # fmt: skip


FORMS = define(
    DefinitionKind(
        key=KIND,
        title=_("Forms for families and teachers"),
        note=_("Consents, absence notes, surveys: only a published form can be filled in."),
        asks=(
            Ask("title_ru", _("Title in Russian"), required=True, longest=120),
            Ask("title_en", _("Title in English"), longest=120),
            Ask("intro_ru", _("Text in Russian"), AskKind.TEXT, longest=6000),
            Ask("intro_en", _("Text in English"), AskKind.TEXT, longest=6000),
            Ask("audience", _("Who fills it in"), AskKind.CHOICE, required=True,
                choices=AUDIENCE_NAMES),
            Ask("classes", _("Levels and classes, empty: the whole school"), longest=200),
            Ask("opens", _("Open from"), longest=10),
            Ask("closes", _("Open until"), longest=10),
            Ask("change_until", _("May be changed until"), longest=10),
            Ask("signature", _("Signed with a full name"), AskKind.FLAG),
            Ask("questions", _("Questions"), AskKind.ROWS, required=True,
                columns=questions.COLUMNS),
        ),
        validate=_faults,
        preview=_preview,
    )
)  # fmt: skip
"""The kind of definition (анкета)."""
