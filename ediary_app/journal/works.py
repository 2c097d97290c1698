"""Works of a lesson (работы урока): a new column of the journal page, its title, taking it away."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Row, delete, exists, insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal.marks import check_open
from ediary_app.journal.models import Mark, Work, WorkKind
from ediary_app.journal.values import JournalEvent, WorkNumber
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _
from ediary_app.timetable import policy

work, kind, mark = Work.__table__, WorkKind.__table__, Mark.__table__  # type: ignore[attr-defined]
Title = Annotated[str, Field(max_length=200)]


@use_case(requires=Permission.MARK_SET)
def set_work(
    ctx: Context, *, lesson_id: int, kind_id: int, number: WorkNumber = 1, title: Title = ""
) -> int:
    """Add a work to a lesson, a column for its marks, or give it another title; returns its id."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    before = _work(ctx, lesson_id, kind_id, number)
    if before is None:
        return _added(ctx, lesson, kind_id, number, title)
    if before.title != title:
        ctx.session.execute(update(work).where(work.c.id == before.id).values(title=title))
        words = {"title": title, "before": before.title}
        _tell(ctx, lesson, JournalEvent.WORK_CHANGED, before.id, kind_id, words)
    return int(before.id)


@use_case(requires=Permission.MARK_SET)
def remove_work(ctx: Context, *, lesson_id: int, kind_id: int, number: WorkNumber = 1) -> None:
    """Take an empty work away; one that ever held a mark stays, for its history."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    before = _work(ctx, lesson_id, kind_id, number)
    if before is None:
        return
    if ctx.session.scalar(select(exists().where(mark.c.work_id == before.id))):
        raise errors.Invalid(
            _("Marks stood in this column: it stays, with their history."), code="work_has_marks"
        )
    ctx.session.execute(delete(work).where(work.c.id == before.id))
    words = {"before": before.title}
    _tell(ctx, lesson, JournalEvent.WORK_REMOVED, before.id, kind_id, words)


def _work(ctx: Context, lesson_id: int, kind_id: int, number: int) -> AnyRow | None:
    return ctx.session.execute(
        select(work.c.id, work.c.title).where(
            work.c.lesson_id == lesson_id, work.c.kind_id == kind_id, work.c.number == number
        )
    ).first()


def _added(ctx: Context, lesson: Row[Any], kind_id: int, number: int, title: str) -> int:
    known = select(kind.c.id).where(
        kind.c.id == kind_id, kind.c.school_id == ctx.school_id, ~kind.c.is_archived
    )
    if ctx.session.scalar(known) is None:
        raise errors.NotFound(_("There is no such kind of work any more."))
    made = {
        "school_id": lesson.school_id,
        "group_id": lesson.group_id,
        "lesson_id": lesson.id,
        "kind_id": kind_id,
        "number": number,
        "title": title,
    }
    work_id = int(ctx.session.execute(insert(work).values(made).returning(work.c.id)).scalar_one())
    _tell(ctx, lesson, JournalEvent.WORK_ADDED, work_id, kind_id, {"title": title})
    return work_id


def _tell(
    ctx: Context,
    lesson: Row[Any],
    event: JournalEvent,
    work_id: int,
    kind_id: int,
    values: dict[str, str],
) -> None:
    ctx.record(
        event,
        ("work", work_id),
        group_id=lesson.group_id,
        lesson_id=lesson.id,
        facts={"kind": kind_id},
        values=values,
    )
