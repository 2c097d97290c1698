"""Names sort as the Russian alphabet, are found without Ё and case, and are shortened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ediary_app.demo import names_of
from ediary_app.school import names

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
russian = st.text(LETTERS, min_size=1, max_size=12)


def test_yo_stands_between_ye_and_zhe() -> None:
    listed = ["Жуков", "Елисеев", "Ёлкин", "Егоров", "Ежов"]
    assert sorted(listed, key=names.sort_key) == ["Егоров", "Ежов", "Елисеев", "Ёлкин", "Жуков"]


@given(russian, russian)
def test_keys_compare_as_the_alphabet_does(one: str, other: str) -> None:
    places = [[LETTERS.index(letter) for letter in word] for word in (one, other)]
    assert (names.sort_key(one) < names.sort_key(other)) is (places[0] < places[1])


@given(russian)
def test_a_key_is_plain_ascii_and_knows_no_case(word: str) -> None:
    assert names.sort_key(word).isascii()
    assert names.sort_key(word.upper()) == names.sort_key(word)


def test_the_shorter_name_comes_first_and_the_given_name_decides() -> None:
    assert names.sort_key("Иванов", "Яков") < names.sort_key("Иванова", "Анна")
    assert names.sort_key("Иванов", "Анна") < names.sort_key("Иванов", "Борис")


@pytest.mark.parametrize("typed", ["Семёнова", "семенова", "СЕМЁНОВА", "  Семенова "])
def test_a_search_knows_neither_case_nor_yo(typed: str) -> None:
    assert names.search_key(typed) in names.search_key("Семёнова", "Алёна")


def test_letters_made_of_two_signs_are_joined() -> None:
    assert names.clean("Андре\u0438\u0306") == "Андрей"
    assert names.sort_key("Семе\u0308нов") == names.sort_key("Семёнов")


@pytest.mark.parametrize(
    ("parts", "short"),
    [
        (("Иванова", "Анна", "Петровна"), "Иванова А. П."),
        (("Иванова", "Анна", ""), "Иванова А."),
        (("Семёнов-Тян-Шанский", "Пётр", "Ильич"), "Семёнов-Тян-Шанский П. И."),
        (("Ким", "", ""), "Ким"),
    ],
)
def test_a_short_name_has_initials(parts: tuple[str, str, str], short: str) -> None:
    assert names.short_name(*parts) == short


def test_a_full_name_leaves_out_what_is_not_there() -> None:
    assert names.full_name("Ким", "Анна") == "Ким Анна"
    assert names.list_name("Ким", "Анна") == "Ким Анна"


@pytest.mark.parametrize(
    ("father", "daughter", "son"),
    [
        ("Игорь", "Игоревна", "Игоревич"), ("Андрей", "Андреевна", "Андреевич"),
        ("Дмитрий", "Дмитриевна", "Дмитриевич"), ("Валерий", "Валерьевна", "Валерьевич"),
        ("Михаил", "Михайловна", "Михайлович"), ("Илья", "Ильинична", "Ильич"),
        ("Пётр", "Петровна", "Петрович"), ("Рамиль", "Рамилевна", "Рамилевич"),
        ("Олег", "Олеговна", "Олегович"), ("Юрий", "Юрьевна", "Юрьевич"),
    ],
)  # fmt: skip
def test_patronymics_of_the_demo_are_right(father: str, daughter: str, son: str) -> None:
    assert names_of.patronymic(father, girl=True) == daughter
    assert names_of.patronymic(father, girl=False) == son


@pytest.mark.parametrize(
    ("family", "bent"),
    [
        ("Иванов", "Иванова"), ("Новицкий", "Новицкая"), ("Красных", "Красных"),
        ("Шевченко", "Шевченко"), ("Римский-Корсаков", "Римская-Корсакова"),
        ("Новиков-Прибой", "Новикова-Прибой"), ("Киселёв", "Киселёва"),
    ],
)  # fmt: skip
def test_family_names_of_the_demo_bend(family: str, bent: str) -> None:
    assert names_of.feminine(family) == bent
