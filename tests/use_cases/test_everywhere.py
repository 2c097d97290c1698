"""The search everywhere: who finds what, however it is typed, and nothing that is not theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from ediary_app import wiring
from ediary_app.access.context import Actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Permission, Role
from ediary_app.consent.models import Contact
from ediary_app.consent.values import ContactKind, Provenance
from ediary_app.exchange.models import ImportBatch
from ediary_app.exchange.values import BatchState, ListKind
from ediary_app.journal.models import StoredFile
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import everywhere
from ediary_app.lowcode.everywhere import Candidate, Everywhere, Source
from ediary_app.school.models import Group, Person, School, SchoolClass
from tests.given import TODAY, Given

assert wiring.FOUND


@dataclass
class Home:
    """Two classes with a teacher each; the mother of one pupil has a telephone."""

    school: School
    seven: SchoolClass
    pupil: Person
    stranger: Person
    teacher: Person
    algebra: Group
    office: Actor
    of_class: Actor
    of_subject: Actor
    administrator: Actor


@pytest.fixture
def home(given: Given) -> Home:
    made = given.school()
    leader, teacher = given.teacher(made, "Белова"), given.teacher(made, "Орлова")
    seven = given.school_class(made, 7, "А", leader.id)
    other = given.school_class(made, 8, "Б", teacher.id)
    pupil, stranger = given.student(seven, "Ёлкин", "Пётр"), given.student(other, "Ёлкина", "Яна")
    algebra = given.group(seven, members=[pupil], taught_by=teacher)
    mother = given.guardian_of(pupil, family="Соколова")
    given.save(Contact(school_id=made.id, person_id=mother.id, kind=ContactKind.PHONE,
                       value="+79221234567", provenance=Provenance.PAPER))  # fmt: skip
    third = given.teacher(made, "Зуева")
    given.group(seven, "История", members=[pupil], taught_by=third)
    return Home(
        made, seven, pupil, stranger, teacher, algebra,
        office=given.actor(given.teacher(made, "Конева"), Role.REGISTRAR),
        of_class=given.actor(leader, Role.CLASS_TEACHER),
        of_subject=given.actor(third, Role.TEACHER),
        administrator=given.actor(given.teacher(made, "Титова"), Role.ADMINISTRATOR),
    )  # fmt: skip


def found(actor: Actor, line: str) -> Everywhere:
    return perform(everywhere.everywhere, actor=actor, query=line)


def titles(actor: Actor, line: str, group: str = "people") -> list[str]:
    return [h.title for g in found(actor, line).groups if g.name == group for h in g.hits]


@pytest.mark.parametrize("line", ["елкин", "ЁЛКИН П", "tkrby", "елкн", "еклин", "елкин 7 а"])
def test_a_pupil_is_found_however_the_name_is_typed(home: Home, line: str) -> None:
    assert "Ёлкин Пётр" in titles(home.office, line)


def test_a_class_in_the_line_leaves_only_its_pupils(home: Home) -> None:
    assert titles(home.office, "елкина 8б") == ["Ёлкина Яна"]
    assert titles(home.office, "елкина 7а") == ["Ёлкин Пётр"]
    assert titles(home.office, "7 а", "classes") == ["7А"]


def test_the_other_layout_is_said(home: Home) -> None:
    assert (found(home.office, "tkrby").meant, found(home.office, "елкин").meant) == ("елкин", "")


def test_a_teacher_finds_only_own_pupils_and_no_representatives(home: Home) -> None:
    assert titles(home.of_subject, "елкин") == ["Ёлкин Пётр"]
    assert titles(home.of_subject, "елкина") == ["Ёлкин Пётр"]  # a slip, not the stranger
    assert titles(home.of_subject, "соколова") == []
    [group] = [g for g in found(home.of_subject, "елкин").groups if g.name == "people"]
    assert group.hits[0].route.startswith("/journal?group=")


def test_a_class_teacher_finds_the_families_of_own_class(home: Home) -> None:
    assert titles(home.of_class, "соколова") == ["Соколова Ольга"]
    assert "Ёлкина Яна" not in titles(home.of_class, "елкина")


def test_another_school_is_never_found(home: Home, given: Given) -> None:
    office = given.actor(given.teacher(given.school("Школа № 2"), "Чужова"), Role.REGISTRAR)
    assert found(office, "елкин").groups == ()
    assert titles(office, "9221234567", "contacts") == []


def test_a_telephone_leads_the_office_to_its_person(home: Home) -> None:
    assert titles(home.office, "8 922 123-45-67", "contacts") == ["Соколова Ольга"]
    assert titles(home.of_class, "8 922 123-45-67", "contacts") == []


def test_a_login_is_found_by_the_administrator_alone(home: Home, given: Given) -> None:
    login = given.account(home.pupil, Role.STUDENT).login
    assert login in titles(home.administrator, login, "accounts")
    assert titles(home.office, login, "accounts") == []


def test_lessons_are_found_by_subject_class_and_day(home: Home, given: Given) -> None:
    for days in (0, 1, 3):
        given.lesson(home.algebra, home.teacher, on=TODAY - timedelta(days=days))
    teacher = given.actor(home.teacher, Role.TEACHER)
    notes = [h.note for g in found(teacher, "алгебра 7а вчера").groups if g.name == "lessons"
             for h in g.hits]  # fmt: skip
    assert notes == ["17.11.2026, lesson 2"]
    assert len(titles(teacher, "алгебра", "lessons")) == 3
    assert len(titles(teacher, "алгбра 15.11", "lessons")) == 1
    assert titles(teacher, "алгебра 8б", "lessons") == []
    assert titles(home.of_subject, "алгебра", "lessons") == []
    assert titles(teacher, "алгебра", "groups") == ["Алгебра, 7А"]
    assert titles(home.of_subject, "алгебра", "groups") == []


def test_files_and_imports_are_found_by_name(home: Home, given: Given) -> None:
    lesson = given.lesson(home.algebra, home.teacher)
    now = datetime(2026, 11, 18, tzinfo=UTC)
    given.save(StoredFile(school_id=home.school.id, lesson_id=lesson.id, name="Задачи.pdf",
                          media_type="application/pdf", size=1, sha256="0" * 64,
                          added_by=home.teacher.id, added_at=now))  # fmt: skip
    given.save(ImportBatch(school_id=home.school.id, kind=ListKind.PUPILS, uploaded_at=now,
                           file_name="список.xlsx", state=BatchState.IMPORTED,
                           file_digest=b"0" * 32))  # fmt: skip
    assert titles(given.actor(home.teacher, Role.TEACHER), "задачи", "files") == ["Задачи.pdf"]
    assert titles(home.of_subject, "задачи", "files") == []
    assert titles(home.office, "список", "imports") == ["список.xlsx"]
    assert titles(home.of_class, "список", "imports") == []


def test_few_of_a_kind_are_shown_and_the_list_has_the_rest(home: Home, given: Given) -> None:
    for n in range(7):
        given.student(home.seven, f"Морозов{'абвгдеж'[n]}")
    [people] = [g for g in found(home.office, "морозов").groups if g.name == "people"]
    assert (len(people.hits), people.all_at) == (everywhere.SHOWN, "/people")


def test_what_fits_exactly_comes_before_what_only_begins_so(home: Home, given: Given) -> None:
    given.student(home.seven, "Лебедева", "Ада")
    given.student(home.seven, "Лебедев", "Яков")
    assert titles(home.office, "лебедев") == ["Лебедев Яков", "Лебедева Ада"]


@pytest.mark.parametrize("line", ["", "е", "%", "__", "' OR 1=1 --", "\\", "7", "12345678901234"])
def test_a_line_that_says_little_finds_nothing_strange(home: Home, line: str) -> None:
    assert titles(home.office, line) == []


def test_a_source_of_another_package_is_one_declaration(home: Home) -> None:
    club = Candidate("шахматы", "Шахматы", "кружок", "/clubs/1")
    everywhere.declare(
        Source("clubs", _("Classes"), Permission.PEOPLE_MANAGE, lambda _ctx, _asked: [club])
    )
    try:
        assert titles(home.office, "шахматф", "clubs") == ["Шахматы"]
        assert titles(home.of_class, "шахматы", "clubs") == []
    finally:
        del everywhere.SOURCES["clubs"]


def test_it_costs_as_many_statements_for_one_as_for_many(home: Home, given: Given) -> None:
    few = _counted(given, home.administrator, "морозов")
    for n in range(9):
        given.student(home.seven, f"Морозов{n}")
    assert _counted(given, home.administrator, "морозов") == few
    assert few <= 12


def _counted(given: Given, actor: Actor, line: str) -> int:
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    engine = given.runtime.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        found(actor, line)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(statements)
