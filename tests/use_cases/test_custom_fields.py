"""Fields of the school's own: who sees and writes them, what is found, what history keeps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from ediary_app.access.context import Actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.kernel import errors
from ediary_app.kernel.eventlog import event_table
from ediary_app.lowcode import definition_reading, definition_writing
from ediary_app.school import custom, custom_writing, directory
from ediary_app.school.models import Person, School
from tests.given import Given

BUS = {"owner": "student", "label_ru": "Автобус", "label_en": "Bus", "kind": "choice",
       "options": "Синий | Blue\nЖёлтый", "readers": "class_teacher",
       "writers": "class_teacher", "in_list": True}  # fmt: skip


class Home:
    """A school with one class, its pupil and their mother, its teacher, an administrator."""

    def __init__(self, given: Given) -> None:
        self.school: School = given.school()
        teacher = given.teacher(self.school)
        self.seven = given.school_class(self.school, 7, "А", teacher.id)
        self.pupil: Person = given.student(self.seven, "Ёлкин")
        self.mother: Person = given.guardian_of(self.pupil, family="Ёлкина")
        head = given.teacher(self.school, "Конева")
        self.admin = replace(given.actor(head, Role.ADMINISTRATOR), language="ru")
        self.teacher = replace(given.actor(teacher, Role.CLASS_TEACHER), language="ru")


@pytest.fixture
def home(given: Given) -> Home:
    return Home(given)


def define(admin: Actor, key: str = "", stamp: int = 0, **content: Any) -> tuple[str, int]:
    said = {"kind": custom.KIND, "title": "Поле", "content": {**BUS, **content}}
    kept = perform(definition_writing.keep_draft, actor=admin, name=key, stamp=stamp, **said)
    which = {"kind": custom.KIND, "name": kept.key}
    perform(definition_writing.publish, actor=admin, stamp=kept.stamp, **which)
    opened = perform(definition_reading.opened, actor=admin, **which)
    return kept.key, opened.stamp


def card(actor: Actor, person: Person) -> tuple[custom.FieldLine, ...]:
    return perform(custom_writing.fields_of, actor=actor, person_id=person.id).lines


def write(actor: Actor, person: Person, **said: str) -> int:
    return perform(custom_writing.keep_fields, actor=actor, person_id=person.id, said=said)


def test_a_published_field_stands_on_the_card_and_is_written(home: Home) -> None:
    key, _stamp = define(home.admin)
    write(home.teacher, home.pupil, **{key: "Синий"})
    (line,) = card(home.admin, home.pupil)
    assert (line.label, line.told, line.may_write) == ("Автобус", "Синий", True)
    assert card(home.admin, home.mother) == ()


def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_written(home: Home) -> None:
    bus, _stamp = define(home.admin)
    floor, _stamp = define(home.admin, kind="whole", label_ru="Этаж", options="", most=9)
    with pytest.raises(errors.Invalid) as refusal:
        write(home.teacher, home.pupil, **{bus: "Синий", floor: "11"})
    assert list(refusal.value.fields) == [floor]
    assert [one.text for one in card(home.admin, home.pupil)] == ["", ""]


def test_a_field_of_the_office_is_unknown_to_the_class_teacher(home: Home) -> None:
    key, _stamp = define(home.admin, readers="office", writers="office")
    write(home.admin, home.pupil, **{key: "Синий"})
    assert card(home.teacher, home.pupil) == ()
    with pytest.raises(errors.NotFound):
        write(home.teacher, home.pupil, **{key: "Жёлтый"})
    found = perform(directory.listed, actor=home.teacher, query="синий")
    assert found.total == 0


def test_a_field_that_is_read_and_not_written_is_refused(home: Home) -> None:
    key, _stamp = define(home.admin, writers="office")
    assert [one.may_write for one in card(home.teacher, home.pupil)] == [False]
    with pytest.raises(errors.NotFound):
        write(home.teacher, home.pupil, **{key: "Синий"})


def test_neither_a_neighbour_nor_another_classs_teacher_reaches_it(
    given: Given, home: Home
) -> None:
    key, _stamp = define(home.admin)
    other = given.actor(given.teacher(home.school, "Белова"), Role.CLASS_TEACHER)
    stranger = given.actor(given.person(given.school("Лицей")), Role.ADMINISTRATOR)
    for actor in (other, stranger):
        with pytest.raises(errors.NotFound):
            write(actor, home.pupil, **{key: "Синий"})
    with pytest.raises(errors.Denied):
        write(given.actor(home.mother, Role.PARENT), home.pupil, **{key: "Синий"})


def test_it_is_found_by_the_search_and_taken_away_with_the_list(home: Home) -> None:
    key, _stamp = define(home.admin)
    write(home.admin, home.pupil, **{key: "Жёлтый"})
    found = perform(directory.listed, actor=home.admin, query="желтый")
    assert [one.id for one in found.rows] == [home.pupil.id]
    table = perform(directory.exported, actor=home.admin, query="ёлкин")
    assert table.head[-1] == "Автобус"
    assert {row[-1] for row in table.rows} == {"Жёлтый", ""}


def test_history_keeps_both_values_apart_from_the_facts(given: Given, home: Home) -> None:
    key, _stamp = define(home.admin)
    write(home.admin, home.pupil, **{key: "Синий"})
    assert write(home.admin, home.pupil, **{key: "Синий"}) == 0
    write(home.admin, home.pupil, **{key: "Жёлтый"})
    with given.runtime.database.session(writes=False) as session:
        rows = session.execute(
            select(event_table.c.facts, event_table.c.about_id)
            .where(event_table.c.kind == "school.custom_kept")
        ).all()  # fmt: skip
    assert [row.about_id for row in rows] == [home.pupil.id] * 2
    assert all(row.facts == {"fields": [key]} for row in rows)


def test_archived_and_rolled_back_nothing_is_lost(home: Home) -> None:
    key, stamp = define(home.admin)
    write(home.admin, home.pupil, **{key: "Синий"})
    key, stamp = define(home.admin, key, stamp, archived=True)
    assert card(home.teacher, home.pupil) == ()
    back = {"kind": custom.KIND, "name": key, "number": 1, "stamp": stamp}
    perform(definition_writing.roll_back, actor=home.admin, **back)
    assert [one.told for one in card(home.teacher, home.pupil)] == ["Синий"]


def test_a_field_without_sense_is_not_published(home: Home) -> None:
    for wrong in ({"kind": "note", "options": ""}, {"options": ""}, {"readers": "office"}):
        with pytest.raises(errors.Invalid, match="has_faults"):
            define(home.admin, **wrong)
    shown = perform(definition_reading.preview, actor=home.admin, kind=custom.KIND, content=BUS)
    assert shown.head[1] == "Автобус"
