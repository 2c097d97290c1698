"""Answers (ответы на вопросы): which questions are shown, what is wrong with what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from ediary_app.kernel.i18n import LazyText, _
from ediary_app.kernel.mailaddress import is_address
from ediary_app.lowcode.questions import LONGEST_ANSWER, Pattern, Question, QuestionKind

Answers = Mapping[str, str]
"""What was answered, by the question's code."""

_PHONE = re.compile(r"\+?\d{6,15}")
_WHOLE = re.compile(r"[+-]?\d{1,12}")
_MADE_OF: dict[Pattern, Callable[[str], bool]] = {
    Pattern.ANY: lambda _text: True,
    Pattern.DIGITS: lambda text: text.isascii() and text.isdigit(),
    Pattern.LETTERS: lambda text: all(one.isalpha() or one in " -'’" for one in text),
    Pattern.CODE: lambda text: all(one.isalnum() or one == "-" for one in text),
}


class Unfit(Exception):
    """An answer does not fit its question; `text` says why."""

    def __init__(self, text: LazyText) -> None:
        super().__init__()
        self.text = text


def shown(asked: Sequence[Question], given: Answers) -> tuple[Question, ...]:
    """The questions to be shown by what is answered so far; what is hidden answers nothing."""
    seen: dict[str, Question] = {}
    for one in asked:
        if not one.show_if or (one.show_if in seen and _answers(one, given)):
            seen[one.code] = one
    return tuple(seen.values())


def _answers(one: Question, given: Answers) -> bool:
    return one.show_value in str(given.get(one.show_if, "")).split("\n")


def checked(asked: Sequence[Question], given: Answers) -> tuple[dict[str, str], dict[str, str]]:
    """The answers as they are kept, and what is wrong with which; hidden ones are dropped."""
    kept: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for one in shown(asked, given):
        if one.kind is QuestionKind.NOTE:
            continue
        try:
            if value := fit(one, given.get(one.code, "")):
                kept[one.code] = value
        except Unfit as refusal:
            wrong[one.code] = str(refusal.text)
    return kept, wrong


def fit(one: Question, value: str) -> str:
    """An answer as it is kept; `Unfit` when it does not fit the question."""
    text = value.replace("\r\n", "\n").strip()
    if "\x00" in text or len(text) > LONGEST_ANSWER:
        raise Unfit(_("At most {n} characters.", n=LONGEST_ANSWER))
    if not text:
        if one.is_required:
            raise Unfit(_("This must be filled in."))
        return ""
    return _FITTING[one.kind](one, text)


def _text(one: Question, text: str) -> str:
    if one.kind is QuestionKind.LINE and "\n" in text:
        raise Unfit(_("One line, please."))
    if one.least is not None and len(text) < one.least:
        raise Unfit(_("At least {n} characters.", n=one.least))
    if one.most is not None and len(text) > one.most:
        raise Unfit(_("At most {n} characters.", n=one.most))
    if not _MADE_OF[one.pattern](text):
        raise Unfit(_("There are characters here that do not belong."))
    return text


def _whole(one: Question, text: str) -> str:
    if not text.isascii() or not _WHOLE.fullmatch(text):
        raise Unfit(_("Write a whole number in digits."))
    _bounded(one, Decimal(text))
    return str(int(text))


def _decimal(one: Question, text: str) -> str:
    plain = text.replace(",", ".").replace(" ", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(plain) > 20 or "e" in plain.lower():
        raise Unfit(_("Write a number, for example 1.5."))
    _bounded(one, number)
    return str(number)


def _bounded(one: Question, number: Decimal) -> None:
    if one.least is not None and number < one.least:
        raise Unfit(_("Not less than {n}.", n=one.least))
    if one.most is not None and number > one.most:
        raise Unfit(_("Not more than {n}.", n=one.most))


def _date(_one: Question, text: str) -> str:
    day, _dot, rest = text.partition(".")
    month, _dot, year = rest.partition(".")
    spelled = f"{year}-{month.zfill(2)}-{day.zfill(2)}" if year else text
    try:
        found = date.fromisoformat(spelled)
    except ValueError:
        raise Unfit(_("Write a date as 18.11.2026.")) from None
    if not 1900 <= found.year <= 2200:
        raise Unfit(_("Write a date as 18.11.2026."))
    return found.isoformat()


def _yes_no(_one: Question, text: str) -> str:
    if text not in ("yes", "no"):
        raise Unfit(_("Choose one from the list."))
    return text


def _choice(one: Question, text: str) -> str:
    if text not in {option.id for option in one.options}:
        raise Unfit(_("Choose one from the list."))
    return text


def _choices(one: Question, text: str) -> str:
    wanted = set(text.split("\n"))
    known = [option.id for option in one.options]
    if not wanted <= set(known):
        raise Unfit(_("Choose from the list."))
    return "\n".join(option for option in known if option in wanted)


def _phone(_one: Question, text: str) -> str:
    plain = re.sub(r"[\s()-]", "", text)
    if not plain.isascii() or not _PHONE.fullmatch(plain):
        raise Unfit(_("Write a telephone number, for example +7 922 123-45-67."))
    return plain


def _email(_one: Question, text: str) -> str:
    if not is_address(text):
        raise Unfit(_("Write an e-mail address, for example anna@example.org."))
    return text


_FITTING: dict[QuestionKind, Callable[[Question, str], str]] = {
    QuestionKind.LINE: _text,
    QuestionKind.TEXT: _text,
    QuestionKind.WHOLE: _whole,
    QuestionKind.DECIMAL: _decimal,
    QuestionKind.DATE: _date,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.PHONE: _phone,
    QuestionKind.EMAIL: _email,
}


def told(one: Question, value: str) -> str:
    """An answer as it is read: a date in figures, choices by their words."""
    if one.kind is QuestionKind.DATE and value:
        year, month, day = value.split("-")
        return f"{day}.{month}.{year}"
    if one.kind is QuestionKind.YES_NO and value:
        return str(_("Yes")) if value == "yes" else str(_("No"))
    titles = {option.id: option.title for option in one.options}
    return ", ".join(titles.get(part, part) for part in value.split("\n")) if titles else value
