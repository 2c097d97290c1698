"""What may be set, and the weighted mean: exact, rounded half up, told in words."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ediary_app.journal import rules
from ediary_app.journal.values import AttendanceCode, MarkValue
from ediary_app.kernel import errors
from ediary_app.school.values import Marking

TODAY = date(2026, 11, 18)
mark = st.integers(2, 5)
weight = st.integers(1, 500)
weighted = st.lists(st.tuples(mark, weight), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("marks", "mean"),
    [
        ([], None),
        ([(5, 0)], None),
        ([(5, 100), (4, 100)], Fraction(9, 2)),
        ([(5, 100), (4, 300)], Fraction(17, 4)),
        ([(5, 100), (2, 0)], Fraction(5)),
        ([(4, 150), (5, 50)], Fraction(17, 4)),
        ([(4, 100)] * 3 + [(5, 100)] * 3, Fraction(9, 2)),
    ],
)
def test_the_mean_is_weighted_and_exact(
    marks: list[tuple[int, int]], mean: Fraction | None
) -> None:
    assert rules.weighted_mean(marks) == mean


@given(weighted)
def test_a_mean_lies_between_the_worst_and_the_best_mark(marks: list[tuple[int, int]]) -> None:
    mean = rules.weighted_mean(marks)
    assert mean is not None
    assert min(m for m, _w in marks) <= mean <= max(m for m, _w in marks)


@given(weighted, st.integers(1, 9))
def test_a_mean_depends_on_the_proportion_of_weights_only(
    marks: list[tuple[int, int]], times: int
) -> None:
    assert rules.weighted_mean(marks) == rules.weighted_mean([(m, w * times) for m, w in marks])
    assert rules.weighted_mean(marks) == rules.weighted_mean(list(reversed(marks)))


@given(weighted, mark)
def test_a_mark_without_weight_changes_nothing(marks: list[tuple[int, int]], extra: int) -> None:
    assert rules.weighted_mean([*marks, (extra, 0)]) == rules.weighted_mean(marks)


@given(weighted)
def test_a_better_mark_never_lowers_the_mean(marks: list[tuple[int, int]]) -> None:
    before, after = rules.weighted_mean(marks), rules.weighted_mean([*marks, (5, 100)])
    assert before is not None
    assert after is not None
    assert after >= before


@pytest.mark.parametrize(
    ("mean", "threshold", "comes_to"),
    [
        ("9/2", "1/2", 5), ("449/100", "1/2", 4), ("7/2", "1/2", 4), ("5", "1/2", 5),
        ("9/2", "3/5", 4), ("46/10", "3/5", 5), ("465/100", "13/20", 5), ("464/100", "13/20", 4),
        ("5/2", "1/2", 3), ("249/100", "1/2", 2),
    ],
)  # fmt: skip
def test_a_mean_is_rounded_at_the_schools_threshold(
    mean: str, threshold: str, comes_to: int
) -> None:
    assert rules.rounded(Fraction(mean), Fraction(threshold)) == comes_to


@pytest.mark.parametrize(
    ("mean", "text"),
    [(None, ""), ("17/4", "4,25"), ("5", "5,00"), ("14/3", "4,67"), ("889/200", "4,45"),
     ("10/3", "3,33"), ("4999/1000", "5,00")],
)  # fmt: skip
def test_a_mean_is_written_with_two_decimals_half_up(mean: str | None, text: str) -> None:
    assert rules.mean_text(Fraction(mean) if mean else None) == text


@pytest.mark.parametrize(
    ("marks", "text"),
    [
        ([], ""),
        ([(5, 0)], ""),
        ([(5, 100), (4, 100)], "(5 + 4) : 2 = 4,50"),
        ([(5, 300), (4, 300)], "(5 + 4) : 2 = 4,50"),
        ([(5, 100), (4, 300)], "(5 · 1 + 4 · 3) : 4 = 4,25"),
        ([(5, 50), (4, 150), (3, 0)], "(5 · 0,5 + 4 · 1,5) : 2 = 4,25"),
    ],
)
def test_the_formula_says_how_the_mean_came_about(marks: list[tuple[int, int]], text: str) -> None:
    assert rules.formula_text(marks) == text


@given(weighted)
def test_a_formula_ends_with_its_mean(marks: list[tuple[int, int]]) -> None:
    assert rules.formula_text(marks).endswith(f" = {rules.mean_text(rules.weighted_mean(marks))}")


@pytest.mark.parametrize(
    ("hundredths", "text"), [(100, "1"), (150, "1,5"), (50, "0,5"), (125, "1,25"), (5, "0,05")]
)
def test_a_weight_is_written_as_people_write_it(hundredths: int, text: str) -> None:
    assert rules.weight_text(hundredths) == text


@pytest.mark.parametrize(
    ("level", "minutes"), [(1, 60), (2, 90), (4, 120), (6, 150), (8, 150), (9, 210), (11, 210)]
)
def test_an_evenings_homework_has_its_norm(level: int, minutes: int) -> None:
    assert rules.homework_norm(level) == minutes


@pytest.mark.parametrize("value", list(MarkValue))
def test_a_group_without_marks_is_given_none(value: MarkValue) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        rules.check_value(value, Marking.NONE)
    assert refusal.value.code == "no_marks"


def test_a_one_is_not_used_unless_the_school_says_so() -> None:
    assert MarkValue.ONE not in rules.allowed_values(Marking.FIVE)
    assert MarkValue.ONE in rules.allowed_values(Marking.FIVE, one_allowed=True)
    with pytest.raises(errors.Invalid):
        rules.check_value(MarkValue.ONE, Marking.FIVE)


def test_a_pass_group_knows_passed_and_not_passed() -> None:
    assert MarkValue.FIVE not in rules.allowed_values(Marking.PASS)
    assert MarkValue.PASSED in rules.allowed_values(Marking.PASS)


def test_a_lesson_is_filled_from_its_day_on() -> None:
    rules.check_date(TODAY, today=TODAY)
    with pytest.raises(errors.Invalid) as refusal:
        rules.check_date(TODAY + timedelta(days=1), today=TODAY)
    assert refusal.value.code == "lesson_in_future"


@pytest.mark.parametrize("code", list(AttendanceCode))
def test_a_mark_for_an_absent_pupil_says_what_it_is_for(code: AttendanceCode) -> None:
    rules.check_absence(code, MarkValue.FIVE, "Долг за 12 ноября")
    rules.check_absence(code, MarkValue.DOT, "")
    if not code.is_absence:
        rules.check_absence(code, MarkValue.FIVE, "")
        return
    with pytest.raises(errors.Invalid) as refusal:
        rules.check_absence(code, MarkValue.FIVE, "")
    assert refusal.value.code == "absent_needs_comment"
