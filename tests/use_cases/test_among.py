"""One of many ids: the same answer as a list in the statement, for any length."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, select

from ediary_app.kernel.among import among
from ediary_app.school.models import Person
from tests.given import Given

person = Person.__table__  # type: ignore[attr-defined]


@pytest.mark.parametrize("wanted", [[], [0], [0, 2], [1, 1, 2], list(range(200))])
def test_it_finds_what_is_in_the_list_and_nothing_else(given: Given, wanted: list[int]) -> None:
    school = given.school()
    ids = [given.person(school, f"Фамилия{n}").id for n in range(3)]
    asked = [ids[n] if n < len(ids) else 10_000 + n for n in wanted]
    statements = [
        (select(person.c.id).where(among(person.c.id, asked)), {}),
        (select(person.c.id).where(among(person.c.id, "ids")), {"ids": asked}),
        (select(person.c.id).where(among(person.c.id, bindparam("some"))), {"some": tuple(asked)}),
    ]
    with given.runtime.database.session(writes=False) as session:
        for statement, values in statements:
            found = sorted(session.scalars(statement, values))
            assert found == sorted(set(asked) & set(ids))
            left = select(person.c.id).where(~among(person.c.id, asked))
            assert set(session.scalars(left)) >= set(ids) - set(asked)


def test_an_index_of_the_column_is_used_on_sqlite(given: Given) -> None:
    wanted = select(person.c.id).where(among(person.c.id, [1, 2]))
    with given.runtime.database.engine.connect() as connection:
        written = wanted.compile(connection)
        if connection.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {written}", ("[1,2]",)).all()
            assert "SEARCH person USING" in str(plan)
        else:
            assert "ANY (" in str(written)
