"""What happened in the lessons: roll-calls, marks, homework, praise (записи журнала)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from ediary_app.demo import kinds, schema, words
from ediary_app.demo.bulk import Bulk
from ediary_app.demo.history import Chain
from ediary_app.demo.people import Pupil
from ediary_app.demo.plan import GroupPlan
from ediary_app.journal.values import AttendanceCode, JournalEvent, MarkValue, RemarkKind
from ediary_app.school.values import Marking

MARK_COLUMNS = ("id", "school_id", "group_id", "lesson_id", "work_id", "student_id", "value",
                "comment", "set_by", "set_at", "version")  # fmt: skip
ATTENDANCE_COLUMNS = ("id", "school_id", "group_id", "lesson_id", "student_id", "code",
                      "minutes_late", "set_by", "set_at", "version")  # fmt: skip
REMARK_KINDS = (
    RemarkKind.PRAISE, RemarkKind.PRAISE, RemarkKind.REMARK, RemarkKind.RECOMMENDATION
)  # fmt: skip
VALUES = {n: MarkValue(str(n)) for n in range(2, 6)}


@dataclass(frozen=True)
class Highlights:
    """What the diary of the example family surely shows: when ill, when praised, marks today."""

    today: date
    ill: tuple[date, ...]
    praised: tuple[date, ...]


@dataclass
class Past:
    """What the records of one school need to know."""

    bulk: Bulk
    random: Random
    chain: Chain
    school_id: int
    kinds: dict[str, int]
    actors: dict[int, tuple[int, int, str]]
    stars: set[int]
    away: set[int]
    highlights: Highlights
    ill_until: dict[int, date] = field(default_factory=dict)


@dataclass
class Given:
    """One lesson that was held, about to be filled."""

    id: int
    group: GroupPlan
    on: date
    at: datetime
    number: int
    slot: int
    topic: str
    homework_due: date | None = None
    no_homework: bool = False


def fill(past: Past, lesson: Given) -> None:
    """Everything a teacher wrote in one lesson."""
    absent = _attendance(past, lesson)
    if lesson.group.marking is Marking.FIVE:
        _marks(past, lesson, absent)
    _record(past, lesson, JournalEvent.TOPIC_SET.value, ("lesson", lesson.id),
            facts={"topic": lesson.topic})  # fmt: skip
    if lesson.homework_due is not None:
        _homework(past, lesson, lesson.homework_due)
    elif lesson.no_homework:
        _record(past, lesson, JournalEvent.HOMEWORK_SET.value, ("lesson", lesson.id),
                facts={"none": True})  # fmt: skip
    star = _to_praise(past, lesson)
    if star or past.random.random() < 0.03:
        _remark(past, lesson, star)


def _to_praise(past: Past, lesson: Given) -> Pupil | None:
    """The example pupil, on the days when their diary holds praise."""
    if lesson.slot != 3 or lesson.on not in past.highlights.praised:
        return None
    return next((p for p in lesson.group.present(lesson.on) if p.id in past.stars), None)


def _record(past: Past, lesson: Given, kind: str, subject: tuple[str, int], **more: Any) -> None:
    past.chain.record(
        kind, lesson.at, past.actors[lesson.group.teacher], subject,
        group=lesson.group.id, lesson=lesson.id, **more,
    )  # fmt: skip


def _attendance(past: Past, lesson: Given) -> set[int]:
    absent: set[int] = set()
    rows: list[tuple[Any, ...]] = []
    for pupil in lesson.group.present(lesson.on):
        code, minutes = _code(past, pupil, lesson)
        if code is None:
            continue
        if code.is_absence:
            absent.add(pupil.id)
        row_id = past.bulk.next_id(schema.ATTENDANCE)
        rows.append((row_id, past.school_id, lesson.group.id, lesson.id, pupil.id, code, minutes,
                     lesson.group.teacher, lesson.at, 1))  # fmt: skip
        _record(past, lesson, JournalEvent.ATTENDANCE_SET.value, ("attendance", row_id),
                about=pupil.id,
                values={"code": code.value, "minutes": minutes, "before": ""})  # fmt: skip
    past.bulk.add_many(schema.ATTENDANCE, ATTENDANCE_COLUMNS, rows)
    _record(past, lesson, JournalEvent.ROLL_CALLED.value, ("lesson", lesson.id))
    return absent


def _code(past: Past, pupil: Pupil, lesson: Given) -> tuple[AttendanceCode | None, int]:
    rng, on = past.random, lesson.on
    if pupil.id in past.stars:
        return (AttendanceCode.ILL if on in past.highlights.ill else None), 0
    until = past.ill_until.get(pupil.id)
    if until is not None and on <= until:
        return AttendanceCode.ILL, 0
    draw = rng.random()
    if pupil.id in past.away and on == past.highlights.today:
        return AttendanceCode.ABSENT, 0
    if draw < pupil.health / 40:
        past.ill_until[pupil.id] = on + timedelta(days=rng.randrange(2, 8))
        return AttendanceCode.ILL, 0
    if draw > 0.998:
        return AttendanceCode.EXCUSED, 0
    if draw > 0.9955:
        return AttendanceCode.ABSENT, 0
    if draw > (0.985 if lesson.slot == 1 else 0.994):
        return AttendanceCode.LATE, rng.choice((3, 5, 7, 10, 15))
    return None, 0


def _marks(past: Past, lesson: Given, absent: set[int]) -> None:
    """Marks of one lesson; after a work of the whole class sometimes a second column."""
    rng = past.random
    whole = kinds.whole_class_work(lesson.group.subject, lesson.number)
    code = whole or rng.choice(kinds.small_works(lesson.group.subject))
    _column(past, lesson, absent, code, 0.96 if whole else 0.4)
    if code not in ("DZ", "OTV") and rng.random() < 0.12:
        _column(past, lesson, absent, "OTV", 0.1)


def _column(past: Past, lesson: Given, absent: set[int], code: str, share: float) -> None:
    rng = past.random
    asked = past.stars if lesson.on == past.highlights.today else set()
    chosen = [
        p
        for p in lesson.group.present(lesson.on)
        if p.id not in absent and (rng.random() < share or p.id in asked)
    ]
    if not chosen:
        return
    work_id = past.bulk.add(
        schema.WORK, school_id=past.school_id, group_id=lesson.group.id, lesson_id=lesson.id,
        kind_id=past.kinds[code], number=1, title="",
    )  # fmt: skip
    rows = [_mark(past, lesson, work_id, code, pupil) for pupil in chosen]
    past.bulk.add_many(schema.MARK, MARK_COLUMNS, rows)


def _mark(past: Past, lesson: Given, work_id: int, code: str, pupil: Pupil) -> tuple[Any, ...]:
    rng = past.random
    taste = ((pupil.id * 31 + hash_of(lesson.group.subject)) % 100 - 50) / 120
    ease = kinds.DIFFICULTY.get(code, 0.0) + kinds.EASE.get(lesson.group.subject, 0.0)
    number = min(5, max(2, round(rng.gauss(pupil.ability + taste + ease, 0.62))))
    comment = words.comment(lesson.group.subject, number, rng) if rng.random() < 0.05 else ""
    mark_id = past.bulk.next_id(schema.MARK)
    version = 2 if number < 5 and rng.random() < 0.012 else 1
    _tell_mark(past, lesson, mark_id, pupil.id, past.kinds[code], number, comment, version)
    return (mark_id, past.school_id, lesson.group.id, lesson.id, work_id, pupil.id, VALUES[number],
            comment, lesson.group.teacher, lesson.at, version)  # fmt: skip


def _tell_mark(
    past: Past, lesson: Given, mark_id: int, pupil: int, kind: int, number: int, comment: str,
    version: int,
) -> None:  # fmt: skip
    """A mark's event; a corrected one was a point higher first and says why it changed."""
    subject, first = ("mark", mark_id), str(number + version - 1)
    _record(past, lesson, JournalEvent.MARK_SET.value, subject, about=pupil,
            facts={"kind": kind, "version": 1},
            values={"value": first, "comment": "" if version > 1 else comment})  # fmt: skip
    if version > 1:
        _record(past, lesson, JournalEvent.MARK_CHANGED.value, subject, about=pupil,
                facts={"kind": kind, "version": 2},
                values={"value": str(number), "comment": comment, "before": first,
                        "reason": past.random.choice(words.REASONS)})  # fmt: skip


def hash_of(text: str) -> int:
    """A small stable number of a text (the built-in hash changes from run to run)."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(text))


def _homework(past: Past, lesson: Given, due: date) -> None:
    rng = past.random
    text = words.homework(lesson.group.subject, lesson.on.month, lesson.number, rng)
    minutes = rng.choice((10, 15, 15, 20, 25, 30))
    row_id = past.bulk.add(
        schema.HOMEWORK, school_id=past.school_id, group_id=lesson.group.id, lesson_id=lesson.id,
        due_on=due, text=text, minutes=minutes, set_by=lesson.group.teacher, set_at=lesson.at,
        version=1,
    )  # fmt: skip
    _record(past, lesson, JournalEvent.HOMEWORK_SET.value, ("homework", row_id),
            facts={"text": text, "due_on": due.isoformat(), "minutes": minutes})  # fmt: skip


def _remark(past: Past, lesson: Given, star: Pupil | None) -> None:
    rng, group = past.random, lesson.group
    pupil = star or rng.choice(group.present(lesson.on))
    kind = RemarkKind.PRAISE if star else rng.choice(REMARK_KINDS)
    if kind is RemarkKind.PRAISE:
        text = rng.choice(words.PRAISE)
    elif kind is RemarkKind.REMARK:
        text = words.remark(group.subject, rng)
    else:
        text = words.advice(group.subject, group.level, rng)
    row_id = past.bulk.add(
        schema.REMARK, school_id=past.school_id, student_id=pupil.id, lesson_id=lesson.id,
        kind=kind, date=lesson.on, text=text, written_by=lesson.group.teacher, written_at=lesson.at,
        is_removed=False,
    )  # fmt: skip
    _record(past, lesson, JournalEvent.REMARK_WRITTEN.value, ("remark", row_id), about=pupil.id,
            facts={"kind": kind.value}, values={"text": text})  # fmt: skip
