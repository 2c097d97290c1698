"""A lesson as its teacher works with it (урок), packed for the tablet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select, true

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import rules
from ediary_app.journal.files import files_of
from ediary_app.journal.models import Attendance, Homework, Mark, Work, WorkKind
from ediary_app.journal.suggestions import suggested
from ediary_app.journal.values import AttendanceCode, MarkValue
from ediary_app.school import names
from ediary_app.school.models import Group, GroupMember, Person
from ediary_app.school.values import Marking
from ediary_app.timetable import policy
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState

lesson, group = Lesson.__table__, Group.__table__  # type: ignore[attr-defined]
person, member = Person.__table__, GroupMember.__table__  # type: ignore[attr-defined]
mark, work, kind = Mark.__table__, Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
attendance, homework = Attendance.__table__, Homework.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class LessonSheet:
    """All of one lesson that its teacher works with; many rows are packed as tuples.

    `kinds`: (id, name, glyph, weight in hundredths). `works`: (id, kind id, number).
    `pupils`: (id, name, attendance code, minutes late, version, absent in the lesson before).
    `marks`: (id, work id, pupil id, value, comment, version). `files`: (id, name, bytes).
    `suggestions`: (pupil id, code, why, lesson number), see `journal.suggestions`.
    `next_topic` is what a parallel group, or the year before, took after `last_topic`.
    """

    id: int = 0
    group_id: int = 0
    subject: str = ""
    group: str = ""
    on: date | None = None
    today: date | None = None
    slot: int = 0
    starts: str = ""
    ends: str = ""
    is_open: bool = False
    roll_called: bool = False
    topic: str = ""
    last_topic: str = ""
    next_topic: str = ""
    homework: str = ""
    homework_minutes: int = 0
    homework_due: date | None = None
    homework_version: int = 0
    next_lesson: date | None = None
    no_homework: bool = False
    due_today: str = ""
    evening_minutes: int = 0
    evening_norm: int = 0
    values: tuple[str, ...] = ()
    kinds: tuple[tuple[int, str, str, int], ...] = ()
    works: tuple[tuple[int, int, int], ...] = ()
    pupils: tuple[tuple[int, str, str, int, int, bool], ...] = ()
    marks: tuple[tuple[int, int, int, str, str, int], ...] = ()
    files: tuple[tuple[int, str, int], ...] = ()
    suggestions: tuple[tuple[int, str, str, int], ...] = ()


@use_case(requires=Permission.LESSON_TEACH, writes=False)
def lesson_sheet(ctx: Context, *, lesson_id: int) -> LessonSheet:
    """The lesson as its teacher works with it, in a constant number of statements (урок)."""
    found = policy.lesson_taught(ctx, lesson_id)
    before_id, last_topic, next_lesson = _around(ctx, found)
    return LessonSheet(
        id=found.id,
        group_id=found.group_id,
        subject=found.subject_name,
        group=found.group_name,
        is_open=found.date <= ctx.today and found.state != LessonState.CANCELLED,
        roll_called=found.roll_called_at is not None,
        topic=found.topic,
        last_topic=last_topic,
        next_topic=_next_topic(ctx, found, last_topic),
        no_homework=found.no_homework,
        kinds=_kinds(ctx),
        pupils=_pupils(ctx, found, before_id),
        files=files_of(ctx, found.id),
        suggestions=suggested(ctx, found),
        **_when(ctx, found),
        **_allowed(found),
        **_works_and_marks(ctx, found.id),
        next_lesson=next_lesson,
        **_homework(ctx, found, next_lesson),
    )


def _allowed(found: Row[Any]) -> dict[str, Any]:
    """The values of the key pad and the norm of an evening's homework."""
    allowed = rules.allowed_values(Marking(found.marking))
    return {
        "values": tuple(v.value for v in MarkValue if v in allowed),
        "evening_norm": rules.homework_norm(found.level),
    }


def _when(ctx: Context, found: Row[Any]) -> dict[str, Any]:
    """The day of the lesson, its number, and when its bells ring."""
    bells: dict[str, time | None] = {"starts": found.starts_at, "ends": found.ends_at}
    rung = {name: at.strftime("%H:%M") if at else "" for name, at in bells.items()}
    return {"on": found.date, "today": ctx.today, "slot": found.slot, **rung}


def _around(ctx: Context, found: Row[Any]) -> tuple[int, str, date | None]:
    """Id and topic of the group's lesson before (0: none), and the day of the next one."""
    same = lesson.c.group_id == found.group_id
    held = lesson.c.state != LessonState.CANCELLED
    earlier = or_(
        lesson.c.date < found.date,
        and_(lesson.c.date == found.date, lesson.c.slot < found.slot),
    )
    before = (
        select(lesson.c.id, lesson.c.topic)
        .where(same, held, earlier)
        .order_by(lesson.c.date.desc(), lesson.c.slot.desc())
        .limit(1)
        .subquery()
    )
    later = select(func.min(lesson.c.date).label("day")).where(
        same, held, lesson.c.date > found.date
    ).subquery()  # fmt: skip
    row = ctx.session.execute(
        select(later.c.day, before.c.id, before.c.topic).join(before, true(), isouter=True)
    ).one()
    return row.id or 0, row.topic or "", row.day


def _next_topic(ctx: Context, found: Row[Any], last_topic: str) -> str:
    """What other groups of this subject and level took right after the same topic."""
    if found.topic or not last_topic:
        return ""
    then, others = lesson.alias("then"), group.alias("others")
    after = (
        select(then.c.topic)
        .where(then.c.group_id == lesson.c.group_id, then.c.date > lesson.c.date)
        .order_by(then.c.date, then.c.slot)
        .limit(1)
        .scalar_subquery()
    )
    same = select(others.c.id).where(
        others.c.school_id == ctx.school_id,
        others.c.subject_id == found.subject_id,
        others.c.level == found.level,
        others.c.id != found.group_id,
    )
    topics = ctx.session.scalars(
        select(after)
        .where(lesson.c.group_id.in_(same), lesson.c.topic == last_topic)
        .order_by(lesson.c.date.desc())
        .limit(5)
    )
    return next((topic for topic in topics if topic and topic != last_topic), "")


def _homework(ctx: Context, found: Row[Any], following: date | None) -> dict[str, Any]:
    """What is given in this lesson, what was given for it, and how full that evening is."""
    rows = ctx.session.execute(
        select(homework).where(
            homework.c.group_id == found.group_id,
            or_(homework.c.lesson_id == found.id, homework.c.due_on == found.date),
        )
    ).all()
    given = next((row for row in rows if row.lesson_id == found.id), None)
    due = given.due_on if given else None
    return {
        "homework": given.text if given else "",
        "homework_minutes": given.minutes if given else 0,
        "homework_due": due,
        "homework_version": given.version if given else 0,
        "due_today": "\n".join(r.text for r in rows if r.lesson_id != found.id),
        "evening_minutes": _evening(ctx, found, due or following),
    }


def _kinds(ctx: Context) -> tuple[tuple[int, str, str, int], ...]:
    rows = ctx.session.execute(
        select(kind.c.id, kind.c.name, kind.c.glyph, kind.c.weight)
        .where(kind.c.school_id == ctx.school_id, ~kind.c.is_archived)
        .order_by(kind.c.position, kind.c.id)
    )
    return tuple((row.id, row.name, row.glyph, row.weight) for row in rows)


def _works_and_marks(ctx: Context, lesson_id: int) -> dict[str, Any]:
    rows = ctx.session.execute(
        select(
            work.c.id.label("of_work"), work.c.kind_id, work.c.number, mark.c.id,
            mark.c.student_id, mark.c.value, mark.c.comment, mark.c.version,
        )
        .join(mark, mark.c.work_id == work.c.id, isouter=True)
        .where(work.c.lesson_id == lesson_id)
        .order_by(work.c.id, mark.c.id)
    ).all()  # fmt: skip
    return {
        "works": tuple({r.of_work: (r.of_work, r.kind_id, r.number) for r in rows}.values()),
        "marks": tuple(
            (r.id, r.of_work, r.student_id, r.value or "", r.comment, r.version)
            for r in sorted((r for r in rows if r.id), key=lambda r: r.id)
        ),
    }


def _pupils(
    ctx: Context, found: Row[Any], lesson_before: int
) -> tuple[tuple[int, str, str, int, int, bool], ...]:
    earlier = attendance.alias("earlier")
    found_pupils: Select[Any] = (
        select(
            person.c.id, person.c.family_name, person.c.given_name, attendance.c.code,
            attendance.c.minutes_late, attendance.c.version, earlier.c.code.label("before"),
        )
        .select_from(member)
        .join(person, person.c.id == member.c.student_id)
        .join(attendance, and_(attendance.c.lesson_id == found.id,
                               attendance.c.student_id == person.c.id), isouter=True)
        .join(earlier, and_(earlier.c.lesson_id == lesson_before,
                            earlier.c.student_id == person.c.id), isouter=True)
        .where(member.c.group_id == found.group_id, member.c.starts_on <= found.date,
               or_(member.c.ends_on.is_(None), member.c.ends_on >= found.date))
        .order_by(person.c.sort_key, person.c.id)
    )  # fmt: skip
    return tuple(_pupil(row) for row in ctx.session.execute(found_pupils))


def _pupil(row: Row[Any]) -> tuple[int, str, str, int, int, bool]:
    return (
        row.id,
        names.list_name(row.family_name, row.given_name),
        row.code or "",
        row.minutes_late or 0,
        row.version or 0,
        bool(row.before) and AttendanceCode(row.before).is_absence,
    )


def _evening(ctx: Context, found: Row[Any], day: date | None) -> int:
    """Minutes that the other groups of the class are given for the evening before a day."""
    if found.class_id is None or day is None:
        return 0
    total = ctx.session.scalar(
        select(func.sum(homework.c.minutes))
        .join(group, group.c.id == homework.c.group_id)
        .where(
            group.c.class_id == found.class_id,
            homework.c.due_on == day,
            homework.c.lesson_id != found.id,
        )
    )
    return int(total or 0)
