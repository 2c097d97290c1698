"""Rows that are read without ceremony are the rows that SQLAlchemy would give."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Select, bindparam, func, select, text

from ediary_app.access.credentials import SessionToken
from ediary_app.access.models import SignInSession
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import diary
from ediary_app.kernel import reading
from ediary_app.kernel.among import among
from ediary_app.school.models import Enrolment, Person
from tests.given import Given

person, enrolment = Person.__table__, Enrolment.__table__  # type: ignore[attr-defined]
device = SignInSession.__table__  # type: ignore[attr-defined]

BY_ID = (
    select(person.c.id, person.c.family_name, enrolment.c.starts_on, enrolment.c.ends_on)
    .join(enrolment, enrolment.c.student_id == person.c.id)
    .where(among(person.c.id, "ids"), enrolment.c.starts_on <= bindparam("day"))
    .order_by(person.c.id)
)
BY_NAME = select(person.c.id, person.c.birth_date).where(
    person.c.family_name.in_(["Иванова", "Петров"])
)
COUNTED = select(func.count(), func.max(person.c.id).label("last"))
MOMENTS = select(device.c.id, device.c.seen_at, device.c.ended_at, device.c.needs_totp)


@pytest.fixture
def family(given: Given) -> SessionToken:
    """A signed-in parent of two pupils."""
    in_class = given.school_class(given.school())
    pupils = [given.student(in_class, name) for name in ("Иванова", "Петров")]
    return given.signed_in(given.guardian_of(*pupils), Role.PARENT)


@pytest.fixture
def ids(given: Given, family: SessionToken) -> list[int]:
    """The two pupils."""
    with given.runtime.database.session(writes=False) as session:
        return sorted(session.scalars(select(enrolment.c.student_id)))


@pytest.mark.parametrize(
    "statement", [BY_ID, BY_NAME, COUNTED, MOMENTS], ids=["dates", "list", "count", "moments"]
)
def test_names_and_values_are_the_same(
    given: Given, ids: list[int], statement: Select[Any]
) -> None:
    values = {"ids": ids, "day": date(2100, 1, 1)} if statement is BY_ID else {}
    with given.runtime.database.session(writes=False) as session:
        rows = reading.rows(session, statement, values)
        usual = session.execute(statement, values).mappings().all()
    assert [tuple(row) for row in rows] == [tuple(row.values()) for row in usual]
    assert usual
    named = [name for name in usual[0] if not name.startswith("count")]
    assert all(getattr(rows[0], name) == usual[0][name] for name in named)


def test_each_value_is_filled_in_anew(given: Given, ids: list[int]) -> None:
    with given.runtime.database.session(writes=False) as session:
        asked = [reading.rows(session, BY_ID, {"ids": [n], "day": date(2100, 1, 1)}) for n in ids]
        none = reading.rows(session, BY_ID, {"ids": ids, "day": date(1990, 1, 1)})
    assert [[row.id for row in rows] for rows in asked] == [[n] for n in ids]
    assert none == []


def test_inside_a_writing_act_one_reads_what_it_wrote(given: Given, ids: list[int]) -> None:
    with given.runtime.database.session() as session:
        row = session.get_one(Person, ids[0])
        row.family_name = "Сидорова"
        session.flush()
        found = reading.rows(session, BY_ID, {"ids": ids[:1], "day": date(2100, 1, 1)})
        assert [x.family_name for x in found] == ["Сидорова"]


def test_a_page_survives_connections_that_were_cut(given: Given, family: SessionToken) -> None:
    first = perform(diary.open_diary, actor=family).week
    if not given.runtime.database.is_sqlite:
        with given.runtime.database.session() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
    assert perform(diary.open_diary, actor=family).week == first
