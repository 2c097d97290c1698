"""Cells as a school office writes them: dates, classes, names, phones, days, weeks."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, strategies

from ediary_app.exchange import cells
from ediary_app.school.values import Kinship, Sex
from ediary_app.timetable.values import Parity


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (datetime.fromisoformat("2013-02-01T00:00"), date(2013, 2, 1)),
        (date(2013, 2, 1), date(2013, 2, 1)),
        ("01.02.2013", date(2013, 2, 1)),
        ("1.2.13", date(2013, 2, 1)),
        ("01/02/2013 г.", date(2013, 2, 1)),
        ("2013-02-01", date(2013, 2, 1)),
        ("2013-02-01 00:00:00", date(2013, 2, 1)),
        ("1 февраля 2013 года", date(2013, 2, 1)),
        ("9 мая 2012", date(2012, 5, 9)),
        (41306, date(2013, 2, 1)),
        (41306.0, date(2013, 2, 1)),
        ("", None),
        (None, None),
        ("—", None),
    ],
)
def test_a_date_is_read_in_every_usual_spelling(cell: cells.Cell, expected: date | None) -> None:
    assert cells.day(cell) == expected


@pytest.mark.parametrize("cell", ["31.02.2013", "32.13.2013", "весной", "2013", 7, "01.02"])
def test_what_is_no_date_is_said_to_be_none(cell: cells.Cell) -> None:
    with pytest.raises(cells.Unreadable):
        cells.day(cell)


@given(strategies.dates(date(1950, 1, 1), date(2039, 12, 31)))
def test_every_date_survives_each_spelling(day: date) -> None:
    spellings = (day, f"{day:%d.%m.%Y}", day.isoformat(), f"{day.day}/{day.month}/{day.year}",
                 (day - cells.EXCEL_EPOCH).days)  # fmt: skip
    assert {cells.day(spelling) for spelling in spellings} == {day}


@given(
    strategies.integers(1, 11),
    strategies.sampled_from("АБВГДЕЖЗИК"),
    strategies.sampled_from(
        ["{l}{a}", "{l} {a}", "{l}-{a}", "{l} «{a}»", '{l} "{a}"', " {l}{a} ", "{l}{a} класс"]
    ),
    strategies.booleans(),
)
def test_a_class_is_the_same_in_every_spelling(
    level: int, letter: str, spelling: str, is_small: bool
) -> None:
    written = spelling.format(l=level, a=letter.lower() if is_small else letter)
    assert cells.school_class(written) == (level, letter)


def test_a_latin_letter_of_a_class_is_the_russian_one() -> None:
    assert cells.school_class("7A") == (7, "А")
    assert cells.school_class(7.0) == (7, "")


@pytest.mark.parametrize("cell", ["седьмой", "А7", "77А", "7 АБВГДЕ", "0А"])
def test_what_is_no_class_is_said_to_be_none(cell: str) -> None:
    with pytest.raises(cells.Unreadable):
        cells.school_class(cell)


@given(strategies.text(max_size=40))
def test_no_text_breaks_a_reader(written: str) -> None:
    for read in (cells.day, cells.school_class, cells.full_name, cells.phones, cells.email,
                 cells.sex, cells.kinship, cells.weekday, cells.slot, cells.hours, cells.parity,
                 cells.teacher):  # fmt: skip
        with suppress(cells.Unreadable):
            assert read(written) is not NotImplemented


def test_a_name_is_read_from_one_cell() -> None:
    assert cells.full_name("ИВАНОВА  анна Петровна") == ("Иванова", "Анна", "Петровна")
    assert cells.full_name("Салтыков-Щедрин Михаил") == ("Салтыков-Щедрин", "Михаил", "")
    assert cells.full_name("АЛИЕВ РАМИЗ АЛИ ОГЛЫ") == ("Алиев", "Рамиз", "Али Оглы")
    with pytest.raises(cells.Unreadable):
        cells.full_name("Иванова")


@pytest.mark.parametrize(
    "cell",
    ["89221234567", "+7 (922) 123-45-67", "8-922-123-45-67", "9221234567", 89221234567.0],
)
def test_a_phone_is_the_same_in_every_spelling(cell: cells.Cell) -> None:
    assert cells.phones(cell) == ("+79221234567",)


def test_several_phones_stand_in_one_cell() -> None:
    assert cells.phones("89221234567, 8 922 765 43 21") == ("+79221234567", "+79227654321")
    with pytest.raises(cells.Unreadable):
        cells.phones("12-34")


def test_words_of_one_meaning_are_one_value() -> None:
    assert {cells.sex(x) for x in ("ж", "Жен.", "женский", "F")} == {Sex.FEMALE}
    assert {cells.weekday(x) for x in ("Пн", "понедельник", "Monday", 1, "пн.")} == {0}
    assert {cells.parity(x) for x in ("чётная", "чет", "знаменатель", 2)} == {Parity.EVEN}
    assert {cells.parity(x) for x in ("нечётная", "числитель", "1")} == {Parity.ODD}
    assert {cells.slot(x) for x in (3, "3", "3 урок", "3.", 3.0)} == {3}
    assert cells.kinship("мачеха") is Kinship.OTHER
    assert cells.kinship("Приёмный родитель") is Kinship.FOSTER
    assert cells.teacher("Иванова А.А.") == ("Иванова", "А", "А")
    assert cells.teacher("Иванова Анна Петровна") == ("Иванова", "Анна", "Петровна")
