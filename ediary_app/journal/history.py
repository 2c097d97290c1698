"""The history of a mark or a cell (история отметки): who, when, why, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import policy, rules
from ediary_app.journal.models import Attendance, Mark, Work, WorkKind
from ediary_app.kernel.events import Event, EventPersonal
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.models import Person

mark, attendance = Mark.__table__, Attendance.__table__  # type: ignore[attr-defined]
work, kind = Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
person, event = Person.__table__, Event.__table__  # type: ignore[attr-defined]
personal = EventPersonal.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Change:
    """One line of a history; `value` is empty where it was taken away.

    `work` is the kind of work of a mark.
    """

    at: datetime
    who: str
    value: str
    before: str
    comment: str
    reason: str
    is_erased: bool = False
    work: str = ""
    is_attendance: bool = False


@use_case(requires=Permission.SCHOOL_READ, writes=False)
def mark_history(ctx: Context, *, mark_id: int) -> tuple[Change, ...]:
    """Every change of a mark, the oldest first: for its teachers, its class teacher, its family."""
    policy.mark_readable(ctx, mark_id)
    return _changes(ctx, and_(event.c.subject == "mark", event.c.subject_id == mark_id))


@use_case(requires=Permission.JOURNAL_READ, writes=False)
def cell_history(ctx: Context, *, lesson_id: int, student_id: int) -> tuple[Change, ...]:
    """Everything that happened in a cell of the journal: its marks and the attendance."""
    lesson = policy.lesson_readable(ctx, lesson_id)
    here = {"mark": mark, "attendance": attendance}
    of_cell = [
        and_(
            event.c.subject == name,
            event.c.subject_id.in_(
                select(table.c.id).where(
                    table.c.lesson_id == lesson.id, table.c.student_id == student_id
                )
            ),
        )
        for name, table in here.items()
    ]
    sees = policy.may_see_illness(ctx, lesson.group_id, lesson.id)
    return _changes(ctx, or_(*of_cell), sees_illness=sees)


def _changes(
    ctx: Context, which: ColumnElement[bool], *, sees_illness: bool = True
) -> tuple[Change, ...]:
    found: Select[Any] = (
        select(
            event.c.at, event.c.subject, personal.c.personal_values, event.c.personal_digest,
            person.c.family_name, person.c.given_name, person.c.middle_name,
            kind.c.name.label("work"),
        )
        .select_from(event)
        .join(personal, personal.c.event_id == event.c.id, isouter=True)
        .join(person, person.c.id == event.c.person_id, isouter=True)
        .join(mark, and_(event.c.subject == "mark", mark.c.id == event.c.subject_id), isouter=True)
        .join(work, work.c.id == mark.c.work_id, isouter=True)
        .join(kind, kind.c.id == work.c.kind_id, isouter=True)
        .where(which)
        .order_by(event.c.id)
    )  # fmt: skip
    return tuple(_change(row, sees_illness) for row in ctx.session.execute(found))


def _change(row: Row[Any], sees_illness: bool) -> Change:
    values = row.personal_values or {}
    who = names.short_name(row.family_name or "", row.given_name or "", row.middle_name or "")
    field = "value" if row.subject == "mark" else "code"
    return Change(
        at=row.at,
        who=who or str(_("the system")),
        value=rules.shown_code(values.get(field, ""), may_see_illness=sees_illness),
        before=rules.shown_code(values.get("before", ""), may_see_illness=sees_illness),
        comment=values.get("comment", ""),
        reason=values.get("reason", ""),
        is_erased=row.personal_digest is not None and not values,
        work=row.work or "",
        is_attendance=row.subject == "attendance",
    )
