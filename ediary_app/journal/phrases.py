"""Words to pupils as their teacher writes them (записи учителя): history, phrases, taking back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal.models import Remark
from ediary_app.journal.values import JournalEvent, RemarkKind
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.school import names
from ediary_app.school.models import Person
from ediary_app.timetable import policy
from ediary_app.timetable.models import Lesson

lesson, person = Lesson.__table__, Person.__table__  # type: ignore[attr-defined]
remark = Remark.__table__  # type: ignore[attr-defined]
HISTORY_DAYS, MOST_WORDS, OWN_PHRASES = 120, 300, 6
PHRASE_LENGTH = 80

USUAL: tuple[tuple[RemarkKind, LazyText], ...] = (
    (RemarkKind.PRAISE, _("Excellent work in the lesson")),
    (RemarkKind.PRAISE, _("Clear progress")),
    (RemarkKind.PRAISE, _("Helped a classmate")),
    (RemarkKind.PRAISE, _("A fine piece of homework")),
    (RemarkKind.REMARK, _("Without homework")),
    (RemarkKind.REMARK, _("Without the textbook or the exercise book")),
    (RemarkKind.REMARK, _("Was distracted in the lesson")),
    (RemarkKind.RECOMMENDATION, _("Go over the topic of the lesson once more")),
    (RemarkKind.RECOMMENDATION, _("Come to the consultation")),
    (RemarkKind.RECOMMENDATION, _("Correct the mistakes in the work")),
)
"""Phrases that need no typing, praise first."""


@dataclass(frozen=True)
class LessonWords:
    """Words around a lesson, packed for the tablet.

    `said`: (id, pupil id, kind, text, date, who, whether the reader wrote it, whether it was taken
    back). `phrases`: (kind, text), the reader's own most frequent ones first.
    """

    lesson_id: int = 0
    said: tuple[tuple[int, int, str, str, date, str, bool, bool], ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()


@use_case(requires=Permission.REMARK_WRITE, writes=False)
def lesson_words(ctx: Context, *, lesson_id: int) -> LessonWords:
    """What was written to the pupils of the lesson's group lately, and phrases to write again."""
    found = policy.lesson_taught(ctx, lesson_id)
    rows = ctx.session.execute(
        select(
            remark.c.id, remark.c.student_id, remark.c.kind, remark.c.text, remark.c.date,
            remark.c.written_by, remark.c.is_removed, person.c.family_name, person.c.given_name,
            person.c.middle_name,
        )
        .join(lesson, lesson.c.id == remark.c.lesson_id)
        .join(person, person.c.id == remark.c.written_by)
        .where(
            lesson.c.group_id == found.group_id,
            lesson.c.date.between(found.date - timedelta(days=HISTORY_DAYS), found.date),
        )
        .order_by(remark.c.date.desc(), remark.c.id.desc())
        .limit(MOST_WORDS)
    ).all()  # fmt: skip
    me = ctx.actor.person_id
    return LessonWords(found.id, tuple(_said(row, me) for row in rows), _phrases(ctx))


def _said(row: AnyRow, me: int | None) -> tuple[int, int, str, str, date, str, bool, bool]:
    who = names.short_name(row.family_name, row.given_name, row.middle_name)
    is_mine = row.written_by == me
    return row.id, row.student_id, row.kind, row.text, row.date, who, is_mine, row.is_removed


def _phrases(ctx: Context) -> tuple[tuple[str, str], ...]:
    """What this teacher wrote twice or more, then the usual phrases that are not among it."""
    times = func.count()
    own = ctx.session.execute(
        select(remark.c.kind, remark.c.text)
        .where(
            remark.c.written_by == ctx.actor.person_id,
            ~remark.c.is_removed,
            remark.c.date >= ctx.today - timedelta(days=365),
            func.length(remark.c.text) <= PHRASE_LENGTH,
        )
        .group_by(remark.c.kind, remark.c.text)
        .having(times >= 2)
        .order_by(times.desc(), remark.c.text)
        .limit(OWN_PHRASES)
    )
    usual = ((kind.value, str(text)) for kind, text in USUAL)
    return tuple(dict.fromkeys([*((row.kind, row.text) for row in own), *usual]))


@use_case(requires=Permission.REMARK_WRITE)
def remove_remark(ctx: Context, *, lesson_id: int, remark_id: int) -> None:
    """Take one's own words back: the family sees them no more, the history keeps them."""
    _put_away(ctx, lesson_id, remark_id, is_removed=True)


@use_case(requires=Permission.REMARK_WRITE)
def restore_remark(ctx: Context, *, lesson_id: int, remark_id: int) -> None:
    """Put one's own words back that were taken back."""
    _put_away(ctx, lesson_id, remark_id, is_removed=False)


def _put_away(ctx: Context, lesson_id: int, remark_id: int, *, is_removed: bool) -> None:
    found = policy.lesson_taught(ctx, lesson_id)
    row: Any = ctx.session.get(Remark, remark_id, with_for_update=True)
    group_id = None if row is None else _group_of(ctx, row.lesson_id)
    if group_id != found.group_id or row.written_by != ctx.actor.person_id:
        raise errors.NotFound(_("There are no such words, or another teacher wrote them."))
    if row.is_removed == is_removed:
        return
    row.is_removed = is_removed
    ctx.session.flush()
    ctx.record(
        JournalEvent.REMARK_REMOVED if is_removed else JournalEvent.REMARK_RESTORED,
        row,
        about=row.student_id,
        group_id=found.group_id,
        lesson_id=row.lesson_id,
        facts={"kind": row.kind},
    )


def _group_of(ctx: Context, lesson_id: int | None) -> int | None:
    return ctx.session.scalar(select(lesson.c.group_id).where(lesson.c.id == lesson_id))
