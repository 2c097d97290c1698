"""Who writes what: a part of the school writes its own tables only."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from sqlmodel import SQLModel

from ediary_app import tables

Sources = dict[str, ast.Module]
WRITES = {"insert", "update", "delete"}
MANY = {"insert_many", "update_many", "delete_many"}
EVERYWHERE = {"demo"}
"""Makes a whole school at once, every table of it, past the use cases."""
LENT = {"EventPersonal": {"audit"}, "Outbox": {"jobs"}}
"""The event log is the kernel's mechanism: erasing personal values is the audit's act, taking a
reaction off the outbox the job runner's."""


def package_of(module: str) -> str:
    return module.split(".")[1]


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class Names:
    """What every name of the product's modules stands for, followed to the class of a table."""

    def __init__(self, sources: Sources) -> None:
        self.meanings: dict[str, str] = {}
        for path, tree in sources.items():
            module = module_of(path)
            for node in ast.walk(tree):
                for name, meaning in self._named(node, module):
                    self.meanings[f"{module}.{name}"] = meaning

    def _named(self, node: ast.AST, module: str) -> Iterator[tuple[str, str]]:
        if isinstance(node, ast.ImportFrom):
            yield from ((a.asname or a.name, f"{node.module}.{a.name}") for a in node.names)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from self._assigned(target, node.value, module)

    def _assigned(
        self, target: ast.expr, value: ast.expr, module: str
    ) -> Iterator[tuple[str, str]]:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, other in zip(target.elts, value.elts, strict=True):
                yield from self._assigned(one, other, module)
        elif isinstance(target, ast.Name) and isinstance(value, ast.Attribute):
            named = value.value if value.attr == "__table__" else value
            yield target.id, f"{module}.{ast.unparse(named)}"

    def meaning(self, module: str, node: ast.expr) -> str:
        """The full name behind an expression used in a module."""
        full = f"{module}.{ast.unparse(node)}"
        for _step in range(10):
            head = full
            while head and head not in self.meanings:
                head = head.rpartition(".")[0]
            if not head:
                break
            full = self.meanings[head] + full[len(head) :]
        return full


def written_by(call: ast.Call) -> ast.expr:
    """What a call writes: the table of a statement or of many rows, else the class it makes."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    if isinstance(call.func, ast.Name) and name in WRITES and call.args:
        return call.args[0]
    return call.args[1] if name in MANY and len(call.args) > 1 else call.func


@pytest.fixture(scope="module")
def written(sources: Sources) -> set[tuple[str, int, str]]:
    """Module, line and table class of everything that is inserted, updated, deleted or made."""
    assert tables.metadata.tables
    mapped = {f"{m.class_.__module__}.{m.class_.__name__}" for m in SQLModel._sa_registry.mappers}
    names, found = Names(sources), set()
    for path, tree in sources.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            what = names.meaning(module_of(path), written_by(call))
            if what in mapped:
                found.add((module_of(path), call.lineno, what))
    return found


def test_a_part_of_the_school_writes_its_own_tables_only(
    written: set[tuple[str, int, str]],
) -> None:
    foreign = [
        f"{module}:{line} writes {table}"
        for module, line, table in sorted(written)
        if package_of(module) not in EVERYWHERE | {package_of(table)}
        and package_of(module) not in LENT.get(table.rpartition(".")[2], set())
    ]
    assert foreign == []


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ("journal", {"Mark", "Work", "Attendance", "Homework", "Remark"}),
        ("access", {"SignInSession", "OneTimeCode", "Performed"}),
        ("kernel", {"Event", "EventPersonal", "Outbox", "Seal"}),
        ("timetable", {"Lesson"}),
    ],
)
def test_the_search_for_writes_finds_them(
    written: set[tuple[str, int, str]], package: str, expected: set[str]
) -> None:
    found = {t.rpartition(".")[2] for module, _line, t in written if package_of(module) == package}
    assert expected <= found
