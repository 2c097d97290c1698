"""People in the portal: a pupil arrives, is moved, leaves; families, codes, undo, rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from ediary_app import wiring
from ediary_app.access.context import Actor
from ediary_app.access.models import AccountRole
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import marks, progress
from ediary_app.kernel import errors
from ediary_app.lowcode.acts import act
from ediary_app.school import movement
from ediary_app.school.models import School, SchoolClass
from tests.conftest import FixedClock
from tests.given import TODAY, YEAR_START, Given
from tests.use_cases.test_lists import statements

assert wiring.LISTS
SAID = {"family_name": "Ёлкина", "given_name": "Мария", "middle_name": "Ивановна",
        "birth_date": "2014-03-05", "sex": "female", "file_number": "Е-7"}  # fmt: skip


@pytest.fixture
def school(given: Given) -> School:
    return given.school()


@pytest.fixture
def clerk(given: Given, school: School) -> Actor:
    actor = given.actor(given.person(school, "Конева"), Role.REGISTRAR)
    return replace(actor, language="ru")


def do(actor: Actor, of_list: str, name: str, **said: Any) -> Any:
    return perform(act(of_list, name), actor=actor, **said)


def new_pupil(clerk: Actor) -> int:
    return int(do(clerk, "pupils", "save", said=SAID).id)


def arrival(in_class: SchoolClass) -> dict[str, str]:
    return {"class_id": str(in_class.id), "on": TODAY.isoformat(), "order_number": "12-у"}


def cells_of(actor: Actor, row: int, of_list: str = "pupils", **said: Any) -> tuple[str, ...]:
    found = do(actor, of_list, "browse", **said).rows
    return next(one.cells for one in found if one.id == row)


def test_a_new_pupil_is_entered_and_enrolled_with_what_it_will_do(
    given: Given, school: School, clerk: Actor
) -> None:
    in_class = given.school_class(school)
    given.group(in_class)
    pupil = new_pupil(clerk)
    offered = {one.name for one in do(clerk, "pupils", "card", row_id=pupil).actions}
    assert offered == {"enrol", "add-guardian", "code"}
    asked = {"ids": (pupil,), "said": arrival(in_class)}
    (line,) = do(clerk, "pupils", "enrol_foresee", **asked).lines
    assert line.title == "Ёлкина Мария Ивановна"
    assert line.said == ("7А: с 18.11.2026.", "Начинается 1 группа: Алгебра, 7А.")
    do(clerk, "pupils", "enrol", **asked)
    assert cells_of(clerk, pupil) == (
        "Ёлкина", "Мария", "Ивановна", "7А", "05.03.2014", "Е-7", "да",
    )  # fmt: skip
    offered = {one.name for one in do(clerk, "pupils", "card", row_id=pupil).actions}
    assert offered == {"move", "leave", "add-guardian", "code"}
    chosen = {"class_id": str(in_class.id), "is_here": "true"}
    assert do(clerk, "pupils", "browse", chosen=chosen).total == 1
    with pytest.raises(errors.Conflict):
        do(clerk, "pupils", "enrol", **asked)


def test_what_does_not_fit_is_said_by_field(given: Given, school: School, clerk: Actor) -> None:
    pupil = new_pupil(clerk)
    in_class = given.school_class(school)
    wrong = {"class_id": "", "on": "когда-нибудь", "order_number": "1" * 40}
    with pytest.raises(errors.Invalid) as refusal:
        do(clerk, "pupils", "enrol", ids=(pupil,), said=wrong)
    assert set(refusal.value.fields) == {"class_id", "on", "order_number"}
    with pytest.raises(errors.Invalid) as refusal:
        do(clerk, "pupils", "enrol", ids=(pupil,),
           said={**arrival(in_class), "on": "2027-07-01"})  # fmt: skip
    assert set(refusal.value.fields) == {"on"}


def test_two_guardians_one_of_them_known_and_their_codes(
    given: Given, school: School, clerk: Actor
) -> None:
    pupil = new_pupil(clerk)
    known = given.teacher(school, "Ёлкина-Старшая")
    teacher = given.signed_in(known, Role.TEACHER)
    given.school_class(school)
    mother = {"guardian_id": str(known.id), "kinship": "mother"}
    father = {"family_name": "Ёлкин", "given_name": "Иван", "kinship": "father"}
    for said in (mother, father):
        do(clerk, "pupils", "add-guardian", ids=(pupil,), said=said)
    assert do(clerk, "guardianships", "browse", query="елкина мария").total == 2
    with pytest.raises(errors.Invalid):
        do(clerk, "pupils", "add-guardian", ids=(pupil,), said=mother)
    with pytest.raises(errors.Invalid) as refusal:
        do(clerk, "pupils", "add-guardian", ids=(pupil,), said={"kinship": "other"})
    assert set(refusal.value.fields) == {"family_name", "given_name"}
    guardian = do(clerk, "guardians", "browse", query="елкин иван").rows[0].id
    done = do(clerk, "guardians", "code", ids=(guardian,), said={})
    (paper,) = done.papers
    assert paper.title == "Ёлкин Иван"
    assert [line.label for line in paper.lines] == ["Логин", "Код"]
    with given.runtime.database.session(writes=False) as session:
        rows = session.scalars(select(AccountRole).where(AccountRole.person_id == known.id)).all()
    assert {row.role for row in rows} == {Role.TEACHER, Role.PARENT}
    assert teacher


def test_a_move_in_mid_term_keeps_the_marks_and_is_taken_back(
    given: Given, school: School, clerk: Actor
) -> None:
    old, new = given.school_class(school), given.school_class(school, letter="Б")
    pupil = given.student(old)
    teacher = given.teacher(school)
    group = given.group(old, members=[pupil], taught_by=teacher)
    lesson = given.lesson(group, teacher, on=TODAY - timedelta(days=1))
    perform(marks.set_mark, actor=given.signed_in(teacher, Role.TEACHER), lesson_id=lesson.id,
            student_id=pupil.id, value="5", kind_id=given.kind_id(school))  # fmt: skip
    said = {"class_id": str(new.id), "on": TODAY.isoformat(), "order_number": "45-у"}
    done = do(clerk, "pupils", "move", ids=(pupil.id,), said=said)
    assert cells_of(clerk, pupil.id)[3] == "7Б"
    parent = given.signed_in(given.guardian_of(pupil), Role.PARENT)
    shown = perform(progress.open_marks, actor=parent, child_id=pupil.id)
    assert "5" in str(shown)
    told = do(clerk, "pupils", "history", row_id=pupil.id)
    assert [line.act for line in told] == ["зачислен(а) в класс", "закрыто пребывание в классе"]
    assert [t.after for t in told[0].told] == ["7Б", "18.11.2026", "45-у"]
    undone = do(clerk, "pupils", "move_undo", done_id=done.id)
    assert (undone.back, undone.left) == (1, 0)
    assert cells_of(clerk, pupil.id)[3] == "7А"


def test_a_class_leaves_at_once_or_not_at_all(given: Given, school: School, clerk: Actor) -> None:
    in_class = given.school_class(school, level=9)
    pupils = tuple(given.student(in_class, f"Фамилия{n}").id for n in range(3))
    said = {"last_day": TODAY.isoformat(), "reason": "left", "order_number": "77"}
    gone = do(clerk, "pupils", "leave", ids=pupils[:1], said=said)
    assert gone.count == 1
    tomorrow = {**said, "last_day": (TODAY + timedelta(days=1)).isoformat()}
    found = do(clerk, "pupils", "leave_foresee", ids=pupils, said=tomorrow)
    assert (found.rows, found.problems) == (3, 1)
    with pytest.raises(errors.Conflict):
        do(clerk, "pupils", "leave", ids=pupils, said=tomorrow)
    assert cells_of(clerk, pupils[1])[-1] == "да"
    done = do(clerk, "pupils", "leave", ids=pupils[1:], said=tomorrow)
    assert done.count == 2
    book = do(clerk, "enrolments", "browse", query="77")
    assert book.total == 3


def test_an_action_is_undone_by_whoever_did_it_within_ten_minutes(
    given: Given, school: School, clerk: Actor, clock: FixedClock
) -> None:
    pupil, in_class = new_pupil(clerk), given.school_class(school)
    asked = {"ids": (pupil,), "said": arrival(in_class)}
    done = do(clerk, "pupils", "enrol", **asked)
    other = given.actor(given.person(school, "Другая"), Role.REGISTRAR)
    with pytest.raises(errors.NotFound):
        do(other, "pupils", "enrol_undo", done_id=done.id)
    with pytest.raises(errors.NotFound):
        do(clerk, "pupils", "leave_undo", done_id=done.id)
    with pytest.raises(errors.NotFound):
        do(clerk, "pupils", "bulk_undo", bulk_id=done.id)
    last = do(clerk, "pupils", "last_done")
    assert (last.id, last.action, last.count) == (done.id, "enrol", 1)
    assert do(other, "pupils", "last_done").id == 0
    do(clerk, "pupils", "enrol_undo", done_id=done.id)
    assert do(clerk, "pupils", "last_done").id == 0
    assert cells_of(clerk, pupil)[3] == ""
    again = do(clerk, "pupils", "enrol", **asked)
    clock.now += timedelta(minutes=11)
    assert do(clerk, "pupils", "last_done").id == 0
    with pytest.raises(errors.Conflict):
        do(clerk, "pupils", "enrol_undo", done_id=again.id)


def test_a_court_limit_is_set_and_lifted_from_the_list(
    given: Given, school: School, clerk: Actor
) -> None:
    pupil = given.student(given.school_class(school))
    given.guardian_of(pupil)
    row = do(clerk, "guardianships", "browse").rows[0].id
    with pytest.raises(errors.Invalid) as refusal:
        do(clerk, "guardianships", "limit", ids=(row,), said={"document": ""})
    assert set(refusal.value.fields) == {"document"}
    do(clerk, "guardianships", "limit", ids=(row,), said={"document": "№ 2-15 от 01.10.2026"})
    assert cells_of(clerk, row, "guardianships")[-1] == "да"
    assert [a.name for a in do(clerk, "guardianships", "card", row_id=row).actions] == ["lift"]
    do(clerk, "guardianships", "lift", ids=(row,), said={})
    assert cells_of(clerk, row, "guardianships")[-1] == ""


def test_a_class_teacher_reads_own_class_and_nobody_elses_history(
    given: Given, school: School, clerk: Actor
) -> None:
    teacher = given.teacher(school)
    mine = given.student(given.school_class(school, teacher_id=teacher.id))
    foreign = new_pupil(clerk)
    actor = given.actor(teacher, Role.CLASS_TEACHER)
    assert [row.id for row in do(actor, "pupils", "browse").rows] == [mine.id]
    for name in ("card", "history"):
        with pytest.raises(errors.NotFound):
            do(actor, "pupils", name, row_id=foreign)
    for name in ("guardians", "guardianships", "enrolments"):
        assert do(actor, name, "browse", query="елкин").total == 0
    with pytest.raises(errors.Denied):
        do(actor, "pupils", "code", ids=(mine.id,), said={})


def test_another_schools_pupil_is_not_there(given: Given, school: School, clerk: Actor) -> None:
    stranger = given.student(given.school_class(given.school("Лицей")))
    said = {"last_day": TODAY.isoformat(), "reason": "left"}
    for name in ("leave", "leave_foresee"):
        with pytest.raises(errors.NotFound):
            do(clerk, "pupils", name, ids=(stranger.id,), said=said)
    foreign = given.school_class(given.school("Гимназия"))
    with pytest.raises(errors.Invalid):
        do(clerk, "pupils", "enrol", ids=(new_pupil(clerk),), said=arrival(foreign))


def test_staff_lie_in_two_tables_and_change_in_both(
    given: Given, school: School, clerk: Actor
) -> None:
    said = {"family_name": "Орлова", "given_name": "Вера", "post": "Учитель",
            "personnel_number": "17"}  # fmt: skip
    row = do(clerk, "staff", "save", said=said).id
    do(clerk, "staff", "save", row_id=row, was=said,
       said={**said, "family_name": "Соколова", "post": "Завуч"})  # fmt: skip
    assert cells_of(clerk, row, "staff", query="соколова")[:4] == (
        "Соколова", "Вера", "", "Завуч",
    )  # fmt: skip
    with pytest.raises(errors.Invalid) as refusal:
        do(clerk, "staff", "save", said={**said, "given_name": "Анна"})
    assert set(refusal.value.fields) == {"personnel_number"}
    rest = {**said, "personnel_number": ""}
    for family in ("Белова", "Чернова"):
        do(clerk, "staff", "save", said={**rest, "family_name": family})
    told = do(clerk, "staff", "history", row_id=row)[0].told
    assert {(t.before, t.after) for t in told} == {("Орлова", "Соколова"), ("Учитель", "Завуч")}


def test_an_arrival_taken_back_leaves_the_earlier_story(
    given: Given, school: School, clerk: Actor
) -> None:
    in_class = given.school_class(school)
    pupil = given.student(in_class)
    leaving = {"last_day": (TODAY - timedelta(days=3)).isoformat(), "reason": "left"}
    do(clerk, "pupils", "leave", ids=(pupil.id,), said=leaving)
    done = do(clerk, "pupils", "enrol", ids=(pupil.id,), said=arrival(in_class))
    do(clerk, "pupils", "enrol_undo", done_id=done.id)
    story = perform(movement.student_movement, actor=clerk, student_id=pupil.id)
    assert [(s.class_name, s.since) for s in story] == [("7А", YEAR_START)]


def test_lists_of_people_cost_as_many_statements_for_many_as_for_one(
    given: Given, school: School, clerk: Actor
) -> None:
    in_class = given.school_class(school)
    first = given.student(in_class)
    given.guardian_of(first)
    of_lists = ("pupils", "guardians", "guardianships", "enrolments", "staff")
    few = [statements(given, partial(do, clerk, name, "browse")) for name in of_lists]
    for number in range(30):
        given.guardian_of(given.student(in_class, f"Фамилия{number}"), family=f"Мать{number}")
    many = [statements(given, partial(do, clerk, name, "browse")) for name in of_lists]
    assert few == many
    assert max(many) <= 12
    for name in ("card", "history"):
        asked = partial(do, clerk, "pupils", name, row_id=first.id)
        assert statements(given, asked) <= 12
