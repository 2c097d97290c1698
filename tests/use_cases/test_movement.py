"""Pupils change class and leave; marks stay; a court's limit hides a child at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ediary_app.access.context import Actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import children, diary
from ediary_app.kernel import errors
from ediary_app.kernel.events import Event
from ediary_app.school import guardians, movement
from ediary_app.school.models import Group, GroupMember, Person, School
from ediary_app.school.values import EnrolmentEnd, SchoolEvent
from tests.given import TODAY, YEAR_START, Given


def office(given: Given, made: School) -> Actor:
    return given.actor(given.teacher(made, "Конева"), Role.REGISTRAR)


def memberships(given: Given, student: Person) -> dict[int, tuple[date, date | None]]:
    with given.runtime.database.session(writes=False) as session:
        rows = session.scalars(select(GroupMember).where(GroupMember.student_id == student.id))
        return {row.group_id: (row.starts_on, row.ends_on) for row in rows}


def classes(given: Given) -> tuple[School, int, int, Person, Group, Group]:
    """A school with 7А and 7Б, a pupil of 7А, and the algebra of both."""
    made = given.school()
    old, new = given.school_class(made), given.school_class(made, letter="Б")
    pupil = given.student(old)
    algebra = given.group(old, members=[pupil])
    return made, old.id or 0, new.id or 0, pupil, algebra, given.group(new)


def test_a_move_keeps_the_past_and_opens_the_new_class(given: Given) -> None:
    made, _old, new, pupil, before, after = classes(given)
    clerk = office(given, made)
    perform(movement.move_student, actor=clerk, student_id=pupil.id, class_id=new, on=TODAY,
            order_number="45-у")  # fmt: skip
    yesterday = TODAY - timedelta(days=1)
    assert memberships(given, pupil) == {
        before.id: (YEAR_START, yesterday), after.id: (TODAY, None),
    }  # fmt: skip
    story = perform(movement.student_movement, actor=clerk, student_id=pupil.id)
    assert [(s.class_name, s.since, s.until, s.reason) for s in story] == [
        ("7А", YEAR_START, yesterday, EnrolmentEnd.TRANSFER), ("7Б", TODAY, None, None),
    ]  # fmt: skip


def test_a_move_is_told(given: Given) -> None:
    made, _old, new, pupil, *_groups = classes(given)
    perform(movement.move_student, actor=office(given, made), student_id=pupil.id, class_id=new,
            on=TODAY)  # fmt: skip
    with given.runtime.database.session(writes=False) as session:
        kinds = session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert kinds == [SchoolEvent.ENROLMENT_ENDED, SchoolEvent.STUDENT_ENROLLED]


def test_nobody_moves_to_their_own_class_or_to_another_school(given: Given) -> None:
    made, old, _new, pupil, *_groups = classes(given)
    foreign = given.school_class(given.school("Лицей"))
    for class_id in (old, foreign.id):
        with pytest.raises(errors.NotFound):
            perform(movement.move_student, actor=office(given, made), student_id=pupil.id,
                    class_id=class_id, on=TODAY)  # fmt: skip


def test_a_neighbour_schools_office_moves_nobody_here(given: Given) -> None:
    _made, _old, new, pupil, *_groups = classes(given)
    with pytest.raises(errors.NotFound):
        perform(movement.move_student, actor=office(given, given.school("Лицей")),
                student_id=pupil.id, class_id=new, on=TODAY)  # fmt: skip


def test_who_left_is_in_no_group_any_more(given: Given) -> None:
    made, _old, new, pupil, before, _after = classes(given)
    clerk = office(given, made)
    perform(movement.end_enrolment, actor=clerk, student_id=pupil.id, last_day=TODAY)
    assert memberships(given, pupil) == {before.id: (YEAR_START, TODAY)}
    with pytest.raises(errors.NotFound):
        perform(movement.move_student, actor=clerk, student_id=pupil.id, class_id=new,
                on=TODAY + timedelta(days=1))  # fmt: skip


@pytest.mark.parametrize("role", [Role.TEACHER, Role.DEPUTY_HEAD, Role.PARENT, Role.DATA_OFFICER])
def test_only_the_office_moves_pupils(given: Given, role: Role) -> None:
    made, _old, new, pupil, *_groups = classes(given)
    with pytest.raises(errors.Denied):
        perform(movement.move_student, actor=given.actor(given.person(made), role),
                student_id=pupil.id, class_id=new, on=TODAY)  # fmt: skip


def test_a_courts_limit_hides_the_child_at_once_and_can_be_lifted(given: Given) -> None:
    made, _old, _new, pupil, *_groups = classes(given)
    father = given.guardian_of(pupil)
    parent, clerk = given.actor(father, Role.PARENT), office(given, made)

    which = {"guardian_id": father.id, "student_id": pupil.id}

    assert [c.id for c in perform(children.my_children, actor=parent)] == [pupil.id]
    perform(guardians.set_court_limit, actor=clerk, document="Решение № 2-118/2026", **which)
    assert perform(children.my_children, actor=parent) == ()
    with pytest.raises(errors.NotFound):
        perform(diary.diary_week, actor=parent, student_id=pupil.id)
    perform(guardians.lift_court_limit, actor=clerk, **which)
    assert [c.id for c in perform(children.my_children, actor=parent)] == [pupil.id]


def test_a_stranger_to_the_child_has_no_limit_to_set(given: Given) -> None:
    made, _old, _new, pupil, *_groups = classes(given)
    with pytest.raises(errors.NotFound):
        perform(guardians.set_court_limit, actor=office(given, made),
                guardian_id=given.person(made).id, student_id=pupil.id, document="№ 1")  # fmt: skip
