"""Class lists: whose they are, who is on them, what the browser gets."""

from __future__ import annotations

from datetime import date, timedelta

import httpx
import pytest

from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.kernel import errors
from ediary_app.school import models, papers
from tests.conftest import FixedClock
from tests.given import TODAY, YEAR_START, Given


def test_the_office_prints_every_class(given: Given) -> None:
    school = given.school()
    for letter in "БА":
        given.student(given.school_class(school, 7, letter))
    registrar = given.actor(None, Role.REGISTRAR, school.id)
    classes = perform(papers.printable_classes, actor=registrar)
    assert [choice.title for choice in classes] == ["7А", "7Б"]


def test_names_stand_in_the_order_of_the_alphabet(given: Given) -> None:
    made = given.school_class(given.school())
    for family in ("Юдин", "Ёлкин", "Егоров"):
        given.student(made, family)
    registrar = given.actor(None, Role.REGISTRAR, made.school_id)
    html = perform(papers.class_list, actor=registrar, class_id=made.id)
    places = [html.index(family) for family in ("Егоров", "Ёлкин", "Юдин")]
    assert places == sorted(places)


def test_a_teacher_prints_own_classes_only(given: Given) -> None:
    school = given.school()
    teacher = given.teacher(school)
    own, other = given.school_class(school, 7, "А"), given.school_class(school, 7, "Б")
    given.student(other)
    given.group(own, members=[given.student(own)], taught_by=teacher)
    actor = given.actor(teacher, Role.TEACHER)
    assert [c.title for c in perform(papers.printable_classes, actor=actor)] == ["7А"]
    with pytest.raises(errors.NotFound):
        perform(papers.class_list, actor=actor, class_id=other.id)


def test_a_class_of_another_school_is_not_found(given: Given) -> None:
    made = given.school_class(given.school())
    given.student(made)
    stranger = given.actor(None, Role.REGISTRAR, given.school().id)
    with pytest.raises(errors.NotFound):
        perform(papers.class_list, actor=stranger, class_id=made.id)


def test_a_parent_prints_no_list(given: Given) -> None:
    pupil = given.student(given.school_class(given.school()))
    parent = given.actor(given.guardian_of(pupil), Role.PARENT)
    with pytest.raises(errors.Denied):
        perform(papers.printable_classes, actor=parent)


async def test_the_browser_gets_a_pdf_that_is_not_kept(given: Given) -> None:
    made = given.school_class(given.school())
    given.student(made)
    token = given.signed_in(None, Role.REGISTRAR, made.school_id).token
    transport = httpx.ASGITransport(app=api)
    async with httpx.AsyncClient(transport=transport, base_url="http://school") as client:
        refused = await client.get(f"/api/papers/class-list/{made.id}")
        client.cookies.set("ediary_session", token)
        given_out = await client.get(f"/api/papers/class-list/{made.id}")
    assert refused.status_code == 401
    assert given_out.content.startswith(b"%PDF")
    assert given_out.headers["cache-control"] == "no-store"


def test_who_has_left_is_on_no_list(given: Given) -> None:
    made = given.school_class(given.school())
    given.student(made, "Петров")
    gone = given.student(made, "Сидоров")
    with given.runtime.database.session() as session:
        row = session.get_one(papers.roster.Enrolment, _enrolment(given, gone.id))
        row.ends_on = TODAY - timedelta(days=1)
    registrar = given.actor(None, Role.REGISTRAR, made.school_id)
    html = perform(papers.class_list, actor=registrar, class_id=made.id)
    assert "Петров" in html
    assert "Сидоров" not in html


def _enrolment(given: Given, student_id: int) -> int:
    with given.runtime.database.session(writes=False) as session:
        table = papers.enrolment
        found = table.select().where(
            table.c.student_id == student_id, table.c.starts_on == YEAR_START
        )
        return int(session.execute(found).one().id)


def test_last_years_pupils_are_another_teachers_now(given: Given, clock: FixedClock) -> None:
    made = given.school()
    taught, led = given.teacher(made, "Орлова"), given.teacher(made, "Соколова")
    seventh = given.school_class(made, 7, "А", led.id)
    pupil = given.student(seventh)
    given.group(seventh, members=[pupil], taught_by=taught)
    actors = [given.actor(taught, Role.TEACHER), given.actor(led, Role.CLASS_TEACHER)]
    for actor in actors:
        assert [c.title for c in perform(papers.printable_classes, actor=actor)] == ["7А"]
    clock.now += timedelta(days=365)
    later = given.save(
        models.SchoolYear(
            school_id=made.id, name="2027/28", starts_on=date(2027, 9, 1), ends_on=date(2028, 5, 26)
        )
    )
    eighth = given.save(
        models.SchoolClass(school_id=made.id, year_id=later.id, level=8, letter="А")
    )
    given.save(
        models.Enrolment(school_id=made.id, student_id=pupil.id, class_id=eighth.id,
                         starts_on=later.starts_on)
    )  # fmt: skip
    for actor in actors:
        assert perform(papers.printable_classes, actor=actor) == ()
        with pytest.raises(errors.NotFound):
            perform(papers.class_list, actor=actor, class_id=eighth.id)
