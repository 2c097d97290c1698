"""A row as a form (карточка): what stands in it, what may be chosen, where it leads."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import cells, fields, finding
from ediary_app.lowcode.listing import Query, offers
from ediary_app.lowcode.resources import Field, Part, Resource, Target
from ediary_app.lowcode.values import Card, Choice, FormField, Link, Section

FEW = 30
"""So many rows are a menu; more are searched for."""


@pattern(writes=False)
def card(ctx: Context, resource: Resource, *, row_id: int = 0) -> Card:
    """A row with all its fields, or an empty form for a new one (карточка строки)."""
    may_write = ctx.actor.may(resource.writes)
    row = finding.row_of(ctx, resource, row_id) if row_id else {}
    if not row_id and not (may_write and resource.may_add):
        raise errors.NotFound(_("There is no such row, or it is not yours."))
    return Card(
        id=row_id, is_open=True, title=title_of(ctx, resource, row_id) if row_id else "",
        sections=_sections(ctx, resource, row),
        links=tuple(
            Link(str(w.title), w.address.format(id=row_id)) for w in resource.ways if row_id
        ),
        is_archived=bool(row.get(resource.archive)) if resource.archive else False,
        may_write=may_write and (not row_id or any(not f.is_fixed for f in resource.typed)),
        may_remove=may_write and resource.may_remove and row_id > 0,
        actions=offers(ctx, [a for a in resource.actions if a.on and row_id and a.fits(row)]),
    )  # fmt: skip


@pattern(writes=False)
def offered(
    ctx: Context, resource: Resource, *, field: str, query: Query = ""
) -> tuple[Choice, ...]:
    """Rows that a relation of the form may lead to, found by their words (выбор из списка)."""
    if not resource.has(field) or (to := resource.field(field).to) is None:
        raise errors.NotFound(_("There is no such list."))
    return finding.choices(ctx, to, query, FEW)


def title_of(ctx: Context, resource: Resource, row_id: int) -> str:
    """The words by which a row is called."""
    table, target = resource.table, resource.target
    found = select(target.words(table)).where(table.c[target.key] == row_id)
    return cells.text(ctx.session.scalar(found))


def _sections(ctx: Context, resource: Resource, row: dict[str, Any]) -> tuple[Section, ...]:
    parts = resource.parts or (Part(resource.title, tuple(f.name for f in resource.fields)),)
    heads = [str(part.title) if resource.parts else "" for part in parts]
    return tuple(
        Section(head, tuple(form_field(ctx, f, row) for f in _shown(resource, part, row)))
        for head, part in zip(heads, parts, strict=True)
    )


def _shown(resource: Resource, part: Part, row: dict[str, Any]) -> list[Field]:
    """The fields of a part; what others say of a row is not there before the row is."""
    found = [resource.field(name) for name in part.fields]
    return [one for one in found if row or one.told is None]


def form_field(ctx: Context, one: Field, row: dict[str, Any]) -> FormField:
    """A field of the form with what the row holds, or with what a new one begins with."""
    value = fields.typed(one, row[one.name]) if row else one.default
    held = fields.shown(one, row.get(one.name))
    words, choices = _of_relation(ctx, one.to, value) if one.to else (held, _choices(one))
    return FormField(
        name=one.name, label=str(one.label), kind=one.kind, help=str(one.help or ""),
        value=value, shown=words, choices=choices,
        is_required=one.required, is_fixed=(one.is_fixed and bool(row)) or one.told is not None,
        longest=one.longest,
    )  # fmt: skip


def _choices(one: Field) -> tuple[Choice, ...]:
    return tuple(Choice(value, str(words)) for value, words in one.choices.items())


def _of_relation(ctx: Context, to: Target, value: str) -> tuple[str, tuple[Choice, ...]]:
    """The words of the chosen row, and a menu when there are few to choose from."""
    menu = finding.choices(ctx, to, "", FEW + 1)
    words = next((c.title for c in menu if c.id == value), "")
    if value and not words:
        words = finding.words_of(ctx, to, [int(value)]).get(int(value), "")
    if len(menu) > FEW:
        return words, ()
    there = not value or any(c.id == value for c in menu)
    return words, menu if there else (Choice(value, words), *menu)
