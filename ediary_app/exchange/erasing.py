"""A person's former values in the traces of imports (данные человека в следе загрузок).

The trace stays, for the sealed event holds its digest, which covers what was touched and not what
it said. An import whose former values are gone cannot be undone any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Table, and_, null, or_, select, update

from ediary_app.access.context import Context
from ediary_app.audit.erasing import erases
from ediary_app.exchange import queries
from ediary_app.exchange.changes import OWNERS
from ediary_app.exchange.models import ImportBatch, ImportTrace

batch, trace = ImportBatch.__table__, ImportTrace.__table__  # type: ignore[attr-defined]
WHAT = "import_trace"
PEOPLE = {"person.id", "student.person_id"}
"""The keys by which rows say whose they are."""


@erases(WHAT)
def erase_trace(ctx: Context, person_id: int) -> int:
    """Erase what imports have noted of a person's rows, as they were and as they became."""
    queries.alone_in_school(ctx)
    ours = select(batch.c.id).where(batch.c.school_id == ctx.school_id)
    done = ctx.session.execute(
        update(trace)
        .where(
            trace.c.batch_id.in_(ours),
            trace.c.act != "made",
            trace.c.before_values.is_not(None),
            or_(*_of_person(person_id)),
        )
        .values(before_values=null(), after_values=null())
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _of_person(person_id: int) -> Iterator[ColumnElement[bool]]:
    """Rows that are the person's now, and rows whose noted values name the person."""
    for name, owner in OWNERS.items():
        table = owner.tables[name]
        for column in _whose(table):
            key = next(iter(table.primary_key.columns))
            own = trace.c.row_id.in_(select(key).where(table.c[column] == person_id))
            noted = [
                values[column].as_integer() == person_id
                for values in (trace.c.before_values, trace.c.after_values)
            ]
            yield and_(trace.c.subject == name, or_(own, *noted))


def _whose(table: Table) -> list[str]:
    """The columns of a table that name a person."""
    named = [
        column.name
        for column in table.columns
        if PEOPLE & {key.target_fullname for key in column.foreign_keys}
    ]
    return ["id", *named] if table.name == "person" else named
