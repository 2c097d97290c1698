"""When the week's pattern gives a lesson, and by which bells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ediary_app.timetable import rules
from ediary_app.timetable.rules import BellTime, Closure, Entry
from ediary_app.timetable.values import Parity

YEAR = date(2026, 9, 1)
MONDAY = date(2026, 11, 16)
ENTRY = Entry(1, 1, 1, None, 0, 2, Parity.EVERY, YEAR, None, 7, 1)
NORMAL = BellTime(2, time(8, 50), time(9, 30))
AUTUMN = (date(2026, 10, 26), date(2026, 11, 1))
days = st.dates(date(2026, 9, 1), date(2027, 5, 26))


def test_the_week_of_the_first_of_september_is_the_first() -> None:
    assert [rules.week_number(d, YEAR) for d in (YEAR, date(2026, 9, 6), date(2026, 9, 7))] == [
        1, 1, 2,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parity", "held"),
    [(Parity.EVERY, [True, True]), (Parity.ODD, [True, False]), (Parity.EVEN, [False, True])],
)
def test_odd_and_even_weeks_take_turns(parity: Parity, held: list[bool]) -> None:
    weeks = (date(2026, 9, 2), date(2026, 9, 9))
    assert [rules.is_held(parity, day, YEAR) for day in weeks] == held


@given(days)
def test_each_week_is_either_odd_or_even(day: date) -> None:
    assert rules.is_held(Parity.ODD, day, YEAR) is not rules.is_held(Parity.EVEN, day, YEAR)
    assert rules.is_held(Parity.ODD, day, YEAR) is rules.is_held(
        Parity.ODD, day + timedelta(days=14), YEAR
    )


@pytest.mark.parametrize(("level", "rests"), [(1, True), (2, False)])
def test_an_extra_holiday_is_only_for_its_levels(level: int, rests: bool) -> None:
    extra = Closure(date(2027, 2, 15), date(2027, 2, 21), 1, 1)
    assert rules.is_school_day(date(2027, 2, 17), level, [extra]) is not rests


def test_holidays_begin_and_end_on_their_days() -> None:
    closure = Closure(*AUTUMN, 1, 11)
    around = [AUTUMN[0] - timedelta(days=1), *AUTUMN, AUTUMN[1] + timedelta(days=1)]
    assert [rules.is_school_day(day, 7, [closure]) for day in around] == [True, False, False, True]


def test_an_entry_is_due_on_its_weekday_between_its_dates() -> None:
    short = replace(ENTRY, valid_from=MONDAY, valid_to=MONDAY)
    due = [rules.is_due(short, MONDAY + timedelta(days=n), YEAR, []) for n in (-7, 0, 1, 7)]
    assert due == [False, True, False, False]


def test_no_entry_is_due_in_the_holidays() -> None:
    assert not rules.is_due(ENTRY, date(2026, 10, 26), YEAR, [Closure(*AUTUMN, 1, 11)])


@pytest.mark.parametrize(
    "particular",
    [
        replace(NORMAL, starts_at=time(8, 45), weekday=0),
        replace(NORMAL, starts_at=time(8, 45), valid_from=MONDAY, valid_to=MONDAY),
        replace(NORMAL, starts_at=time(8, 45), level_from=7, level_to=7),
    ],
)
def test_the_most_particular_bell_rings(particular: BellTime) -> None:
    for bells in ([NORMAL, particular], [particular, NORMAL]):
        assert rules.bell_for(bells, ENTRY, MONDAY) == particular


@pytest.mark.parametrize(
    "other",
    [
        replace(NORMAL, shift=2), replace(NORMAL, slot=3), replace(NORMAL, weekday=5),
        replace(NORMAL, level_from=1, level_to=1), replace(NORMAL, valid_to=date(2026, 10, 1)),
    ],
)  # fmt: skip
def test_a_bell_of_others_does_not_ring(other: BellTime) -> None:
    assert rules.bell_for([other], ENTRY, MONDAY) is None
    assert rules.bell_for([other, NORMAL], ENTRY, MONDAY) == NORMAL


def test_the_second_shift_has_its_own_bells() -> None:
    afternoon = replace(NORMAL, starts_at=time(14, 0), shift=2)
    assert rules.bell_for([NORMAL, afternoon], replace(ENTRY, shift=2), MONDAY) == afternoon


@given(days, st.integers(0, 60))
def test_days_between_are_all_days_in_order(first: date, count: int) -> None:
    found = list(rules.days_between(first, first + timedelta(days=count)))
    assert len(found) == count + 1
    assert found == sorted(found)
