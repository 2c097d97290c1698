"""How alike two cards are: names folded, slips of the pen, dates and contacts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ediary_app.duplicates import rules
from ediary_app.duplicates.values import Known, Sign

BORN, OTHER = date(2013, 4, 2), date(2014, 4, 2)


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        (("Ёлкина", "Алёна", ""), ("Елкина", "Алена", ""), Sign.SAME_NAME),
        (("Иванова", "Анна", "Петровна"), ("ИВАНОВА", " Анна", ""), Sign.SAME_NAME),
        (("Анна", "Иванова", ""), ("Иванова", "Анна", ""), Sign.SWAPPED),
        (("Иванова", "Анна", ""), ("Иваноав", "Анна", ""), Sign.ONE_SLIP),
        (("Иванова", "Анна", ""), ("Иванва", "Анна", ""), Sign.ONE_SLIP),
        (("Иванова", "Анна", ""), ("Иванова", "Анныа", ""), Sign.ONE_SLIP),
        (("Иванова", "Анна", ""), ("Иванова", "Инна", ""), Sign.ONE_SLIP),
        (("Иванова", "Анна", ""), ("Петрова", "Анна", ""), None),
        (("Иванова", "Анна", "Петровна"), ("Иванова", "Анна", "Сергеевна"), None),
    ],
)
def test_names_are_alike(
    one: tuple[str, str, str], other: tuple[str, str, str], sign: Sign | None
) -> None:
    assert rules.name_sign(Known(1, *one), Known(2, *other)) == sign


def found(*people: Known) -> list[tuple[int, int]]:
    return [(a.id, b.id) for a, b, _signs in rules.pairs(people)]


def test_a_date_of_birth_decides() -> None:
    one = Known(1, "Иванова", "Анна", birth=BORN)
    assert found(one, Known(2, "Иванова", "Анна", birth=BORN)) == [(1, 2)]
    assert found(one, Known(2, "Иванова", "Анна", birth=OTHER)) == []
    assert found(one, Known(2, "Иванова", "Анна")) == [(1, 2)]


def test_a_slip_needs_a_second_sign() -> None:
    phone = frozenset({"+79221234567"})
    one = Known(1, "Иванова", "Анна", phones=phone)
    assert found(one, Known(2, "Ивонова", "Анна")) == []
    assert found(one, Known(2, "Ивонова", "Анна", phones=phone)) == [(1, 2)]


def test_parents_with_one_phone_are_two_people() -> None:
    phone = frozenset({"+79221234567"})
    mother = Known(1, "Иванова", "Анна", phones=phone)
    assert found(mother, Known(2, "Иванов", "Пётр", phones=phone)) == []


people = st.builds(
    Known, st.integers(1, 30), st.sampled_from(["Иванов", "Ивонов", "Петров", "Ёж", "Еж"]),
    st.sampled_from(["Пётр", "Петр", "Иван"]), st.sampled_from(["", "Ильич"]),
    st.sampled_from([None, BORN, OTHER]),
)  # fmt: skip


@given(st.lists(people, unique_by=lambda known: known.id, max_size=12))
def test_every_pair_that_is_alike_enough_is_found_once(everybody: list[Known]) -> None:
    by_hand = {
        (a.id, b.id)
        for a in everybody
        for b in everybody
        if a.id < b.id and rules.score(rules.signs(a, b)) >= rules.ENOUGH
    }
    listed = found(*everybody)
    assert set(listed) == by_hand
    assert len(listed) == len(by_hand)


words = st.text("абвг", max_size=6)


@given(words, words)
def test_a_slip_is_the_same_both_ways(a: str, b: str) -> None:
    assert rules.is_one_slip(a, b) == rules.is_one_slip(b, a)
    assert not rules.is_one_slip(a, a)
