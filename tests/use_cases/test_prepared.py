"""A statement that is built once answers each person, day and value anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Select, select

from ediary_app.access.context import Actor, Context, system_actor
from ediary_app.access.prepared import prepared
from ediary_app.access.values import Role
from ediary_app.kernel import errors
from ediary_app.school import policy
from ediary_app.school.models import Person
from tests.conftest import FixedClock
from tests.given import Given

person = Person.__table__  # type: ignore[attr-defined]
Readable = Callable[..., list[str]]


@pytest.fixture
def built() -> list[str]:
    """How often, and in which order, the statement was built."""
    return []


@pytest.fixture
def names(given: Given, built: list[str]) -> Readable:
    """The readable pupils of a family name, as an actor sees them."""

    @prepared
    def readable(ctx: Context, order: str, *, family: str) -> Select[str]:
        built.append(order)
        column = person.c.given_name
        found = select(column).where(
            person.c.id.in_(policy.readable_students(ctx)), person.c.family_name == family
        )
        return found.order_by(column.desc() if order == "down" else column)

    def ask(actor: Actor, family: str = "Петров", order: str = "up") -> list[str]:
        with given.runtime.database.session(writes=False) as session:
            ctx = Context(session=session, actor=actor, now=given.runtime.clock(), zone="UTC")
            return list(session.scalars(*readable(ctx, order, family=family)))

    return ask


def test_one_statement_serves_every_person_of_a_role(
    given: Given, names: Readable, built: list[str]
) -> None:
    in_class = given.school_class(given.school())
    one, two = given.student(in_class, "Петров", "Иван"), given.student(in_class, "Петров", "Яков")
    mother, father = given.guardian_of(one), given.guardian_of(one, two)
    assert names(given.actor(mother, Role.PARENT)) == ["Иван"]
    assert names(given.actor(father, Role.PARENT)) == ["Иван", "Яков"]
    assert names(given.actor(father, Role.PARENT), "Сидоров") == []
    assert built == ["up"]


def test_another_role_and_another_order_are_built_apart(
    given: Given, names: Readable, built: list[str]
) -> None:
    in_class = given.school_class(given.school())
    one, two = given.student(in_class, "Петров", "Иван"), given.student(in_class, "Петров", "Яков")
    father = given.guardian_of(one, two)
    assert names(given.actor(father, Role.PARENT), order="down") == ["Яков", "Иван"]
    assert names(given.actor(two, Role.STUDENT), order="down") == ["Яков"]
    everybody = system_actor("test", in_class.school_id)
    assert names(everybody) == ["Иван", "Яков"]
    assert built == ["down", "down", "up"]


def test_the_day_is_filled_in_each_time(given: Given, names: Readable, clock: FixedClock) -> None:
    in_class = given.school_class(given.school())
    child = given.student(in_class, "Петров", "Иван")
    parent = given.actor(given.guardian_of(child), Role.PARENT)
    assert names(parent) == ["Иван"]
    with given.runtime.database.session() as session:
        guardianship = session.get_one(policy.Guardianship, 1)
        guardianship.valid_to = clock.now.date()
    assert names(parent) == ["Иван"]
    clock.now += timedelta(days=1)
    assert names(parent) == []


def test_who_is_in_no_school_is_refused_while_building(given: Given, names: Readable) -> None:
    given.school()
    with pytest.raises(errors.NotFound):
        names(Actor(account_id=1, role=Role.TEACHER))
