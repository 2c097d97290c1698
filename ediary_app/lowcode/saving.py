"""Writing one row (запись строки): nobody's words are lost, nothing that is used is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.sql import ColumnElement

from ediary_app.access.context import Context
from ediary_app.access.usecase import pattern
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode import fields, finding, history
from ediary_app.lowcode.resources import RESOURCES, Resource, Values
from ediary_app.lowcode.values import Clash, DataEvent, Saved


@pattern()
def save(
    ctx: Context,
    resource: Resource,
    *,
    row_id: int = 0,
    said: dict[str, str],
    was: dict[str, str] | None = None,
) -> Saved:
    """Make a row, or change it as the form says (сохранить карточку).

    `was` is what the form was opened with: a field left as it was is not written, so that what
    somebody else changed meanwhile stays. Where both changed the same field nothing is written,
    and the answer shows both versions.
    """
    if not row_id:
        return _make(ctx, resource, fields.read_form(resource, said))
    said = {f.name: said[f.name] for f in resource.typed if f.name in said and not f.is_fixed}
    typed = fields.read_form(resource, said)
    before = finding.row_of(ctx, resource, row_id, lock=True)
    changed = {k: v for k, v in typed.items() if (was or {}).get(k) != said[k]}
    if clashes := _clashes(ctx, resource, before, changed, was or {}):
        return Saved(row_id, clashes, history.last_hand(ctx, resource, row_id))
    changed = {k: v for k, v in changed.items() if v != before[k]}
    if changed:
        _fits(ctx, resource, {**before, **changed}, changed, row_id)
        change_row(ctx, resource, before, changed, DataEvent.ROW_CHANGED)
    return Saved(row_id)


def _make(ctx: Context, resource: Resource, typed: dict[str, Any]) -> Saved:
    if not resource.may_add:
        raise errors.Denied(_("Nothing can be added to this list here."))
    absent = {f.name: fields.REQUIRED for f in resource.typed if f.required}
    fields.refuse({k: v for k, v in absent.items() if typed.get(k) in (None, "")})
    _fits(ctx, resource, typed, typed, 0)
    return Saved(add_row(ctx, resource, typed))


def add_row(ctx: Context, resource: Resource, typed: Values) -> int:
    """A new row with its event; what was checked before comes in."""
    row = {**typed, **resource.follows(typed)}
    own, beside = _apart(resource, row)
    first = insert(resource.table).values(**own, **resource.fixed(ctx))
    made = first.returning(resource.table.c[resource.target.key])
    row_id = int(ctx.session.execute(made).scalar_one())
    if resource.side is not None:
        (key,) = resource.side.primary_key.columns
        beside = {**beside, **resource.fixed(ctx), key.name: row_id}
        ctx.session.execute(insert(resource.side).values(**beside))
    tell_row(ctx, resource, row_id, DataEvent.ROW_ADDED, {}, typed)
    resource.made(ctx, row_id, typed)
    return row_id


def change_row(
    ctx: Context, resource: Resource, before: Values, changed: Values, kind: DataEvent,
    bulk_id: int = 0,
) -> None:  # fmt: skip
    """Change columns of a row with its event; what was checked before comes in."""
    table, key = resource.table, resource.target.key
    row, beside = _apart(resource, {**changed, **resource.follows({**before, **changed})})
    if "version" in table.c:
        row["version"] = table.c.version + 1
    if row:
        ctx.session.execute(update(table).where(table.c[key] == before[key]).values(**row))
    if beside and resource.side is not None:
        (own,) = resource.side.primary_key.columns
        ctx.session.execute(update(resource.side).where(own == before[key]).values(**beside))
    was = {name: before[name] for name in changed}
    tell_row(ctx, resource, int(before[key]), kind, was, changed, bulk_id)  # type: ignore[arg-type]


def _apart(resource: Resource, values: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values by the table they lie in: the list's own, and the one beside it."""
    own = {k: v for k, v in values.items() if k in resource.table.c}
    return own, {k: v for k, v in values.items() if k not in own}


def tell_row(
    ctx: Context, resource: Resource, row_id: int, kind: DataEvent, before: Values, after: Values,
    bulk_id: int = 0,
) -> None:  # fmt: skip
    """Record what happened to a row: which fields as facts, what they held as erasable values."""
    about = after.get(resource.about) or before.get(resource.about) if resource.about else None
    about = row_id if resource.about == resource.target.key else about
    facts: dict[str, Any] = {"fields": sorted({*before, *after})}
    values = {
        "before": {k: fields.plain(v) for k, v in before.items()},
        "after": {k: fields.plain(v) for k, v in after.items()},
    }
    subject = (resource.table.name, row_id)
    bulk = {"bulk": bulk_id} if bulk_id else {}
    ctx.record(kind, subject, about=about, facts={**facts, **bulk}, values=values)  # type: ignore[arg-type]


def _clashes(
    ctx: Context, resource: Resource, before: Values, changed: Values, was: Mapping[str, str]
) -> tuple[Clash, ...]:
    """Fields that two have changed to different things; both in words."""
    found = []
    for name, mine in changed.items():
        one = resource.field(name)
        standing = fields.typed(one, before[name])
        if mine != before[name] and was.get(name, standing) != standing:
            words = history.Words(ctx, resource).of(one, [mine, before[name]])
            found.append(Clash(name, str(one.label), words[0], words[1], standing))
    return tuple(found)


def _fits(ctx: Context, resource: Resource, row: Values, changed: Values, row_id: int) -> None:
    """Relations lead to rows that are there, the row is right as a whole, and there is no twin."""
    wrong: dict[str, LazyText | str] = {}
    for name, value in changed.items():
        if finding.missing_relation(ctx, resource.field(name), value):
            wrong[name] = _("Choose one from the list.")
    fields.refuse(wrong or resource.check(row))
    fields.refuse(twins(ctx, resource, row, changed, row_id))


def twins(
    ctx: Context, resource: Resource, row: Values, changed: Values, row_id: int
) -> Mapping[str, LazyText]:
    """The fields in which a row would be the twin of another, after the table's own constraints."""
    key = resource.table.c[resource.target.key]
    whole = {**resource.fixed(ctx), **row}
    for names in resource.unique:
        own = [n for n in names if n in changed]
        if not own or any(whole.get(n) is None for n in names):
            continue
        same = [resource.column(ctx, n) == whole[n] for n in names]
        source = select(key).select_from(resource.source())
        there = source.where(*same, key != row_id).limit(1)
        if ctx.session.scalar(there) is not None:
            return {own[-1]: _("There is one like this already.")}
    return {}


@pattern()
def remove(ctx: Context, resource: Resource, *, row_id: int) -> str:
    """Delete a row nothing refers to; one that is used is put into the archive (убрать строку).

    Gives `deleted` or `archived`; a used row of a list without an archive is refused with words.
    """
    if not resource.may_remove:
        raise errors.Denied(_("Nothing can be removed from this list here."))
    before = finding.row_of(ctx, resource, row_id, lock=True)
    users = used_by(ctx, resource.table, row_id)
    if users and not resource.archive:
        raise errors.Conflict(
            _("This is used in: {where}. Nothing was deleted.", where=", ".join(users)),
            code="in_use",
        )
    if users:
        change_row(ctx, resource, before, {resource.archive: True}, DataEvent.ROW_ARCHIVED)
        return "archived"
    was = {f.name: before[f.name] for f in resource.typed}
    key = resource.table.c[resource.target.key]
    ctx.session.execute(delete(resource.table).where(key == row_id))
    tell_row(ctx, resource, row_id, DataEvent.ROW_DELETED, was, {})
    return "deleted"


@pattern()
def restore(ctx: Context, resource: Resource, *, row_id: int) -> None:
    """Take a row out of the archive (вернуть из архива)."""
    before = finding.row_of(ctx, resource, row_id, lock=True)
    if not resource.archive or not before[resource.archive]:
        raise errors.NotFound(_("There is no such row, or it is not yours."))
    change_row(ctx, resource, before, {resource.archive: False}, DataEvent.ROW_RESTORED)


def used_by(ctx: Context, table: Table, row_id: int) -> list[str]:
    """The lists in which something refers to a row, in words; one statement."""
    titles = {r.table.name: str(r.title) for r in RESOURCES.values()}
    users: dict[str, list[ColumnElement[bool]]] = {}
    for other in table.metadata.tables.values():
        for column in other.columns:
            if any(k.references(table) for k in column.foreign_keys):
                there = select(column).where(column == row_id).exists()
                users.setdefault(titles.get(other.name, ""), []).append(there)
    if not users:
        return []
    asked = [one for some in users.values() for one in some]
    answers = iter(ctx.session.execute(select(*asked)).one())
    used = {title: sum(next(answers) for _one in some) for title, some in users.items()}
    named = sorted(title for title, is_used in used.items() if is_used and title)
    return [*named, *([str(_("other records"))] if used.get("") else [])]
