"""Taking the turn of the year back (отмена перевода): whole, while nothing new depends on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors, events
from ediary_app.kernel.among import among
from ediary_app.kernel.db import AnyRow, metadata
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.rollover import drafts
from ediary_app.rollover.carrying import OWNERS, trace
from ediary_app.rollover.values import RolloverEvent, RolloverState
from ediary_app.school.values import SchoolEvent

ORDER = (
    "group_member", "assignment", "enrolment", "teaching_group", "school_class", "holiday", "term",
    "level_plan", "school_year",
)  # fmt: skip
"""What is taken away first, so that nothing points at what is gone."""
WORDS: dict[str, LazyText] = {
    "mark": _("Marks"), "attendance": _("Notes of attendance"), "lesson": _("Lessons"),
    "homework": _("Homework"), "remark": _("Remarks"), "work": _("Works"),
    "timetable_entry": _("Lessons of the weekly timetable"),
    "assignment": _("Teachers assigned by hand"), "teaching_group": _("Groups made by hand"),
    "group_member": _("Pupils put into groups by hand"),
    "enrolment": _("Pupils enrolled by hand"), "school_class": _("Classes made by hand"),
    "term": _("Terms added by hand"), "holiday": _("Holidays added by hand"),
}  # fmt: skip
OTHER = _("Other records")
MOVED_SINCE = _("Pupils whose enrolment was changed since")


@dataclass(frozen=True)
class Depends:
    """What stands in the way of an undo: what it is, and how many."""

    title: str
    count: int


@dataclass
class Done:
    """What a turn of the year has made and changed, table by table."""

    made: dict[str, list[int]]
    changed: dict[str, dict[int, Any]]


def done_by(ctx: Context, rollover_id: int) -> Done:
    """What the trace says."""
    done = Done(defaultdict(list), defaultdict(dict))
    rows = ctx.session.execute(
        select(trace.c.subject, trace.c.made, trace.c.changed)
        .where(trace.c.rollover_id == rollover_id)
        .order_by(trace.c.id)
    )
    for row in rows:
        done.made[row.subject] += row.made
        done.changed[row.subject] |= {int(i): both for i, both in row.changed.items()}
    return done


def dependents(ctx: Context, done: Done) -> tuple[Depends, ...]:
    """Everything outside the turn that hangs on what it made; every foreign key is looked at."""
    found: dict[str, int] = {}
    for table in metadata.tables.values():
        key = next(iter(table.primary_key.columns))
        for column in table.columns:
            for target in column.foreign_keys:
                ids = done.made.get(target.column.table.name)
                if not ids:
                    continue
                is_ours = among(key, done.made.get(table.name, []))
                counted = select(func.count()).select_from(table)
                n = ctx.session.scalar(counted.where(among(column, ids), ~is_ours)) or 0
                found[table.name] = max(found.get(table.name, 0), n)
    told = [Depends(str(WORDS.get(name, OTHER)), n) for name, n in found.items() if n]
    moved = len(_changed_since(ctx, done))
    return (*told, Depends(str(MOVED_SINCE), moved)) if moved else tuple(told)


def _changed_since(ctx: Context, done: Done) -> list[int]:
    """Rows that do not say any more what the turn wrote into them."""
    changed = []
    for table, rows in done.changed.items():
        now = OWNERS[table].rows(ctx.session, table, rows)
        for row_id, (_before, after) in rows.items():
            current = now.get(row_id, {})
            if any(events.plain(current.get(name)) != value for name, value in after.items()):
                changed.append(row_id)
    return changed


@use_case(requires=Permission.YEAR_TURN)
def undo(ctx: Context, *, rollover_id: int) -> int:
    """Take the turn of the year back: the school is as it was before; returns the pupils."""
    drafts.alone_in_school(ctx)
    row = drafts.of_school(ctx, rollover_id)
    if row.state != RolloverState.STARTED:
        raise errors.Conflict(_("This turn of the year is not in force: nothing to undo."))
    drafts.check_idle(ctx, row)
    done = done_by(ctx, rollover_id)
    _check_free(dependents(ctx, done))
    for table, rows in done.changed.items():
        before = {i: _typed(table, both[0]) for i, both in rows.items()}
        OWNERS[table].change(ctx.session, table, before)
    for table in ORDER:
        OWNERS[table].remove(ctx.session, table, done.made.get(table, ()))
    drafts.set_values(ctx, row.id, state=RolloverState.UNDONE.value, undone_at=ctx.now)
    back = done.changed.get("enrolment", {})
    _tell(ctx, row, back)
    return len(back)


def _check_free(found: tuple[Depends, ...]) -> None:
    if found:
        why = ", ".join(f"{one.title.lower()}: {one.count}" for one in found)
        raise errors.Conflict(
            _("The turn of the year cannot be undone, because new work depends on it: {why}.",
              why=why),
            code="rollover_used",
        )  # fmt: skip


def _typed(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values from the trace as the table's columns want them."""
    columns = OWNERS[table].tables[table].c
    return {
        name: date.fromisoformat(value)
        if isinstance(value, str) and columns[name].type.python_type is date
        else value
        for name, value in values.items()
    }


def _tell(ctx: Context, row: AnyRow, back: Mapping[int, Any]) -> None:
    enrolments = OWNERS["enrolment"].rows(ctx.session, "enrolment", back)
    for enrolment_id, one in enrolments.items():
        ctx.record(SchoolEvent.MOVEMENT_UNDONE, ("enrolment", enrolment_id),
                   about=one["student_id"], facts={"rollover_id": row.id})  # fmt: skip
    ctx.record(RolloverEvent.UNDONE, ("rollover", row.id), facts={"pupils": len(back)})
