"""Both databases keep moments, order and constraints alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from ediary_app.access.models import Account
from ediary_app.school import models as school
from ediary_app.school import names
from ediary_app.school.models import Person
from tests.given import Given

MOMENT = datetime(2026, 11, 18, 5, 0, 0, 123456, tzinfo=UTC)


def test_a_moment_comes_back_aware_in_utc(given: Given) -> None:
    there = MOMENT.astimezone(timezone(timedelta(hours=5)))
    account = given.save(Account(login="anna", created_at=there))
    with given.runtime.database.session(writes=False) as session:
        kept = session.get_one(Account, account.id).created_at
    assert kept == MOMENT
    assert kept.tzinfo is UTC


def test_moments_compare_inside_the_database(given: Given) -> None:
    given.save(Account(login="anna", created_at=MOMENT))
    with given.runtime.database.session(writes=False) as session:
        later = select(Account.id).where(Account.created_at > MOMENT - timedelta(seconds=1))
        earlier = select(Account.id).where(Account.created_at < MOMENT)
        assert len(session.scalars(later).all()) == 1
        assert session.scalars(earlier).all() == []


def test_a_moment_without_a_zone_is_refused(given: Given) -> None:
    with pytest.raises(StatementError, match="aware"):
        given.save(Account(login="anna", created_at=datetime(2026, 11, 18)))  # noqa: DTZ001 - that is the mistake


def test_names_sort_as_the_alphabet_does(given: Given) -> None:
    made = given.school()
    for family in ("Жуков", "Ёлкин", "Егоров", "Елисеев"):
        given.person(made, family, "Анна")
    with given.runtime.database.session(writes=False) as session:
        found = session.scalars(select(Person.family_name).order_by(Person.sort_key)).all()
    assert found == ["Егоров", "Елисеев", "Ёлкин", "Жуков"]


def test_names_are_found_without_case_and_yo(given: Given) -> None:
    given.person(given.school(), "Семёнова", "Алёна")
    typed = names.search_key("СЕМЕНОВА АЛЕ")
    with given.runtime.database.session(writes=False) as session:
        found = session.scalars(
            select(Person.family_name).where(Person.search_key.startswith(typed))  # type: ignore[attr-defined]
        ).all()
    assert found == ["Семёнова"]


def test_an_unknown_word_is_refused_by_the_database_itself(given: Given) -> None:
    made = given.school()
    with pytest.raises(IntegrityError), given.runtime.database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (school_id, family_name, given_name, middle_name, sort_key,"
                " search_key, sex, version) VALUES (:s, 'a', 'b', '', 'a', 'a', 'robot', 1)"
            ),
            {"s": made.id},
        )


def test_nobody_represents_themselves(given: Given) -> None:
    person = given.person(given.school())
    with pytest.raises(IntegrityError):
        given.save(
            school.Guardianship(
                school_id=person.school_id, guardian_id=person.id, student_id=person.id,
                kinship=school.Kinship.MOTHER,
            )
        )  # fmt: skip


def test_an_enrolment_does_not_end_before_it_begins(given: Given) -> None:
    in_class = given.school_class(given.school())
    pupil = given.student(in_class)
    with pytest.raises(IntegrityError):
        given.save(
            school.Enrolment(
                school_id=in_class.school_id, student_id=pupil.id, class_id=in_class.id,
                starts_on=MOMENT.date(), ends_on=MOMENT.date() - timedelta(days=1),
            )
        )  # fmt: skip


def test_a_broken_transaction_leaves_nothing(given: Given) -> None:
    made = given.school()

    def fail() -> None:
        with given.runtime.database.session() as session:
            session.execute(text("UPDATE school SET name = 'x'"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail()
    with given.runtime.database.session(writes=False) as session:
        assert session.get_one(school.School, made.id).name == made.name
