"""Questions and answers: what fits, what is shown, what a definition may not say."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ediary_app.kernel.i18n import use_language
from ediary_app.lowcode import answers, questions
from ediary_app.lowcode.questions import Question, QuestionKind


def asked(kind: str, **more: Any) -> Question:
    return questions.question({"label_ru": "Вопрос", "kind": kind, **more}, "x")


@pytest.mark.parametrize(("kind", "typed", "kept"), [
    ("line", "  Анна ", "Анна"), ("whole", "007", "7"), ("whole", "-3", "-3"),
    ("decimal", "1,50", "1.50"), ("date", "5.11.2026", "2026-11-05"),
    ("date", "2026-11-05", "2026-11-05"), ("yes_no", "no", "no"),
    ("phone", "+7 (922) 123-45-67", "+79221234567"), ("email", "a@b.ru", "a@b.ru"),
    ("text", "a\r\nb", "a\nb"), ("whole", "", ""),
])  # fmt: skip
def test_what_fits_is_kept_in_one_spelling(kind: str, typed: str, kept: str) -> None:
    assert answers.fit(asked(kind), typed) == kept


@pytest.mark.parametrize(("kind", "typed"), [
    ("line", "a\nb"), ("whole", "1.5"), ("whole", "٣"), ("whole", "9" * 13), ("decimal", "1e9"),
    ("decimal", "NaN"), ("decimal", "Infinity"), ("date", "31.02.2026"), ("date", "1.1.0001"),
    ("date", "завтра"), ("yes_no", "да"), ("phone", "12"), ("phone", "позвоните"),
    ("email", "a@b"), ("line", "a\x00b"), ("text", "a" * 2001),
])  # fmt: skip
def test_what_does_not_fit_is_refused_in_words(kind: str, typed: str) -> None:
    with pytest.raises(answers.Unfit) as refusal:
        answers.fit(asked(kind), typed)
    with use_language("ru"):
        assert any("а" <= one <= "я" for one in str(refusal.value.text).lower())


def test_choices_are_those_of_the_list_alone() -> None:
    one = asked("choices", options="Да | Yes\nНет\nПотом")
    assert answers.fit(one, "Потом\nДа") == "Да\nПотом"
    for typed in ("Да\nКогда-нибудь", "Yes"):
        with pytest.raises(answers.Unfit):
            answers.fit(one, typed)
    with use_language("en"):
        assert answers.told(asked("choice", options="Да | Yes"), "Да") == "Yes"


def test_limits_hold_for_numbers_and_for_lengths() -> None:
    for one, fits, not_so in (
        (asked("whole", least=1, most=5), "5", ("0", "6")),
        (asked("line", least=2, most=3), "abc", ("a", "abcd")),
        (asked("line", pattern="digits"), "042", ("4a", "٣")),
        (asked("line", pattern="letters"), "Анна-Мария", ("Анна1",)),
    ):
        assert answers.fit(one, fits) == fits
        for typed in not_so:
            with pytest.raises(answers.Unfit):
                answers.fit(one, typed)


TABLE = [
    {"code": "pet", "label_ru": "Есть питомец?", "kind": "yes_no", "required": True},
    {"code": "who", "label_ru": "Кто?", "kind": "choice", "options": "Кот\nПёс",
     "required": True, "show_if": "pet", "show_value": "yes"},
    {"code": "name", "label_ru": "Кличка", "kind": "line", "show_if": "who",
     "show_value": "Кот"},
]  # fmt: skip


def test_a_hidden_question_answers_nothing_and_hides_what_hangs_on_it() -> None:
    asked_all = questions.questions({"questions": TABLE})
    assert questions.table_faults(TABLE) == []
    typed = {"pet": "no", "who": "Кот", "name": "Мурка"}
    assert [one.code for one in answers.shown(asked_all, typed)] == ["pet"]
    assert answers.checked(asked_all, typed) == ({"pet": "no"}, {})
    kept, wrong = answers.checked(asked_all, {"pet": "yes"})
    assert (kept, list(wrong)) == ({"pet": "yes"}, ["who"])
    assert answers.checked(asked_all, {**typed, "pet": "yes"})[0]["name"] == "Мурка"


@pytest.mark.parametrize(("row", "place"), [
    ({"code": "Pet!", "kind": "line"}, "code"),
    ({"code": "a", "kind": "line", "show_if": "a", "show_value": "1"}, "show_if"),
    ({"code": "a", "kind": "line", "show_if": "later", "show_value": "1"}, "show_if"),
    ({"code": "a", "kind": "choice"}, "options"),
    ({"code": "a", "kind": "choice", "options": "x\nx"}, "options"),
    ({"code": "a", "kind": "whole", "least": 5, "most": 1}, "most"),
    ({"code": "a", "kind": "note", "required": True}, "required"),
])  # fmt: skip
def test_a_definition_that_cannot_be_answered_is_refused(row: dict[str, Any], place: str) -> None:
    found = questions.table_faults([{"label_ru": "Вопрос", **row}])
    assert [one.place for one in found] == [f"questions.0.{place}"]
    assert found[0].text


def test_a_condition_asks_for_an_answer_that_can_be_given_and_codes_stand_once() -> None:
    wrong = [*TABLE, {**TABLE[1], "code": "pet", "show_value": "maybe"}]
    places = [one.place for one in questions.table_faults(wrong)]
    assert places == ["questions.3.code", "questions.3.show_value"]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([k.value for k in QuestionKind if k is not QuestionKind.NOTE]), st.text())
def test_whatever_is_typed_fits_or_is_refused_and_fits_again(kind: str, typed: str) -> None:
    one = asked(kind, options="Да\nНет")
    try:
        kept = answers.fit(one, typed)
    except answers.Unfit:
        return
    assert answers.fit(one, kept) == kept


def test_nothing_typed_takes_long() -> None:
    began = time.perf_counter()
    for kind in QuestionKind:
        for typed in ("9" * 2000, "a@" * 1000, "(" * 2000, "\n" * 2000, "1" * 1999 + "!"):
            answers.checked([asked(kind.value, options="Да")], {"x": typed})
    assert time.perf_counter() - began < 2
