"""Questions that an administrator lays down (вопросы и поля): what is asked and how it is answered.

A custom field and a question of a form are the same thing: words in two languages, a kind, limits.
An answer is always a text: a date as `2026-11-18`, a decimal with a point, yes and no as `yes` and
`no`, several choices one a line. This module knows no noun of the school.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ediary_app.kernel.i18n import LazyText, _, current_language
from ediary_app.lowcode.definition_values import AskKind, Fault
from ediary_app.lowcode.definitions import Ask

MOST_OPTIONS, LONGEST_OPTION, LONGEST_ANSWER = 60, 120, 2000
CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")


class QuestionKind(StrEnum):
    """How something is answered (вид вопроса)."""

    LINE = "line"
    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    PHONE = "phone"
    EMAIL = "email"
    NOTE = "note"


KIND_NAMES: dict[QuestionKind, LazyText] = {
    QuestionKind.LINE: _("A line of text"),
    QuestionKind.TEXT: _("A longer text"),
    QuestionKind.WHOLE: _("A whole number"),
    QuestionKind.DECIMAL: _("A number with a fraction"),
    QuestionKind.DATE: _("A date"),
    QuestionKind.YES_NO: _("Yes or no"),
    QuestionKind.CHOICE: _("One from a list"),
    QuestionKind.CHOICES: _("Several from a list"),
    QuestionKind.PHONE: _("A telephone number"),
    QuestionKind.EMAIL: _("An e-mail address"),
    QuestionKind.NOTE: _("A note without an answer"),
}


class Pattern(StrEnum):
    """What a line may be made of (шаблон): a short safe list, no expressions of one's own."""

    ANY = "any"
    DIGITS = "digits"
    LETTERS = "letters"
    CODE = "code"


PATTERN_NAMES: dict[Pattern, LazyText] = {
    Pattern.ANY: _("Anything"),
    Pattern.DIGITS: _("Digits only"),
    Pattern.LETTERS: _("Letters only"),
    Pattern.CODE: _("Letters, digits and hyphens"),
}


@dataclass(frozen=True)
class Choice:
    """Something to choose: what is kept and how it is called."""

    id: str
    title: str


@dataclass(frozen=True)
class Question:
    """Something that is asked, in the reader's language (вопрос).

    `least` and `most` bound a number, or the length of a text; empty `show_if` means always.
    """

    code: str
    label: str
    kind: QuestionKind
    help: str = ""
    is_required: bool = False
    options: tuple[Choice, ...] = ()
    least: int | None = None
    most: int | None = None
    pattern: Pattern = Pattern.ANY
    show_if: str = ""
    show_value: str = ""


WORDS = (
    Ask("label_ru", _("Question in Russian"), required=True, longest=200),
    Ask("label_en", _("Question in English"), longest=200),
    Ask("help_ru", _("Help in Russian"), longest=300),
    Ask("help_en", _("Help in English"), longest=300),
)
LIMITS = (
    Ask("kind", _("How it is answered"), AskKind.CHOICE, required=True,
        choices={one.value: words for one, words in KIND_NAMES.items()}),
    Ask("options", _("Choices, one a line; English after |"), AskKind.TEXT, longest=8000),
    Ask("required", _("Must be answered"), AskKind.FLAG),
    Ask("least", _("Smallest number or shortest length"), AskKind.NUMBER, least=-1_000_000),
    Ask("most", _("Largest number or longest length"), AskKind.NUMBER, least=-1_000_000),
    Ask("pattern", _("Made of"), AskKind.CHOICE,
        choices={one.value: words for one, words in PATTERN_NAMES.items()}),
)  # fmt: skip
CONDITION = (
    Ask("show_if", _("Shown only if the answer to this code"), longest=30),
    Ask("show_value", _("is this"), longest=LONGEST_OPTION),
)
COLUMNS = (Ask("code", _("Code"), required=True, longest=30), *WORDS, *LIMITS, *CONDITION)
"""What a row of a table of questions holds."""


def said(row: Mapping[str, Any], name: str) -> str:
    """A text of a content in the reader's language; the Russian one where there is no other."""
    mine = str(row.get(f"{name}_{current_language()}") or "")
    return mine or str(row.get(f"{name}_ru") or "")


def question(row: Mapping[str, Any], code: str = "") -> Question:
    """A question as a checked content lays it down."""
    return Question(
        code=code or str(row.get("code") or ""),
        label=said(row, "label"),
        kind=QuestionKind(row.get("kind") or "line"),
        help=said(row, "help"),
        is_required=bool(row.get("required")),
        options=options(str(row.get("options") or "")),
        least=row.get("least"),
        most=row.get("most"),
        pattern=Pattern(row.get("pattern") or "any"),
        show_if=str(row.get("show_if") or ""),
        show_value=str(row.get("show_value") or ""),
    )


def questions(content: Mapping[str, Any], name: str = "questions") -> tuple[Question, ...]:
    """The questions of a checked content, in their order."""
    return tuple(question(row) for row in content.get(name) or ())


def options(text: str) -> tuple[Choice, ...]:
    """The choices of a text, one a line; what is kept is the Russian words."""
    found = []
    for line in text.splitlines():
        russian, _bar, english = (part.strip() for part in line.partition("|"))
        if russian:
            other = english if current_language() == "en" and english else russian
            found.append(Choice(russian, other))
    return tuple(found)


def row_faults(row: Mapping[str, Any], place: str = "") -> list[Fault]:
    """What is wrong with one question, whose shape is right."""
    asked, wrong = question(row, "x"), []
    ids = [one.id for one in asked.options]
    if asked.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES):
        if not ids or len(ids) > MOST_OPTIONS or len(set(ids)) < len(ids):
            text = _("From 1 to {n} different choices, one a line.", n=MOST_OPTIONS)
            wrong.append(Fault(place + "options", str(text)))
        elif max(map(len, ids)) > LONGEST_OPTION:
            text = _("At most {n} characters.", n=LONGEST_OPTION)
            wrong.append(Fault(place + "options", str(text)))
    if asked.least is not None and asked.most is not None and asked.least > asked.most:
        wrong.append(Fault(place + "most", str(_("The largest must not be below the smallest."))))
    if asked.kind is QuestionKind.NOTE and asked.is_required:
        wrong.append(Fault(place + "required", str(_("A note has no answer."))))
    return wrong


def table_faults(rows: Sequence[Mapping[str, Any]], name: str = "questions") -> list[Fault]:
    """What is wrong with a table of questions: codes, limits, conditions.

    A condition may ask only for an earlier question, so there is no way round in a circle.
    """
    wrong: list[Fault] = []
    earlier: dict[str, Question] = {}
    for number, row in enumerate(rows):
        place = f"{name}.{number}."
        code = str(row.get("code") or "")
        if not CODE.fullmatch(code):
            text = _("Small Latin letters, digits and _; a letter first.")
            wrong.append(Fault(place + "code", str(text)))
        elif code in earlier:
            wrong.append(Fault(place + "code", str(_("This code stands twice."))))
        wrong += row_faults(row, place) + _condition_faults(row, earlier, place)
        earlier[code] = question(row)
    return wrong


def _condition_faults(
    row: Mapping[str, Any], earlier: Mapping[str, Question], place: str
) -> list[Fault]:
    code, value = str(row.get("show_if") or ""), str(row.get("show_value") or "")
    if not code:
        return []
    if code not in earlier:
        return [Fault(place + "show_if", str(_("This must be the code of an earlier question.")))]
    asked = earlier[code]
    known = {"yes", "no"} if asked.kind is QuestionKind.YES_NO else {o.id for o in asked.options}
    if not value or (known and value not in known):
        return [Fault(place + "show_value", str(_("There is no such answer to that question.")))]
    return []
