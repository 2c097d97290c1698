"""Words as people type them: slips, the other layout, classes, initials, telephone numbers."""

from __future__ import annotations

import pytest

from ediary_app.lowcode import tolerance
from ediary_app.lowcode.tolerance import Near

IVANOVA = "иванова анна петровна"


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("иванова", Near.EXACT), ("ИВАНОВА", Near.EXACT), ("ива", Near.PREFIX),
        ("анов", Near.INSIDE), ("ивонова", Near.SLIP), ("ивнова", Near.SLIP),
        ("иваннова", Near.SLIP), ("иавнова", Near.SLIP), ("bdfyjdf", Near.EXACT),
        ("иванова а", Near.PREFIX), ("Иванова А.П.", Near.PREFIX), ("анна иванова", Near.EXACT),
        ("ивоно", Near.SLIP),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_was_typed(line: str, near: Near) -> None:
    rank = tolerance.asked(line).rank(IVANOVA)
    assert rank is not None
    assert rank[0] is near


@pytest.mark.parametrize("line", ["ивоново", "аня", "иванова б", "петров олег", "инв", "7а"])
def test_two_slips_a_short_word_or_a_wrong_initial_do_not_fit(line: str) -> None:
    found = tolerance.asked(line).rank(IVANOVA)
    assert (found is None) or line == "7а"


def test_yo_and_ye_are_the_same_and_a_double_name_is_found_by_either_half() -> None:
    assert tolerance.asked("Ёлкин").rank("елкин петр") == (Near.EXACT, 0, 0)
    for line in ("водкин", "петров", "петров-водкин"):
        assert tolerance.asked(line).rank("петров-водкин кузьма") is not None


@pytest.mark.parametrize("line", ["7а", "7 а", "7-а", "7 «А»", "7 А", "7a"])
def test_a_class_is_read_with_a_space_and_in_latin_letters(line: str) -> None:
    found = tolerance.asked(line).readings[0]
    assert (found.level, found.letter, found.words) == (7, "А", ())


def test_a_date_is_no_class_and_the_other_layout_has_classes_too() -> None:
    assert tolerance.asked("алгебра 7.11").readings[0].level == 0
    other = tolerance.asked("bdfyjd 10,").readings[1]
    assert (other.words, other.level, other.letter) == (("иванов",), 10, "Б")


@pytest.mark.parametrize(
    ("line", "digits"),
    [("+7 (922) 123-45-67", "9221234567"), ("89221234567", "9221234567"), ("4567", "4567"),
     ("456", ""), ("7а", "")],
)  # fmt: skip
def test_a_telephone_number_is_known_by_its_figures(line: str, digits: str) -> None:
    assert tolerance.asked(line).digits == digits
