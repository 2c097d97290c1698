"""Forms: who may fill in which, what is kept and refused, what stays readable, who reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from ediary_app.access.context import Actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.forms import kind, office, queries, service
from ediary_app.forms.values import AnswerPage, Sheet
from ediary_app.kernel import errors
from ediary_app.lowcode import definition_reading, definition_writing
from ediary_app.school.models import Guardianship, Person
from tests.given import Given

TRIP = {
    "title_ru": "Поездка", "audience": "parents", "signature": True,
    "questions": [
        {"code": "goes", "label_ru": "Поедет?", "kind": "yes_no", "required": True},
        {"code": "why", "label_ru": "Почему нет?", "kind": "text", "required": True,
         "show_if": "goes", "show_value": "no"},
    ],
}  # fmt: skip


class Home:
    """A class with two families, its teacher, a registrar and an administrator."""

    def __init__(self, given: Given) -> None:
        made = given.school()
        self.teacher_person = given.teacher(made)
        self.seven = given.school_class(made, 7, "А", self.teacher_person.id)
        self.pupil, self.other = given.student(self.seven, "Ёлкин"), given.student(self.seven)
        self.mother = self.parent(given, given.guardian_of(self.pupil, family="Ёлкина"))
        self.stranger = self.parent(given, given.guardian_of(self.other))
        self.teacher = given.actor(self.teacher_person, Role.CLASS_TEACHER)
        head, registrar = given.teacher(made, "Конева"), given.teacher(made, "Белова")
        self.admin = replace(given.actor(head, Role.ADMINISTRATOR), language="ru")
        self.office = given.actor(registrar, Role.REGISTRAR)

    def parent(self, given: Given, person: Person) -> Actor:
        return replace(given.actor(person, Role.PARENT), language="ru")


@pytest.fixture
def home(given: Given) -> Home:
    return Home(given)


def publish(home: Home, key: str = "", stamp: int = 0, **content: Any) -> tuple[str, int]:
    said = {"kind": kind.KIND, "title": "Анкета", "content": {**TRIP, **content}}
    kept = perform(definition_writing.keep_draft, actor=home.admin, name=key, stamp=stamp, **said)
    which = {"kind": kind.KIND, "name": kept.key}
    perform(definition_writing.publish, actor=home.admin, stamp=kept.stamp, **which)
    return kept.key, perform(definition_reading.opened, actor=home.admin, **which).stamp


def keep(actor: Actor, key: str, about: Person, **said: str) -> Sheet:
    return perform(service.keep, actor=actor, form_key=key, about_id=about.id, said=said)


def send(actor: Actor, key: str, about: Person, name: str = "Ёлкина Ольга", **said: str) -> Sheet:
    signed = {"name": name, "confirmed": bool(name)}
    return perform(service.send, actor=actor, form_key=key, about_id=about.id, said=said, **signed)


def answered(actor: Actor, key: str, **asked: Any) -> AnswerPage:
    return perform(office.answers_to, actor=actor, form_key=key, **asked)


def test_only_a_published_form_waits_and_once_for_each_child(home: Home) -> None:
    said = {"kind": kind.KIND, "title": "Анкета", "content": TRIP}
    perform(definition_writing.keep_draft, actor=home.admin, **said)
    assert perform(queries.waiting, actor=home.mother) == ()
    publish(home)
    (one,) = perform(queries.waiting, actor=home.mother)
    assert (one.title, one.about_id, one.state) == ("Поездка", home.pupil.id, "new")
    assert perform(queries.waiting, actor=home.teacher) == ()


def test_what_is_typed_is_kept_and_opens_the_questions_that_follow(home: Home) -> None:
    key, _stamp = publish(home)
    assert len(keep(home.mother, key, home.pupil, goes="yes").asked) == 1
    assert len(keep(home.mother, key, home.pupil, goes="no", unknown="x").asked) == 2
    keep(home.mother, key, home.pupil, why="Болеет")
    again = perform(queries.opened, actor=home.mother, form_key=key, about_id=home.pupil.id)
    assert [one.text for one in again.asked] == ["no", "Болеет"]
    assert answered(home.office, key).total == 0, "the office does not see a draft"


def test_what_does_not_fit_is_said_at_its_question_and_nothing_is_sent(home: Home) -> None:
    key, _stamp = publish(home)
    with pytest.raises(errors.Invalid) as refusal:
        send(home.mother, key, home.pupil, name="", goes="no")
    assert set(refusal.value.fields) == {"why", "_name", "_confirmed"}
    assert answered(home.office, key).total == 0


def test_a_sent_form_is_signed_read_by_the_office_and_cannot_be_changed(home: Home) -> None:
    key, _stamp = publish(home)
    sheet = send(home.mother, key, home.pupil, goes="yes")
    assert (sheet.is_sent, sheet.may_send, sheet.signed_name) == (True, False, "Ёлкина Ольга")
    for actor in (home.office, home.teacher):
        (row,) = answered(actor, key).rows
        read = perform(office.answer_read, actor=actor, answer_id=row.id)
        assert [one.told for one in read.asked] in (["Да"], ["Yes"])
        assert [one.about for one in answered(actor, key, missing=True).rows] == ["Петров Иван"]
    assert answered(home.office, key, query="ёлк").total == 1
    assert answered(home.office, key, query="петр").total == 0
    with pytest.raises(errors.Conflict):
        send(home.mother, key, home.pupil, goes="no", why="Передумали")


def test_a_form_may_be_changed_until_its_day(home: Home) -> None:
    key, _stamp = publish(home, change_until="2026-12-31")
    send(home.mother, key, home.pupil, goes="yes")
    keep(home.mother, key, home.pupil, goes="no", why="Болеет")
    (row,) = answered(home.office, key).rows
    read = perform(office.answer_read, actor=home.office, answer_id=row.id)
    assert [one.text for one in read.asked] == ["yes"], "what was sent stands until sent anew"
    send(home.mother, key, home.pupil)
    read = perform(office.answer_read, actor=home.office, answer_id=row.id)
    assert [one.text for one in read.asked] == ["no", "Болеет"]


def test_an_answer_stays_readable_after_a_new_version_and_after_rolling_back(home: Home) -> None:
    key, stamp = publish(home)
    send(home.mother, key, home.pupil, goes="yes")
    fresh = [{"code": "size", "label_ru": "Размер", "kind": "whole", "required": True}]
    _key, stamp = publish(home, key, stamp, questions=fresh)
    (row,) = answered(home.office, key).rows
    read = perform(office.answer_read, actor=home.office, answer_id=row.id)
    assert [(one.label, one.text) for one in read.asked] == [("Поедет?", "yes")]
    other = perform(queries.opened, actor=home.stranger, form_key=key, about_id=home.other.id)
    assert [one.label for one in other.asked] == ["Размер"]
    back = {"kind": kind.KIND, "name": key, "number": 1, "stamp": stamp}
    perform(definition_writing.roll_back, actor=home.admin, **back)
    other = perform(queries.opened, actor=home.stranger, form_key=key, about_id=home.other.id)
    assert [one.label for one in other.asked] == ["Поедет?"]


def test_a_neighbour_family_neither_reads_nor_answers(given: Given, home: Home) -> None:
    key, _stamp = publish(home)
    send(home.mother, key, home.pupil, goes="yes")
    for act in (
        lambda: perform(queries.opened, actor=home.stranger, form_key=key, about_id=home.pupil.id),
        lambda: send(home.stranger, key, home.pupil, goes="no"),
        lambda: keep(home.stranger, key, home.pupil, goes="no"),
    ):
        with pytest.raises(errors.NotFound):
            act()
    far = given.actor(given.person(given.school("Лицей")), Role.REGISTRAR)
    (row,) = answered(home.office, key).rows
    with pytest.raises(errors.NotFound):
        perform(office.answer_read, actor=far, answer_id=row.id)
    with pytest.raises(errors.Denied):
        perform(office.answer_read, actor=home.mother, answer_id=row.id)


def test_a_limit_by_a_court_hides_the_child_at_once(given: Given, home: Home) -> None:
    key, _stamp = publish(home)
    keep(home.mother, key, home.pupil, goes="yes")
    with given.runtime.database.session() as session:
        mine = Guardianship.guardian_id == home.mother.person_id
        session.execute(update(Guardianship).where(mine).values(court_limit=True))
    assert perform(queries.waiting, actor=home.mother) == ()
    with pytest.raises(errors.NotFound):
        send(home.mother, key, home.pupil, goes="yes")


@pytest.mark.parametrize(("content", "waits"), [
    ({"classes": "7"}, 1), ({"classes": "8, 7А"}, 1), ({"classes": "7Б"}, 0),
    ({"opens": "2026-12-01"}, 0), ({"closes": "2026-11-01"}, 0), ({"audience": "students"}, 0),
])  # fmt: skip
def test_a_form_goes_to_its_classes_in_its_days(
    home: Home, content: dict[str, Any], waits: int
) -> None:
    publish(home, **content)
    assert len(perform(queries.waiting, actor=home.mother)) == waits


def test_a_teacher_fills_in_a_form_for_teachers(home: Home) -> None:
    key, _stamp = publish(home, audience="teachers", signature=False)
    (one,) = perform(queries.waiting, actor=home.teacher)
    send(home.teacher, one.key, home.teacher_person, name="", goes="yes")
    assert answered(home.office, key).total == 1
    assert answered(home.office, key, missing=True).total == 2


@pytest.mark.parametrize("wrong", [
    {"opens": "завтра"}, {"opens": "2026-12-02", "closes": "2026-12-01"}, {"classes": "все"},
    {"questions": [{"code": "n", "label_ru": "Слова", "kind": "note"}]},
    {"questions": [{"code": "a", "label_ru": "А", "kind": "line", "show_if": "a",
                    "show_value": "1"}]},
])  # fmt: skip
def test_a_form_without_sense_is_not_published(home: Home, wrong: dict[str, Any]) -> None:
    with pytest.raises(errors.Invalid, match="has_faults"):
        publish(home, **wrong)
