"""Topic, homework and words to a pupil (тема, домашнее задание, записи ученику)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal.marks import author, check_open
from ediary_app.journal.models import Homework, HomeworkTick, Remark
from ediary_app.journal.values import JournalEvent, RemarkKind
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school.models import GroupMember
from ediary_app.timetable import policy
from ediary_app.timetable import service as timetable
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState

lesson_table, homework = Lesson.__table__, Homework.__table__  # type: ignore[attr-defined]
remark, tick = Remark.__table__, HomeworkTick.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]
TOPIC_LENGTH, TEXT_LENGTH = 500, 4_000


@use_case(requires=Permission.LESSON_TEACH)
def set_topic(ctx: Context, *, lesson_id: int, topic: str, former: str | None = None) -> None:
    """Write what the lesson was about; `former` is what the writer saw: else `Conflict`."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    _check_length(topic, TOPIC_LENGTH, "topic")
    now_there = _locked_topic(ctx, lesson.id)
    if topic == now_there:
        return
    if former is not None and former != now_there:
        raise errors.Conflict(
            _("Somebody else wrote the topic meanwhile: {topic}", topic=now_there or "—")
        )
    timetable.write_in_lesson(ctx, lesson.id, topic=topic, version=lesson_table.c.version + 1)
    words = {"topic": topic, "before": now_there}
    _tell(ctx, lesson, JournalEvent.TOPIC_SET, ("lesson", lesson.id), values=words)


def _locked_topic(ctx: Context, lesson_id: int) -> str:
    """The topic as it stands; whoever writes it at the same moment waits."""
    asked = select(lesson_table.c.topic).where(lesson_table.c.id == lesson_id).with_for_update()
    return ctx.session.scalar(asked) or ""


@use_case(requires=Permission.HOMEWORK_SET)
def set_homework(
    ctx: Context,
    *,
    lesson_id: int,
    text: str,
    minutes: int = 0,
    due_on: date | None = None,
    expected_version: int | None = None,
) -> date | None:
    """Give homework in a lesson; without a date it is due at the group's next lesson.

    An empty text takes it back. Returns the date it is due on. Minutes are an estimate, 0–600.
    `expected_version` (0: nothing there yet) guards somebody else's change: `Conflict`.
    """
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    _check_length(text, TEXT_LENGTH, "text")
    if not 0 <= minutes <= 600:
        raise errors.Invalid(_("Minutes: from 0 to 600."), fields={"minutes": _("0–600")})
    before = _locked_homework(ctx, lesson.id)
    if expected_version is not None and expected_version != (before.version if before else 0):
        raise errors.Conflict(
            _("Somebody else gave homework meanwhile: {text}", text=before.text if before else "—")
        )
    if not text:
        _take_back(ctx, lesson, before)
        return None
    due = due_on or (before.due_on if before else None) or _next_lesson_day(ctx, lesson)
    if due < lesson.date:
        raise errors.Invalid(
            _("Homework cannot be due before the lesson."), fields={"due_on": _("Too early")}
        )
    _give(ctx, lesson, before, {"text": text, "minutes": minutes, "due_on": due})
    return due


def _locked_homework(ctx: Context, lesson_id: int) -> Row[Any] | None:
    """The homework as it stands; whoever writes it at the same moment waits."""
    asked = select(homework).where(homework.c.lesson_id == lesson_id).with_for_update()
    return ctx.session.execute(asked).first()


def _give(ctx: Context, lesson: Row[Any], before: Row[Any] | None, new: dict[str, Any]) -> None:
    signed = {**new, "set_by": author(ctx, lesson), "set_at": ctx.now}
    facts = {"due_on": new["due_on"], "minutes": new["minutes"]}
    if before is None:
        row = {
            "school_id": lesson.school_id,
            "group_id": lesson.group_id,
            "lesson_id": lesson.id,
            "version": 1,
            **signed,
        }
        made = insert(homework).values(row).returning(homework.c.id)
        row_id = ctx.session.execute(made).scalar_one()
        event = JournalEvent.HOMEWORK_SET
    else:
        row_id, event = before.id, JournalEvent.HOMEWORK_CHANGED
        ctx.session.execute(
            update(homework)
            .where(homework.c.id == row_id)
            .values(version=before.version + 1, **signed)
        )
    words = {"text": new["text"], **({"before": before.text} if before else {})}
    _tell(ctx, lesson, event, ("homework", row_id), facts, words)


def _take_back(ctx: Context, lesson: Row[Any], before: Row[Any] | None) -> None:
    if before is None:
        return
    ctx.session.execute(delete(tick).where(tick.c.homework_id == before.id))
    ctx.session.execute(delete(homework).where(homework.c.id == before.id))
    _tell(
        ctx,
        lesson,
        JournalEvent.HOMEWORK_REMOVED,
        ("homework", before.id),
        values={"before": before.text},
    )


@use_case(requires=Permission.HOMEWORK_SET)
def set_no_homework(ctx: Context, *, lesson_id: int, none: bool) -> None:
    """Say that this lesson gives no homework, or take that back."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    timetable.write_in_lesson(ctx, lesson.id, no_homework=none)
    _tell(ctx, lesson, JournalEvent.HOMEWORK_SET, ("lesson", lesson.id), {"none": none})


def _next_lesson_day(ctx: Context, lesson: Row[Any]) -> date:
    found: date | None = ctx.session.scalar(
        select(func.min(lesson_table.c.date)).where(
            lesson_table.c.group_id == lesson.group_id,
            lesson_table.c.date > lesson.date,
            lesson_table.c.state != LessonState.CANCELLED,
        )
    )
    if found is None:
        raise errors.Invalid(
            _("No further lesson of this group is planned. Choose the date yourself."),
            fields={"due_on": _("Choose a date")},
        )
    return found


@use_case(requires=Permission.REMARK_WRITE)
def write_remark(
    ctx: Context, *, lesson_id: int, student_id: int, kind: RemarkKind, text: str
) -> int:
    """Praise, a remark or a recommendation to a pupil of the lesson."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    _check_length(text, TEXT_LENGTH, "text")
    if not text:
        raise errors.Invalid(_("Write a few words."), fields={"text": _("Write a few words.")})
    _check_member(ctx, lesson, student_id)
    row = _signed_words(ctx, lesson, student_id, kind, text)
    row_id = ctx.session.execute(insert(remark).values(row).returning(remark.c.id)).scalar_one()
    ctx.record(
        JournalEvent.REMARK_WRITTEN,
        ("remark", row_id),
        about=student_id,
        group_id=lesson.group_id,
        lesson_id=lesson.id,
        facts={"kind": kind},
        values={"text": text},
    )
    return int(row_id)


def _signed_words(
    ctx: Context, lesson: Row[Any], student_id: int, kind: RemarkKind, text: str
) -> dict[str, Any]:
    return {
        "school_id": lesson.school_id,
        "student_id": student_id,
        "lesson_id": lesson.id,
        "kind": kind,
        "date": lesson.date,
        "text": text,
        "written_by": author(ctx, lesson),
        "written_at": ctx.now,
        "is_removed": False,
    }


def _check_member(ctx: Context, lesson: Row[Any], student_id: int) -> None:
    found = ctx.session.scalar(
        select(member.c.id).where(
            member.c.group_id == lesson.group_id,
            member.c.student_id == student_id,
            member.c.starts_on <= lesson.date,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= lesson.date),
        )
    )
    if found is None:
        raise errors.NotFound(_("This pupil is not in the group on that day."))


def _check_length(text: str, limit: int, name: str) -> None:
    if len(text) > limit:
        reason = _("Too long: at most {limit} characters.", limit=limit)
        raise errors.Invalid(reason, fields={name: reason})


def _tell(
    ctx: Context,
    lesson: Row[Any],
    kind: str,
    subject: tuple[str, int],
    facts: dict[str, Any] | None = None,
    values: dict[str, str] | None = None,
) -> None:
    """Say what happened; words that somebody typed may name people, so they can be erased."""
    ctx.record(
        kind,
        subject,
        group_id=lesson.group_id,
        lesson_id=lesson.id,
        facts=facts,
        values=values,
    )
