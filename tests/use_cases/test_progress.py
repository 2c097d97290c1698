"""Marks by subject as a family sees them: the mean and its formula, the trend, a mark's card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import attendance, mark_card, marks, progress
from ediary_app.kernel import errors
from ediary_app.school import models as school
from ediary_app.school.values import Marking
from tests.given import SECOND_TERM, TODAY, Given
from tests.use_cases.test_diary import Home, a_home, change


def line(home: Home, term_id: int = 0) -> progress.SubjectLine:
    which = {"student_id": home.child.id, "term_id": term_id}
    return perform(progress.marks_by_subject, actor=home.mother, **which).subjects[0]


def test_the_mean_is_weighted_and_says_how_it_came_about(given: Given) -> None:
    home = a_home(given)
    home.set_mark("5")
    home.set_mark("4", kind="KR")
    found = line(home)
    assert (found.subject, found.mean) == ("Алгебра", "4,25")
    assert found.formula == "(5 · 1 + 4 · 3) : 4 = 4,25"
    assert [(m.value, m.weight) for m in found.marks] == [("5", ""), ("4", "3")]


def test_a_term_without_marks_is_empty_and_not_wrong(given: Given) -> None:
    home = a_home(given)
    found = line(home)
    assert (found.marks, found.mean, found.formula, found.line) == ((), "", "", "")


def test_sixty_marks_are_shown_in_order_with_their_trend(given: Given) -> None:
    home = a_home(given)
    for count in range(60):
        day, number = divmod(count, 5)
        if number == 0:
            on = TODAY - timedelta(days=11 - day)
            lesson_id = given.lesson(home.algebra, home.orlova, on=on, slot=1).id
        which = {"lesson_id": lesson_id, "student_id": home.child.id, "number": number + 1}
        value = "3" if count < 58 else "5"
        perform(marks.set_mark, actor=home.teacher, kind_id=home.kind_id, value=value, **which)
    found = line(home)
    assert (len(found.marks), found.mean, found.trend) == (60, "3,07", "level")
    assert len(found.line.split()) == 60


def test_a_move_to_another_group_keeps_the_marks(given: Given) -> None:
    home = a_home(given)
    home.set_mark("5")
    with given.runtime.database.session(writes=False) as session:
        membership = session.query(school.GroupMember).filter_by(student_id=home.child.id).one()
    change(given, membership, ends_on=TODAY)
    # the second algebra group of the same class
    second = given.save(
        school.Group(
            school_id=home.school.id, year_id=home.algebra.year_id, class_id=home.in_class.id,
            subject_id=home.algebra.subject_id, level=7, name="7А, 2 группа", kind="subgroup",
            marking=Marking.FIVE,
        )
    )  # fmt: skip
    given.save(
        school.GroupMember(
            school_id=home.school.id, group_id=second.id, student_id=home.child.id,
            starts_on=TODAY + timedelta(days=1),
        )
    )  # fmt: skip
    which = {"student_id": home.child.id}
    found = perform(progress.marks_by_subject, actor=home.mother, **which).subjects
    assert [(s.subject, [m.value for m in s.marks]) for s in found] == [("Алгебра", ["5"])]
    assert [m.value for m in home.day().lessons[0].marks] == ["5"]


def test_another_term_is_opened_and_the_present_one_by_default(given: Given) -> None:
    home = a_home(given)
    home.set_mark("5")
    shown = perform(progress.open_marks, actor=home.mother).progress
    first = perform(progress.open_marks, actor=home.mother, term_id=shown.terms[0].id).progress
    assert [t.name for t in shown.terms] == ["Quarter 1", "Quarter 2", "Year"]
    assert shown.terms[1].id == shown.term_id
    assert shown.terms[1].starts_on == SECOND_TERM[0]
    assert first.subjects[0].marks == ()


def test_missed_lessons_are_counted_beside_the_subject(given: Given) -> None:
    home = a_home(given)
    call = {"lesson_id": home.lesson_id, "student_id": home.child.id}
    perform(attendance.set_attendance, actor=home.teacher, code="УП", **call)
    assert line(home).absences == 1


def test_the_card_of_a_mark_tells_what_for_by_whom_and_every_change(given: Given) -> None:
    home = a_home(given)
    done = home.set_mark("3", kind="KR", comment="без второй задачи")
    home.set_mark("4", kind="KR", reason="пересчитаны баллы")
    for who in (home.mother, home.son, home.teacher):
        card = perform(mark_card.mark_card, actor=who, mark_id=done.mark_id)
        assert (card.value, card.kind, card.weight) == ("4", "Контрольная работа", "3")
        assert (card.subject, card.on, card.teacher) == ("Алгебра", TODAY, "Орлова Вера Ивановна")
        assert [(c.before, c.value, c.reason) for c in card.changes] == [
            ("", "3", ""),
            ("3", "4", "пересчитаны баллы"),
        ]


def test_a_teacher_of_others_is_not_shown_the_card(given: Given) -> None:
    home = a_home(given)
    done = home.set_mark("3")
    neighbour = given.signed_in(given.teacher(home.school, "Соседова"), Role.TEACHER)
    with pytest.raises(errors.NotFound):
        perform(mark_card.mark_card, actor=neighbour, mark_id=done.mark_id)
