"""A mark's card (карточка отметки): what for, by whom, in which lesson, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import history, rules
from ediary_app.journal.models import Mark, Work, WorkKind
from ediary_app.kernel.db import AnyRow
from ediary_app.school import names
from ediary_app.school.models import Group, Person, Subject
from ediary_app.timetable.models import Lesson

mark, person = Mark.__table__, Person.__table__  # type: ignore[attr-defined]
work, kind = Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
lesson, group, subject = Lesson.__table__, Group.__table__, Subject.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class MarkCard:
    """All that is known of a mark; `value` is empty once it was taken away."""

    id: int = 0
    value: str = ""
    subject: str = ""
    kind: str = ""
    weight: str = ""
    on: date | None = None
    slot: int = 0
    topic: str = ""
    comment: str = ""
    teacher: str = ""
    changes: tuple[history.Change, ...] = ()


@use_case(requires=Permission.SCHOOL_READ, writes=False)
def mark_card(ctx: Context, *, mark_id: int) -> MarkCard:
    """A mark with its lesson, its work and its history."""
    changes = history.mark_history(ctx, mark_id=mark_id)
    row = _row(ctx, mark_id)
    return MarkCard(
        id=mark_id,
        value=row.value or "",
        subject=row.subject,
        kind=row.name,
        weight=rules.weight_text(row.weight),
        on=row.date,
        slot=row.slot,
        topic=row.topic,
        comment=row.comment,
        teacher=names.full_name(row.family_name, row.given_name, row.middle_name),
        changes=changes,
    )


def _row(ctx: Context, mark_id: int) -> AnyRow:
    return ctx.session.execute(
        select(
            mark.c.value, mark.c.comment, subject.c.name.label("subject"), kind.c.name,
            kind.c.weight, lesson.c.date, lesson.c.slot, lesson.c.topic, person.c.family_name,
            person.c.given_name, person.c.middle_name,
        )
        .join(lesson, lesson.c.id == mark.c.lesson_id)
        .join(work, work.c.id == mark.c.work_id)
        .join(kind, kind.c.id == work.c.kind_id)
        .join(group, group.c.id == mark.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .join(person, person.c.id == mark.c.set_by)
        .where(mark.c.id == mark_id)
    ).one()  # fmt: skip
