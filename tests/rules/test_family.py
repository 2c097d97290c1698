"""Pure rules of the family's pages: dates in a search line, letters folded, a day's state."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ediary_app.journal import dates, rules
from ediary_app.kernel.folding import fold

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("line", "words", "first", "last"),
    [
        ("алгебра", ("алгебра",), None, None),
        ("18.11", (), date(2026, 11, 18), date(2026, 11, 18)),
        ("18.11.26", (), date(2026, 11, 18), date(2026, 11, 18)),
        ("5.03", (), date(2027, 3, 5), date(2027, 3, 5)),
        ("1 сентября физика", ("физика",), date(2026, 9, 1), date(2026, 9, 1)),
        ("алгебра ноябрь", ("алгебра",), date(2026, 11, 1), date(2026, 11, 30)),
        ("may", (), date(2027, 5, 1), date(2027, 5, 31)),
        ("мая", (), date(2027, 5, 1), date(2027, 5, 31)),
        ("маятник", ("маятник",), None, None),
        ("майка", ("майка",), None, None),
        ("31.02", ("31.02",), None, None),
        ("40 ноября", ("40",), date(2026, 11, 1), date(2026, 11, 30)),
        ("", (), None, None),
    ],
)
def test_a_search_line_is_words_and_at_most_one_date(
    line: str, words: tuple[str, ...], first: date | None, last: date | None
) -> None:
    assert dates.asked(line, TODAY) == dates.Asked(words, first, last)


def test_in_spring_a_date_of_autumn_is_that_of_the_school_year() -> None:
    assert dates.asked("18.11", date(2027, 3, 1)).first == date(2026, 11, 18)
    assert dates.asked("18.03", date(2027, 3, 1)).first == date(2027, 3, 18)


@given(st.text(max_size=60))
def test_no_line_is_too_strange_to_search_for(line: str) -> None:
    asked = dates.asked(fold(line), TODAY)
    assert len(asked.words) <= 8
    assert (asked.first is None) == (asked.last is None)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ёлка", "елка"), ("ОБЪЁМ", "объем"), ("XVII Век", "xvii век"), ("№ 5", "№ 5")],
)
def test_case_and_dots_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("lessons", "missed", "is_late", "is_ahead", "state"),
    [
        (0, 0, False, False, "off"),
        (6, 0, False, True, "ahead"),
        (6, 0, False, False, "here"),
        (6, 0, True, False, "late"),
        (6, 2, True, False, "some"),
        (6, 6, False, False, "whole"),
    ],
)
def test_a_day_of_attendance_is_told_in_one_word(
    lessons: int, missed: int, is_late: bool, is_ahead: bool, state: str
) -> None:
    assert rules.day_state(lessons, missed, is_late=is_late, is_ahead=is_ahead) == state
