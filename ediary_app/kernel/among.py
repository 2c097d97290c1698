"""Is one of many (входит в список): a list of ids as one value, whatever its length.

`column IN (1, 2, …)` is another statement for each length: it is rendered, parsed and planned
anew. Both databases take the ids as one text: of an array on PostgreSQL, of JSON on SQLite.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Dialect,
    String,
    bindparam,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator


class _Ids(TypeDecorator[Sequence[int]]):
    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> str:
        ids = ",".join(map(str, value or ()))
        return f"{{{ids}}}" if dialect.name == "postgresql" else f"[{ids}]"


class _Among(GenericFunction[bool]):
    type = Boolean()
    name = "ediary_among"
    inherit_cache = True

    def self_group(self, against: Any = None) -> Self:
        """A condition as it stands: `(… IN …) = 1` would hide the column's index from SQLite."""
        return self


@compiles(_Among, "postgresql")
def _as_array(element: _Among, compiler: Any, **kw: Any) -> str:
    column, ids = element.clauses
    array = f"CAST({compiler.process(ids, **kw)} AS BIGINT[])"
    return f"{compiler.process(column, **kw)} = ANY ({array})"


@compiles(_Among, "sqlite")
def _as_json(element: _Among, compiler: Any, **kw: Any) -> str:
    column, ids = element.clauses
    values = f"SELECT value FROM json_each({compiler.process(ids, **kw)})"
    return f"{compiler.process(column, **kw)} IN ({values})"


def among(
    column: ColumnElement[int], ids: Sequence[int] | BindParameter[Any] | str
) -> ColumnElement[bool]:
    """Whether the column holds one of these ids: a sequence, a place, or a place's name."""
    if isinstance(ids, str):
        place: BindParameter[Any] = bindparam(ids, type_=_Ids())
    elif isinstance(ids, BindParameter):
        place = bindparam(ids.key, type_=_Ids())
    else:
        place = bindparam(None, list(ids), type_=_Ids(), unique=True)
    return _Among(column, place)
