"""Means as families read them: exact, explained, with the way they go."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ediary_app.journal import rules

COUNTED = st.lists(
    st.tuples(st.integers(2, 5), st.sampled_from([50, 100, 150, 200, 300])), min_size=1, max_size=60
)


@pytest.mark.parametrize(
    ("marks", "mean", "formula"),
    [
        ([(5, 100), (4, 300)], "4,25", "(5 · 1 + 4 · 3) : 4 = 4,25"),
        ([(5, 100), (4, 100)], "4,50", "(5 + 4) : 2 = 4,50"),
        ([(3, 150)], "3,00", "(3) : 1 = 3,00"),
        ([(5, 0)], "", ""),
        ([], "", ""),
    ],
)
def test_a_mean_says_how_it_came_about(
    marks: list[tuple[int, int]], mean: str, formula: str
) -> None:
    assert rules.mean_text(rules.weighted_mean(marks)) == mean
    assert rules.formula_text(marks) == formula


@given(COUNTED)
def test_the_last_running_mean_is_the_mean(marks: list[tuple[int, int]]) -> None:
    means = rules.running_means(marks)
    assert means[-1] == rules.weighted_mean(marks)
    assert all(2 <= mean <= 5 for mean in means)


@given(COUNTED)
def test_the_small_line_stays_within_its_drawing(marks: list[tuple[int, int]]) -> None:
    points = [p.split(",") for p in rules.trend_points(rules.running_means(marks)).split()]
    assert len(points) in (0, len(marks))
    assert all(0 <= float(x) <= 72 and 1 <= float(y) <= 23 for x, y in points)


@pytest.mark.parametrize(
    ("means", "word"),
    [([], ""), ([4, 5], ""), ([3, 4, 5], "up"), ([5, 4, 3], "down"), ([4, 5, 4], "level")],
)
def test_a_trend_has_a_word_from_three_marks_on(means: list[int], word: str) -> None:
    assert rules.trend_word([Fraction(mean) for mean in means]) == word
