"""A table comes in (загрузка справочника): shown first, then taken in whole or not at all.

Rows are recognised by the fields the declaration names; what differs is changed, what is not there
is added, nothing is deleted. A relation is read by its words, as the list shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern
from ediary_app.kernel import errors
from ediary_app.kernel.folding import fold
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import cells, fields, finding, reading, saving, sheets
from ediary_app.lowcode.cells import Cell, Unreadable
from ediary_app.lowcode.reading import Head
from ediary_app.lowcode.resources import Field, Resource
from ediary_app.lowcode.values import Checked, Choice, DataEvent, Problem

SHOWN = 100
ALL_FOUND = 100_000


@dataclass
class Plan:
    """What a table would do: rows to add, rows to change, what is wrong."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


@pattern(writes=False)
def import_check(
    ctx: Context, resource: Resource, *, data: bytes, mapping: dict[int, str] | None = None
) -> Checked:
    """What a table would do, with every problem by row and column; nothing is written (проверка).

    Without a `mapping` the columns mean what their heads say, or what they meant last time.
    """
    head = reading.head_of(ctx, resource, sheets.read(data), mapping)
    return _told(resource, head, _plan(ctx, resource, head))


@pattern()
def import_apply(
    ctx: Context, resource: Resource, *, data: bytes, mapping: dict[int, str] | None = None
) -> Checked:
    """Take a table in: all of it, or nothing when anything is wrong (загрузить)."""
    head = reading.head_of(ctx, resource, sheets.read(data), mapping)
    plan = _plan(ctx, resource, head)
    told = _told(resource, head, plan)
    if told.problem_count or told.missing:
        raise errors.Invalid(
            _("The table has problems. Nothing was imported; correct them first."),
            code="table_has_problems",
        )
    for row in plan.new:
        saving.add_row(ctx, resource, row)
    for before, values in plan.changed:
        saving.change_row(ctx, resource, before, values, DataEvent.ROW_CHANGED)
    reading.remember(ctx, resource, head)
    facts = {"list": resource.name, "new": len(plan.new), "changed": len(plan.changed)}
    ctx.record(DataEvent.ROWS_IMPORTED, ("school", ctx.school_id), facts=facts)
    return told


def _told(resource: Resource, head: Head, plan: Plan) -> Checked:
    meant = {c.field for c in head.columns}
    needed = set(resource.known_by)  # a row that is there already needs no more
    if plan.new or not head.lines:
        needed |= {f.name for f in resource.typed if f.required and not f.default}
    missing = [f for f in resource.fields if f.name in needed - meant]
    return Checked(
        columns=head.columns,
        fields=tuple(Choice(f.name, str(f.label)) for f in resource.typed),
        rows=len(head.lines), new=len(plan.new), changed=len(plan.changed),
        unchanged=plan.unchanged, problem_count=len(plan.problems),
        problems=tuple(plan.problems[:SHOWN]), missing=tuple(str(f.label) for f in missing),
    )  # fmt: skip


def _plan(ctx: Context, resource: Resource, head: Head) -> Plan:
    plan = Plan()
    meant = {c.index: resource.field(c.field) for c in head.columns if c.field}
    if not meant:
        return plan
    relations = {one.name: _by_words(ctx, one) for one in meant.values() if one.to is not None}
    known = _known(ctx, resource)
    seen: dict[tuple[Any, ...], int] = {}
    for line in head.lines:
        values, wrong = _read_line(meant, line.cells, relations)
        key = _key(resource, values)
        if not wrong and (twin := seen.setdefault(key, line.number)) != line.number:
            said = _("The same as row {n}.", n=twin)
            wrong.append((next(iter(meant.values())), said))
        standing = known.get(key)
        if not wrong:
            wrong += _objections(ctx, resource, standing, values)
        if wrong:
            plan.problems += [Problem(line.number, str(f.label), str(why)) for f, why in wrong]
        else:
            _sort_in(resource, plan, standing, values)
    return plan


def _read_line(
    meant: dict[int, Field], line: tuple[Cell, ...], relations: dict[str, dict[str, int]]
) -> tuple[dict[str, Any], list[tuple[Field, LazyText]]]:
    """The values of a row, and what is wrong with which of its cells."""
    values: dict[str, Any] = {}
    wrong: list[tuple[Field, LazyText]] = []
    for index, one in meant.items():
        cell = line[index] if index < len(line) else None
        try:
            values[one.name] = _value(one, cell, relations.get(one.name))
        except Unreadable as reason:
            wrong.append((one, reason.message))
    return values, wrong


def _value(one: Field, cell: Cell, words: dict[str, int] | None) -> Any:
    written = cells.text(cell)
    if words is None:
        empty = one.default if one.default and not written else cell
        return fields.read(one, empty)
    if not written:
        return fields.read(one, "")
    found = words.get(fold(written))
    if found is None:
        raise Unreadable(_("“{value}” is not in the list.", value=written))
    if found < 0:
        raise Unreadable(_("“{value}” may be several: make the words different.", value=written))
    return found


def _by_words(ctx: Context, one: Field) -> dict[str, int]:
    """What a relation may lead to, by its folded words; -1 where several are called alike."""
    assert one.to is not None
    found: dict[str, int] = {}
    for choice in finding.choices(ctx, one.to, "", ALL_FOUND):
        words = fold(choice.title)
        found[words] = -1 if words in found else int(choice.id)
    return found


def _known(ctx: Context, resource: Resource) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows that are there, by what they are recognised by."""
    rows = ctx.session.execute(resource.whole(ctx)).mappings()
    return {_key(resource, row): dict(row) for row in rows}


def _key(resource: Resource, values: Any) -> tuple[Any, ...]:
    said = [values.get(name) for name in resource.known_by]
    return tuple(fold(v) if isinstance(v, str) else v for v in said)


def _objections(
    ctx: Context, resource: Resource, standing: dict[str, Any] | None, values: dict[str, Any]
) -> list[tuple[Field, LazyText]]:
    """What the row as a whole cannot be."""
    first = resource.field(resource.known_by[0])
    if standing is None and not resource.may_add:
        return [(first, _("There is no such row, and none can be added here."))]
    whole = {**(standing or _defaults(resource)), **values}
    return [(resource.field(n), why) for n, why in resource.check(whole).items()]


def _defaults(resource: Resource) -> dict[str, Any]:
    """What a new row holds where nothing is said."""
    found = {}
    for one in resource.typed:
        optional = Field(one.name, one.label, one.kind, choices=one.choices, longest=one.longest)
        found[one.name] = fields.read(optional, one.default)
    return found


def _sort_in(
    resource: Resource, plan: Plan, standing: dict[str, Any] | None, values: dict[str, Any]
) -> None:
    if standing is None:
        plan.new.append({**_defaults(resource), **values})
        return
    movable = {k: v for k, v in values.items() if not resource.field(k).is_fixed}
    changed = {k: v for k, v in movable.items() if v != standing[k]}
    if changed:
        plan.changed.append((standing, changed))
    else:
        plan.unchanged += 1
