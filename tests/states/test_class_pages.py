"""The class teacher's pages: what they ask for, what the form of a reason says."""

from __future__ import annotations

from datetime import date

import pytest

from ediary_app.journal import calls, class_day, class_month, ground_desk, ground_plan, grounds
from ediary_app.journal.own_class import Following
from ediary_app.ui.teacher.class_day import ClassDayState
from ediary_app.ui.teacher.class_month import ClassMonthState
from ediary_app.ui.teacher.class_parts import asked_class, asked_day
from ediary_app.ui.teacher.reason_form import EMPTY_FORM, ground_of
from ediary_app.ui.teacher.reasons import ReasonsState
from tests.states.test_teacher import Performed, a_state

WEDNESDAY = date(2026, 11, 18)
DAY = class_day.ClassDay(Following(3, "7А", True), on=WEDNESDAY, students=(1, 2), lessons=(9,))


async def test_an_arrow_opens_its_day_of_the_same_class(monkeypatch: pytest.MonkeyPatch) -> None:
    performed = Performed(class_day=DAY)
    state = a_state(ClassDayState, performed, monkeypatch)
    state.day = DAY
    await state.turn("2026-11-17")
    assert performed == [(class_day.class_day, {"class_id": 3, "on": date(2026, 11, 17)})]
    assert performed.answers["watched"] == ["student:1", "student:2", "lesson:9"]


async def test_an_answer_is_noted_for_the_day_that_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    performed = Performed(class_day=DAY, record_call=1)
    state = a_state(ClassDayState, performed, monkeypatch)
    state.day = DAY
    await state.note_call(2, "knows")
    said = {"student_id": 2, "answer": "knows", "on": WEDNESDAY}
    assert performed[0] == (calls.record_call, said)
    assert performed[1][0] is class_day.class_day


async def test_another_month_is_asked_for_by_a_day_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = class_month.ClassMonth(Following(3, "7А", True))
    performed = Performed(class_month=sheet)
    state = a_state(ClassMonthState, performed, monkeypatch)
    state.sheet = sheet
    await state.turn("2026-10-31")
    assert performed == [(class_month.class_month, {"class_id": 3, "month": date(2026, 10, 31)})]


async def test_a_reason_is_foreseen_before_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = ground_plan.GroundPreview("Петров Иван", (), 2)
    performed = Performed(ground_preview=shown, set_ground=5, ground_desk=ground_desk.GroundDesk())
    state = a_state(ReasonsState, performed, monkeypatch)
    await state.begin(1, "2026-11-17", "2026-11-18", 1, 2)
    await state.fill("code", "Б")
    await state.foresee()
    assert (state.preview, state.is_writing) == (shown, True)
    await state.fill("code", "УП")
    assert state.preview.name == ""
    await state.write()
    assert performed[1] == (grounds.set_ground, {"ground": ground_of(state.form)})
    assert not state.is_writing


def test_what_is_empty_is_left_out_and_a_subject_stands_only_in_an_exemption() -> None:
    form = {**EMPTY_FORM, "student_id": "1", "code": "Б", "subject_id": "4"}
    assert "subject_id" not in ground_of(form)
    assert ground_of({**form, "code": "ОСВ"})["subject_id"] == "4"
    assert "document_date" not in ground_of(form)


@pytest.mark.parametrize("said", ["", "nonsense", "1; DROP", "-3"])
def test_an_address_that_names_no_class_or_day_opens_the_own_one(said: str) -> None:
    assert asked_class({"class": said}) == 0
    assert asked_day(said) is None
