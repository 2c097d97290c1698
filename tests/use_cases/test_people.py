"""The list of people and their cards: who sees whom, what is found, what a movement changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import event, select

from ediary_app.access.context import Actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.exchange import exporting
from ediary_app.kernel import errors
from ediary_app.kernel.events import Event
from ediary_app.school import cards, directory, guardians, movement, movement_plan
from ediary_app.school.directory import PeopleKind
from ediary_app.school.models import Group, Person, School, SchoolClass
from ediary_app.school.values import EnrolmentEnd, SchoolEvent
from ediary_app.ui.live import topics_of
from tests.given import TODAY, YEAR_START, Given


@dataclass
class Home:
    """A school with two classes: the first one's pupil, mother, teacher, algebra."""

    school: School
    seven: SchoolClass
    other: SchoolClass
    pupil: Person
    mother: Person
    teacher: Person
    algebra: Group
    office: Actor
    of_class: Actor
    of_other: Actor


@pytest.fixture
def home(given: Given) -> Home:
    made = given.school()
    teacher, second = given.teacher(made), given.teacher(made, "Белова")
    seven = given.school_class(made, 7, "А", teacher.id)
    other = given.school_class(made, 7, "Б", second.id)
    pupil = given.student(seven, "Ёлкин")
    return Home(
        made, seven, other, pupil, given.guardian_of(pupil, family="Ёлкина"), teacher,
        given.group(seven, members=[pupil], taught_by=teacher),
        office=given.actor(given.teacher(made, "Конева"), Role.REGISTRAR),
        of_class=given.actor(teacher, Role.CLASS_TEACHER),
        of_other=given.actor(second, Role.CLASS_TEACHER),
    )  # fmt: skip


def shown(actor: Actor, **narrowed: Any) -> list[str]:
    """The names in the list."""
    return [row.name for row in perform(directory.listed, actor=actor, **narrowed).rows]


def card(actor: Actor, person: Person) -> cards.PersonCard:
    return perform(cards.person_card, actor=actor, person_id=person.id)


def test_the_office_finds_everybody_whatever_letter_is_typed(home: Home) -> None:
    assert len(shown(home.office)) == 5
    assert shown(home.office, query="елкин") == ["Ёлкин Иван", "Ёлкина Ольга"]
    assert shown(home.office, query="Ёлкин", kind=PeopleKind.GUARDIAN) == ["Ёлкина Ольга"]


def test_each_kind_is_counted_within_the_search_and_the_class(home: Home) -> None:
    sheet = perform(directory.listed, actor=home.office, class_id=home.seven.id)
    assert {k.kind: k.count for k in sheet.kinds} == {
        "": 3, "student": 1, "guardian": 1, "staff": 1, "left": 0,
    }  # fmt: skip
    assert [c.title for c in sheet.classes] == ["7А", "7Б"]


def test_a_class_teacher_sees_own_class_and_no_staff(home: Home) -> None:
    sheet = perform(directory.listed, actor=home.of_class)
    assert [row.name for row in sheet.rows] == ["Ёлкин Иван", "Ёлкина Ольга"]
    assert [k.kind for k in sheet.kinds] == ["", "student", "guardian"]
    assert [c.title for c in sheet.classes] == ["7А"]
    assert shown(home.of_class, kind=PeopleKind.STAFF) == []


def test_the_class_teacher_of_another_class_and_a_neighbour_see_nobody_here(
    given: Given, home: Home
) -> None:
    stranger = given.actor(None, Role.REGISTRAR, given.school("Лицей").id)
    for actor in (home.of_other, stranger):
        assert shown(actor) == []
        for person in (home.pupil, home.mother, home.teacher):
            with pytest.raises(errors.NotFound):
                card(actor, person)


def test_a_sibling_in_another_class_stays_unknown_to_the_class_teacher(
    given: Given, home: Home
) -> None:
    brother = given.student(home.other, "Ёлкин", "Пётр")
    mother = given.guardian_of(home.pupil, brother, family="Ёлкина-Старшая")
    assert [c.name for c in card(home.of_class, mother).children] == ["Ёлкин Иван"]
    assert len(card(home.office, mother).children) == 2


@pytest.mark.parametrize("role", [Role.PARENT, Role.STUDENT, Role.GOVERNANCE])
def test_families_and_others_open_no_list_and_no_card(home: Home, given: Given, role: Role) -> None:
    actor = given.actor(home.mother, role)
    for call in (directory.listed, directory.exported):
        with pytest.raises(errors.Denied):
            perform(call, actor=actor)
    with pytest.raises(errors.Denied):
        card(actor, home.pupil)


def test_a_subject_teacher_opens_no_cards(given: Given, home: Home) -> None:
    subject_teacher = given.teacher(home.school, "Сизова")
    given.group(home.seven, "Физика", [home.pupil], subject_teacher)
    with pytest.raises(errors.NotFound):
        card(given.actor(subject_teacher, Role.TEACHER), home.pupil)


@pytest.mark.parametrize(
    "role",
    [Role.DEPUTY_HEAD, Role.DIRECTOR, Role.COUNSELLOR, Role.DATA_OFFICER, Role.CLASS_TEACHER],
)
def test_who_only_reads_may_change_nothing(home: Home, given: Given, role: Role) -> None:
    actor = given.actor(home.teacher, role)
    assert card(actor, home.pupil).may_manage is False
    who = {"student_id": home.pupil.id}
    refused: list[tuple[Any, dict[str, Any]]] = [
        (movement.move_student, {"class_id": home.other.id, "on": TODAY}),
        (movement.end_enrolment, {"last_day": TODAY}),
        (movement.undo_movement, {}),
        (guardians.set_court_limit, {"guardian_id": home.mother.id, "document": "№ 1"}),
        (guardians.lift_court_limit, {"guardian_id": home.mother.id}),
    ]
    for call, arguments in refused:
        with pytest.raises(errors.Denied):
            perform(call, actor=actor, **who, **arguments)


def test_a_pupils_card_tells_groups_representatives_and_story(home: Home) -> None:
    shown_card = card(home.office, home.pupil)
    assert shown_card.pupil.class_name == "7А"
    assert [(g.title, g.since) for g in shown_card.pupil.groups] == [("Алгебра, 7А", YEAR_START)]
    assert [(k.name, k.kinship) for k in shown_card.pupil.guardians] == [("Ёлкина Ольга", "mother")]
    assert [s.class_name for s in shown_card.pupil.stays] == ["7А"]
    assert [c.title for c in shown_card.pupil.other_classes] == ["7Б"]


def test_the_card_of_a_teacher_tells_what_they_do(home: Home) -> None:
    work = card(home.office, home.teacher).work
    assert (work.post, work.leads, work.taught) == ("Учитель", ("7А",), ("Алгебра, 7А",))


def test_the_document_of_a_limit_is_for_those_who_set_it(home: Home) -> None:
    perform(guardians.set_court_limit, actor=home.office, guardian_id=home.mother.id,
            student_id=home.pupil.id, document="Решение № 2-118/2026")  # fmt: skip
    for actor, document in ((home.office, "Решение № 2-118/2026"), (home.of_class, "")):
        kin = card(actor, home.pupil).pupil.guardians[0]
        assert (kin.is_limited, kin.limit_document) == (True, document)
    assert shown(home.office, kind=PeopleKind.GUARDIAN) == ["Ёлкина Ольга"]


def test_setting_and_lifting_a_limit_wakes_the_open_pages_of_the_child(
    given: Given, home: Home
) -> None:
    told: list[str] = []
    given.runtime.listeners.append(lambda news: told.extend(t for n in news for t in topics_of(n)))
    which = {"guardian_id": home.mother.id, "student_id": home.pupil.id}
    perform(guardians.set_court_limit, actor=home.office, document="№ 2-118/2026", **which)
    perform(guardians.lift_court_limit, actor=home.office, **which)
    assert told == [f"student:{home.pupil.id}"] * 2


def test_a_limit_without_its_document_is_refused_at_the_field(home: Home) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        perform(guardians.set_court_limit, actor=home.office, guardian_id=home.mother.id,
                student_id=home.pupil.id, document=" ")  # fmt: skip
    assert set(refusal.value.fields) == {"document"}
    assert card(home.office, home.pupil).pupil.guardians[0].is_limited is False


def test_a_move_is_foreseen_as_it_then_happens(given: Given, home: Home) -> None:
    given.group(home.other, "Алгебра")
    move = {"student_id": home.pupil.id, "class_id": home.other.id, "on": TODAY,
            "order_number": "45-у"}  # fmt: skip
    foreseen = perform(movement_plan.move_preview, actor=home.office, **move)
    assert (foreseen.out_of, foreseen.into) == ("7А", "7Б")
    assert (foreseen.ending, foreseen.beginning) == (("Алгебра, 7А",), ("Алгебра, 7Б",))
    perform(movement.move_student, actor=home.office, **move)
    told = card(home.office, home.pupil).pupil
    assert told.class_name == "7Б"
    assert [g.title for g in told.groups] == ["Алгебра, 7Б"]
    assert [(s.end_order, s.order_number) for s in told.stays] == [("45-у", ""), ("", "45-у")]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"on": YEAR_START}, "on"),
        ({"on": TODAY + timedelta(days=500)}, "on"),
        ({"on": TODAY + timedelta(days=300)}, "on"),
        ({"on": ""}, "on"),
        ({"class_id": ""}, "class_id"),
        ({"order_number": "9" * 33}, "order_number"),
    ],
)
def test_a_move_that_does_not_fit_says_which_field(
    home: Home, changed: dict[str, Any], field: str
) -> None:
    move = {"student_id": home.pupil.id, "class_id": home.other.id, "on": TODAY} | changed
    for call in (movement_plan.move_preview, movement.move_student):
        with pytest.raises(errors.Invalid) as refusal:
            perform(call, actor=home.office, **move)
        assert set(refusal.value.fields) == {field}
    assert card(home.office, home.pupil).pupil.class_name == "7А"


def test_a_move_taken_back_leaves_no_trace_but_the_events(given: Given, home: Home) -> None:
    given.group(home.other, "Алгебра")
    before = card(home.office, home.pupil)
    perform(movement.move_student, actor=home.office, student_id=home.pupil.id,
            class_id=home.other.id, on=TODAY)  # fmt: skip
    assert card(home.office, home.pupil).pupil.may_undo is True
    perform(movement.undo_movement, actor=home.office, student_id=home.pupil.id)
    assert card(home.office, home.pupil) == before
    assert events(given)[-1] == SchoolEvent.MOVEMENT_UNDONE


def test_who_has_left_is_listed_apart_and_may_be_taken_back(home: Home) -> None:
    yesterday = TODAY - timedelta(days=1)
    before = card(home.office, home.pupil)
    perform(movement.end_enrolment, actor=home.office, student_id=home.pupil.id,
            last_day=yesterday, reason=EnrolmentEnd.LEFT, order_number="46-у")  # fmt: skip
    assert shown(home.office, kind=PeopleKind.STUDENT) == []
    assert shown(home.office, kind=PeopleKind.LEFT) == ["Ёлкин Иван"]
    told = card(home.office, home.pupil).pupil
    assert (told.is_enrolled, told.groups, told.stays[-1].end_order) == (False, (), "46-у")
    perform(movement.undo_movement, actor=home.office, student_id=home.pupil.id)
    assert card(home.office, home.pupil) == before


def test_only_a_leaving_ends_in_leaving(home: Home) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        perform(movement.end_enrolment, actor=home.office, student_id=home.pupil.id,
                last_day=TODAY, reason=EnrolmentEnd.TRANSFER)  # fmt: skip
    assert set(refusal.value.fields) == {"reason"}


def test_there_is_nothing_to_take_back_where_nobody_moved(given: Given, home: Home) -> None:
    with pytest.raises(errors.NotFound):
        perform(movement.undo_movement, actor=home.office, student_id=home.pupil.id)
    stranger = given.actor(None, Role.REGISTRAR, given.school("Лицей").id)
    perform(movement.end_enrolment, actor=home.office, student_id=home.pupil.id, last_day=TODAY)
    with pytest.raises(errors.NotFound):
        perform(movement.undo_movement, actor=stranger, student_id=home.pupil.id)


def test_the_list_is_taken_away_as_it_is_narrowed_and_that_is_told(
    given: Given, home: Home
) -> None:
    table = perform(directory.exported, actor=home.of_class, kind=PeopleKind.STUDENT)
    assert [row[:2] for row in table.rows] == [("Ёлкин", "Иван")]
    assert events(given) == [SchoolEvent.PEOPLE_EXPORTED]
    text = exporting.written(exporting.FileFormat.CSV, table.head, table.rows).decode("utf-8-sig")
    assert text.splitlines()[1] == "Ёлкин;Иван;;pupil of 7А;02.04.2013"


def test_a_name_that_looks_like_a_formula_is_run_by_no_spreadsheet() -> None:
    data = exporting.written(exporting.FileFormat.CSV, ["Name"], [["=1+1"]])
    assert data.decode("utf-8-sig").splitlines()[1] == "'=1+1"


async def test_the_browser_gets_the_file_and_a_stranger_nothing(given: Given, home: Home) -> None:
    token = given.signed_in(home.teacher, Role.CLASS_TEACHER).token
    parent = given.signed_in(home.mother, Role.PARENT).token
    transport = httpx.ASGITransport(app=api)
    answers = []
    for cookie in ("", parent, token):
        async with httpx.AsyncClient(transport=transport, base_url="http://school") as client:
            client.cookies.set("ediary_session", cookie)
            asked = {"query": "елкин", "class_id": 0, "kind": None}
            answers.append(await client.post("/api/people/export/xlsx", json=asked))
    assert [answer.status_code for answer in answers] == [401, 403, 200]
    assert answers[2].content.startswith(b"PK")
    assert answers[2].headers["cache-control"] == "no-store"


def test_pages_cost_the_same_for_one_and_for_sixty(given: Given, home: Home) -> None:
    costs = []
    for size in (1, 60):
        for number in range(size):
            given.guardian_of(given.student(home.seven, f"Петров{number}"))
        costs.append((
            statements(given, lambda: perform(directory.listed, actor=home.office)),
            statements(given, lambda: card(home.office, home.pupil)),
        ))  # fmt: skip
    sheet = perform(directory.listed, actor=home.office)
    assert (len(sheet.rows), sheet.pages) == (directory.PAGE_ROWS, 3)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12


def statements(given: Given, act: Any) -> int:
    """How many SQL statements an act runs."""
    seen: list[str] = []

    def listen(*heard: object) -> None:
        seen.append(str(heard[2]))

    event.listen(given.runtime.database.engine, "before_cursor_execute", listen)
    act()
    event.remove(given.runtime.database.engine, "before_cursor_execute", listen)
    return len(seen)


def events(given: Given) -> list[str]:
    with given.runtime.database.session(writes=False) as session:
        return list(session.scalars(select(Event.kind).order_by(Event.id)))
