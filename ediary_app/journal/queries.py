"""What a teacher sees of a day and of a lesson (день учителя и урок)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, exists, func, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import rules
from ediary_app.journal.models import Attendance, Homework, Mark, Work, WorkKind
from ediary_app.journal.values import MarkValue
from ediary_app.school import names
from ediary_app.school.models import Group, GroupMember, Person, Subject
from ediary_app.school.values import Marking
from ediary_app.timetable import policy
from ediary_app.timetable.models import Lesson, Room
from ediary_app.timetable.values import LessonState

lesson, group = Lesson.__table__, Group.__table__  # type: ignore[attr-defined]
subject, room = Subject.__table__, Room.__table__  # type: ignore[attr-defined]
person, member = Person.__table__, GroupMember.__table__  # type: ignore[attr-defined]
mark, work, kind = Mark.__table__, Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
attendance, homework = Attendance.__table__, Homework.__table__  # type: ignore[attr-defined]
UNFINISHED_DAYS = 14


@dataclass(frozen=True)
class DayLesson:
    """A lesson in a teacher's day, with what is still missing in it."""

    id: int
    on: date
    slot: int
    starts: str
    ends: str
    subject: str
    group: str
    room: str
    is_cancelled: bool
    no_roll: bool
    no_topic: bool
    no_homework: bool


@dataclass(frozen=True)
class TeacherDay:
    """A teacher's day (мой день): its lessons, and what earlier days still lack."""

    on: date
    today: date
    now: str
    lessons: tuple[DayLesson, ...]
    unfinished: tuple[DayLesson, ...]
    next_day: date | None


@use_case(requires=Permission.LESSON_TEACH, writes=False)
def teacher_day(ctx: Context, *, on: date | None = None) -> TeacherDay:
    """The actor's lessons of a day (today by default) and unfinished ones of two weeks."""
    day = on or ctx.today
    mine = lesson.c.teacher_id == ctx.actor.person_id
    rows = ctx.session.execute(
        _day_lessons().where(mine, lesson.c.date == day).order_by(lesson.c.slot)
    ).all()
    since = ctx.today - timedelta(days=UNFINISHED_DAYS)
    left = ctx.session.execute(
        _day_lessons()
        .where(
            mine,
            lesson.c.date.between(since, ctx.today - timedelta(days=1)),
            lesson.c.state != LessonState.CANCELLED,
            or_(lesson.c.roll_called_at.is_(None), lesson.c.topic == ""),
        )
        .order_by(lesson.c.date.desc(), lesson.c.slot)
        .limit(30)
    ).all()
    following = ctx.session.scalar(select(func.min(lesson.c.date)).where(mine, lesson.c.date > day))
    return TeacherDay(
        on=day,
        today=ctx.today,
        now=_local_time(ctx),
        lessons=tuple(_day_lesson(row) for row in rows),
        unfinished=tuple(_day_lesson(row) for row in left),
        next_day=following,
    )


def _local_time(ctx: Context) -> str:
    return ctx.now.astimezone(ZoneInfo(ctx.zone)).strftime("%H:%M")


def _day_lessons() -> Select[Any]:
    has_homework = exists().where(homework.c.lesson_id == lesson.c.id)
    return (
        select(
            lesson.c.id, lesson.c.date, lesson.c.slot, lesson.c.starts_at, lesson.c.ends_at,
            subject.c.name.label("subject"), group.c.name.label("group_name"),
            room.c.name.label("room"), lesson.c.state, lesson.c.roll_called_at, lesson.c.topic,
            lesson.c.no_homework, has_homework.label("has_homework"),
        )
        .select_from(lesson)
        .join(group, group.c.id == lesson.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .join(room, room.c.id == lesson.c.room_id, isouter=True)
    )  # fmt: skip


def _day_lesson(row: Row[Any]) -> DayLesson:
    return DayLesson(
        id=row.id,
        on=row.date,
        slot=row.slot,
        starts=row.starts_at.strftime("%H:%M") if row.starts_at else "",
        ends=row.ends_at.strftime("%H:%M") if row.ends_at else "",
        subject=row.subject,
        group=row.group_name,
        room=row.room or "",
        is_cancelled=row.state == LessonState.CANCELLED,
        no_roll=row.roll_called_at is None,
        no_topic=not row.topic,
        no_homework=not row.has_homework and not row.no_homework,
    )


@dataclass(frozen=True)
class LessonSheet:
    """All of one lesson that its teacher works with; many rows are packed as tuples.

    `kinds`: (id, name, glyph, weight in hundredths). `works`: (id, kind id, number).
    `pupils`: (id, name, attendance code, minutes late, version, absent in the lesson before).
    `marks`: (id, work id, pupil id, value, comment, version).
    """

    id: int = 0
    group_id: int = 0
    subject: str = ""
    group: str = ""
    on: date | None = None
    slot: int = 0
    starts: str = ""
    ends: str = ""
    is_open: bool = False
    roll_called: bool = False
    topic: str = ""
    last_topic: str = ""
    homework: str = ""
    homework_minutes: int = 0
    homework_due: date | None = None
    no_homework: bool = False
    due_today: str = ""
    evening_minutes: int = 0
    evening_norm: int = 0
    values: tuple[str, ...] = ()
    kinds: tuple[tuple[int, str, str, int], ...] = ()
    works: tuple[tuple[int, int, int], ...] = ()
    pupils: tuple[tuple[int, str, str, int, int, bool], ...] = ()
    marks: tuple[tuple[int, int, int, str, str, int], ...] = ()


@use_case(requires=Permission.LESSON_TEACH, writes=False)
def lesson_sheet(ctx: Context, *, lesson_id: int) -> LessonSheet:
    """The lesson as its teacher works with it (ten statements, whatever the number of pupils)."""
    found = policy.lesson_taught(ctx, lesson_id)
    before = ctx.session.execute(
        select(lesson.c.id, lesson.c.topic)
        .where(
            lesson.c.group_id == found.group_id,
            or_(
                lesson.c.date < found.date,
                and_(lesson.c.date == found.date, lesson.c.slot < found.slot),
            ),
        )
        .order_by(lesson.c.date.desc(), lesson.c.slot.desc())
        .limit(1)
    ).first()
    given = ctx.session.execute(
        select(homework.c.text, homework.c.minutes, homework.c.due_on).where(
            homework.c.lesson_id == found.id
        )
    ).first()
    allowed = rules.allowed_values(Marking(found.marking))
    due = given.due_on if given else None
    return LessonSheet(
        id=found.id,
        group_id=found.group_id,
        subject=ctx.session.scalar(select(subject.c.name).where(subject.c.id == found.subject_id))
        or "",
        group=found.group_name,
        on=found.date,
        slot=found.slot,
        starts=found.starts_at.strftime("%H:%M") if found.starts_at else "",
        ends=found.ends_at.strftime("%H:%M") if found.ends_at else "",
        is_open=found.date <= ctx.today and found.state != LessonState.CANCELLED,
        roll_called=found.roll_called_at is not None,
        topic=found.topic,
        last_topic=before.topic if before else "",
        homework=given.text if given else "",
        homework_minutes=given.minutes if given else 0,
        homework_due=due,
        no_homework=found.no_homework,
        due_today=_due_today(ctx, found),
        evening_minutes=_evening(ctx, found, due),
        evening_norm=rules.homework_norm(found.level),
        values=tuple(v.value for v in MarkValue if v in allowed),
        kinds=_kinds(ctx),
        works=_works(ctx, found.id),
        pupils=_pupils(ctx, found, before.id if before else 0),
        marks=_marks(ctx, found.id),
    )


def _kinds(ctx: Context) -> tuple[tuple[int, str, str, int], ...]:
    rows = ctx.session.execute(
        select(kind.c.id, kind.c.name, kind.c.glyph, kind.c.weight)
        .where(kind.c.school_id == ctx.school_id, ~kind.c.is_archived)
        .order_by(kind.c.position, kind.c.id)
    )
    return tuple((row.id, row.name, row.glyph, row.weight) for row in rows)


def _works(ctx: Context, lesson_id: int) -> tuple[tuple[int, int, int], ...]:
    rows = ctx.session.execute(
        select(work.c.id, work.c.kind_id, work.c.number)
        .where(work.c.lesson_id == lesson_id)
        .order_by(work.c.id)
    )
    return tuple((row.id, row.kind_id, row.number) for row in rows)


def _marks(ctx: Context, lesson_id: int) -> tuple[tuple[int, int, int, str, str, int], ...]:
    rows = ctx.session.execute(
        select(
            mark.c.id, mark.c.work_id, mark.c.student_id, mark.c.value, mark.c.comment,
            mark.c.version,
        ).where(mark.c.lesson_id == lesson_id)
    )  # fmt: skip
    return tuple((r.id, r.work_id, r.student_id, r.value or "", r.comment, r.version) for r in rows)


def _pupils(
    ctx: Context, found: Row[Any], lesson_before: int
) -> tuple[tuple[int, str, str, int, int, bool], ...]:
    earlier = attendance.alias("earlier")
    rows = ctx.session.execute(
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
    return tuple(
        (
            row.id,
            names.list_name(row.family_name, row.given_name),
            row.code or "",
            row.minutes_late or 0,
            row.version or 0,
            row.before in ("Н", "Б", "УП", "НП"),
        )
        for row in rows
    )


def _due_today(ctx: Context, found: Row[Any]) -> str:
    rows = ctx.session.scalars(
        select(homework.c.text).where(
            homework.c.group_id == found.group_id, homework.c.due_on == found.date
        )
    )
    return "\n".join(rows)


def _evening(ctx: Context, found: Row[Any], due: date | None) -> int:
    """Minutes that all groups of the class are given for the evening before the due day."""
    if found.class_id is None:
        return 0
    day = due or ctx.session.scalar(
        select(func.min(lesson.c.date)).where(
            lesson.c.group_id == found.group_id, lesson.c.date > found.date
        )
    )
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
