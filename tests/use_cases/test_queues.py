"""What needs me: who sees which queue, what is in it, and that what was put right is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ediary_app import wiring
from ediary_app.access.context import Actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.consent.models import Contact
from ediary_app.consent.values import ContactKind, Provenance
from ediary_app.exchange.models import ImportBatch
from ediary_app.exchange.values import BatchState, ListKind
from ediary_app.jobs.models import Job
from ediary_app.jobs.values import JobState
from ediary_app.kernel import errors
from ediary_app.lowcode import queues
from ediary_app.lowcode.queues import Desk
from ediary_app.school.models import Enrolment, Person, School, Student
from tests.given import TODAY, YEAR_START, Given

assert wiring.QUEUES
NOW = datetime(2026, 11, 18, tzinfo=UTC)


@pytest.fixture
def school(given: Given) -> School:
    return given.school()


@pytest.fixture
def office(given: Given, school: School) -> Actor:
    return given.actor(given.teacher(school, "Конева"), Role.REGISTRAR)


def waiting(actor: Actor, name: str) -> list[str]:
    return [row.title for row in perform(queues.desk, actor=actor, name=name).rows]


def names(desk: Desk) -> set[str]:
    return {queue.name for queue in desk.queues}


def test_a_pupil_without_a_class_waits_until_there_is_one(
    given: Given, school: School, office: Actor
) -> None:
    person: Person = given.person(school, "Безклассов", "Олег")
    given.save(Student(person_id=person.id, school_id=school.id))
    assert waiting(office, "without_class") == ["Безклассов Олег"]
    given.save(Enrolment(school_id=school.id, student_id=person.id, starts_on=YEAR_START,
                         class_id=given.school_class(school).id))  # fmt: skip
    assert waiting(office, "without_class") == []


def test_a_pupil_without_a_family_and_a_family_without_a_telephone_wait(
    given: Given, school: School, office: Actor
) -> None:
    pupil = given.student(given.school_class(school), "Одинцов")
    assert waiting(office, "without_guardian") == ["Одинцов Иван"]
    mother = given.guardian_of(pupil, family="Одинцова")
    assert waiting(office, "without_guardian") == []
    assert waiting(office, "without_contact") == ["Одинцова Ольга"]
    given.save(Contact(school_id=school.id, person_id=mother.id, kind=ContactKind.PHONE,
                       value="+79221234567", provenance=Provenance.PAPER))  # fmt: skip
    assert waiting(office, "without_contact") == []


def test_two_enrolments_on_one_day_are_noticed_and_a_transfer_is_not(
    given: Given, school: School, office: Actor
) -> None:
    seven, eight = given.school_class(school), given.school_class(school, 8)
    twice, moved = given.student(seven, "Дважды"), given.person(school, "Переведён")
    given.save(Student(person_id=moved.id, school_id=school.id))
    spans = (
        (twice, eight, TODAY + timedelta(days=3), None),
        (moved, seven, YEAR_START, TODAY),
        (moved, eight, TODAY + timedelta(days=1), None),
    )
    for who, into, first, last in spans:
        given.save(Enrolment(school_id=school.id, student_id=who.id, class_id=into.id,
                             starts_on=first, ends_on=last))  # fmt: skip
    assert waiting(office, "twice_enrolled") == ["Дважды Иван"]


def test_classes_assignments_and_accounts_wait_for_what_they_lack(
    given: Given, school: School, office: Actor
) -> None:
    leader = given.teacher(school)
    seven = given.school_class(school)
    given.school_class(school, 8, "Б", leader.id)
    algebra = given.group(seven, taught_by=leader)
    assert waiting(office, "without_leader") == ["7А"]
    assert waiting(office, "without_lessons") == ["Алгебра, 7А"]
    given.lesson(algebra, leader)
    assert waiting(office, "without_lessons") == []
    silent = given.account(leader, Role.TEACHER)
    desk = perform(queues.desk, actor=office, name="never_signed_in")
    assert silent.login in {row.note for row in desk.rows}


def test_a_teacher_sees_own_past_lessons_and_nothing_of_the_office(
    given: Given, school: School
) -> None:
    teacher, other = given.teacher(school), given.teacher(school, "Белова")
    group = given.group(given.school_class(school), taught_by=teacher)
    given.lesson(group, teacher, on=TODAY - timedelta(days=1))
    given.lesson(group, teacher, on=TODAY)
    given.lesson(group, other, on=TODAY - timedelta(days=2))
    desk = perform(queues.desk, actor=given.actor(teacher, Role.TEACHER))
    assert names(desk) == {"unfilled"}
    assert [(row.title, row.note) for row in desk.rows] == [("Алгебра, 7А", "17.11.2026")]
    with pytest.raises(errors.NotFound):
        perform(queues.desk, actor=given.actor(teacher, Role.TEACHER), name="without_class")


def test_imports_and_failed_work_wait_for_who_may_do_something(
    given: Given, school: School, office: Actor
) -> None:
    given.save(ImportBatch(school_id=school.id, kind=ListKind.PUPILS, uploaded_at=NOW,
                           file_name="список.xlsx", state=BatchState.UPLOADED,
                           file_digest=b"0" * 32))  # fmt: skip
    given.save(Job(school_id=school.id, kind="school.slips", state=JobState.FAILED, total=1,
                   created_at=NOW))  # fmt: skip
    assert waiting(office, "not_imported") == ["список.xlsx"]
    administrator = given.actor(given.teacher(school, "Титова"), Role.ADMINISTRATOR)
    assert perform(queues.desk, actor=administrator, name="failed_work").total == 1
    assert "failed_work" not in names(perform(queues.desk, actor=office))


def test_another_school_is_not_counted_and_pages_are_turned_at_the_database(
    given: Given, school: School, office: Actor
) -> None:
    given.student(given.school_class(given.school("Школа № 2")), "Чужов")
    assert names(perform(queues.desk, actor=office)) <= {"never_signed_in"}
    seven = given.school_class(school)
    for n in range(queues.PAGE + 3):
        given.student(seven, f"Одинцов{n:02}")
    desk = perform(queues.desk, actor=office, name="without_guardian", page=9)
    assert (desk.total, desk.page, desk.pages, len(desk.rows)) == (23, 2, 2, 3)
