"""What happened in the lessons: roll-calls, marks, homework, praise (записи журнала)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from ediary_app.demo import corpus, schema
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
DIFFICULTY = {"OTV": 0.15, "DZ": 0.2, "KR": -0.3, "SR": -0.15, "PR": -0.1, "TEST": -0.05}
VALUES = {n: MarkValue(str(n)) for n in range(2, 6)}


@dataclass
class Past:
    """What the records of one school need to know."""

    bulk: Bulk
    random: Random
    chain: Chain
    school_id: int
    kinds: dict[str, int]
    actors: dict[int, tuple[int, int, str]]
    ill_until: dict[int, date]


@dataclass
class Given:
    """One lesson that was held, about to be filled."""

    id: int
    group: GroupPlan
    on: date
    at: datetime
    number: int


def topic_of(subject: str, number: int) -> str:
    """A topic of the subject, in a believable order."""
    topics = corpus.TOPICS.get(subject, "Введение;Новая тема;Практическая работа;Повторение")
    parts = topics.split(";")
    return parts[number // 2 % len(parts)]


def fill(past: Past, lesson: Given, *, homework_due: date | None) -> None:
    """Everything a teacher wrote in one lesson."""
    absent = _attendance(past, lesson)
    if lesson.group.marking is Marking.FIVE:
        _marks(past, lesson, absent)
    if homework_due is not None and lesson.group.level > 1 and past.random.random() < 0.72:
        _homework(past, lesson, homework_due)
    if past.random.random() < 0.03:
        _remark(past, lesson)


def _record(past: Past, lesson: Given, kind: str, subject: tuple[str, int], **more: Any) -> None:
    past.chain.record(
        kind, lesson.at, past.actors[lesson.group.teacher], subject,
        group=lesson.group.id, lesson=lesson.id, **more,
    )  # fmt: skip


def _attendance(past: Past, lesson: Given) -> set[int]:
    absent: set[int] = set()
    rows: list[tuple[Any, ...]] = []
    for pupil in lesson.group.pupils:
        code, minutes = _code(past, pupil, lesson.on)
        if code is None:
            continue
        if code.is_absence:
            absent.add(pupil.id)
        row_id = past.bulk.next_id(schema.ATTENDANCE)
        rows.append((row_id, past.school_id, lesson.group.id, lesson.id, pupil.id, code, minutes,
                     lesson.group.teacher, lesson.at, 1))  # fmt: skip
        _record(past, lesson, JournalEvent.ATTENDANCE_SET.value, ("attendance", row_id),
                about=pupil.id, values={"code": code.value, "minutes": minutes})  # fmt: skip
    past.bulk.add_many(schema.ATTENDANCE, ATTENDANCE_COLUMNS, rows)
    _record(past, lesson, JournalEvent.ROLL_CALLED.value, ("lesson", lesson.id))
    return absent


def _code(past: Past, pupil: Pupil, on: date) -> tuple[AttendanceCode | None, int]:
    rng = past.random
    until = past.ill_until.get(pupil.id)
    if until is not None and on <= until:
        return AttendanceCode.ILL, 0
    draw = rng.random()
    if draw < pupil.health / 40:
        past.ill_until[pupil.id] = on + timedelta(days=rng.randrange(2, 8))
        return AttendanceCode.ILL, 0
    if draw > 0.998:
        return AttendanceCode.EXCUSED, 0
    if draw > 0.9955:
        return AttendanceCode.ABSENT, 0
    if draw > 0.990:
        return AttendanceCode.LATE, rng.choice((3, 5, 7, 10, 15))
    return None, 0


def _marks(past: Past, lesson: Given, absent: set[int]) -> None:
    rng = past.random
    whole = lesson.number % 9 == 8
    code = rng.choice(("KR", "PR", "TEST")) if whole else rng.choice(("OTV", "OTV", "DZ", "SR"))
    share = 0.96 if whole else 0.3
    chosen = [p for p in lesson.group.pupils if p.id not in absent and rng.random() < share]
    if not chosen:
        return
    work_id = past.bulk.add(
        schema.WORK, school_id=past.school_id, group_id=lesson.group.id, lesson_id=lesson.id,
        kind_id=past.kinds[code], number=1, title="",
    )  # fmt: skip
    past.bulk.add_many(
        schema.MARK,
        MARK_COLUMNS,
        [_mark(past, lesson, work_id, code, pupil) for pupil in chosen],
    )


def _mark(past: Past, lesson: Given, work_id: int, code: str, pupil: Pupil) -> tuple[Any, ...]:
    rng = past.random
    taste = ((pupil.id * 31 + hash_of(lesson.group.subject)) % 100 - 50) / 120
    number = min(5, max(2, round(rng.gauss(pupil.ability + taste + DIFFICULTY[code], 0.62))))
    comment = rng.choice(corpus.COMMENTS) if rng.random() < 0.05 else ""
    mark_id = past.bulk.next_id(schema.MARK)
    value, facts = str(number), {"kind": past.kinds[code]}
    if number < 5 and rng.random() < 0.012:
        _record(past, lesson, JournalEvent.MARK_SET.value, ("mark", mark_id), about=pupil.id,
                facts=facts, values={"value": str(number + 1), "comment": ""})  # fmt: skip
        _record(past, lesson, JournalEvent.MARK_CHANGED.value, ("mark", mark_id), about=pupil.id,
                facts=facts, values={"value": value, "before": str(number + 1), "comment": comment,
                                     "reason": "Описка при выставлении"})  # fmt: skip
    else:
        _record(past, lesson, JournalEvent.MARK_SET.value, ("mark", mark_id), about=pupil.id,
                facts=facts, values={"value": value, "comment": comment})  # fmt: skip
    return (mark_id, past.school_id, lesson.group.id, lesson.id, work_id, pupil.id, VALUES[number],
            comment, lesson.group.teacher, lesson.at, 1)  # fmt: skip


def hash_of(text: str) -> int:
    """A small stable number of a text (the built-in hash changes from run to run)."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(text))


def _homework(past: Past, lesson: Given, due: date) -> None:
    rng = past.random
    n = rng.randrange(12, 240)
    words = rng.choice(corpus.HOMEWORK).format(n=n, m=n + rng.randrange(1, 9))
    row_id = past.bulk.add(
        schema.HOMEWORK, school_id=past.school_id, group_id=lesson.group.id, lesson_id=lesson.id,
        due_on=due, text=words, minutes=rng.choice((10, 15, 15, 20, 25, 30)),
        set_by=lesson.group.teacher, set_at=lesson.at, version=1,
    )  # fmt: skip
    _record(past, lesson, JournalEvent.HOMEWORK_SET.value, ("homework", row_id),
            facts={"due_on": due.isoformat()})  # fmt: skip


def _remark(past: Past, lesson: Given) -> None:
    rng = past.random
    pupil = rng.choice(lesson.group.pupils)
    kind = rng.choice((RemarkKind.PRAISE, RemarkKind.PRAISE, RemarkKind.REMARK, RemarkKind.RECOMMENDATION))
    texts = {RemarkKind.PRAISE: corpus.PRAISE, RemarkKind.REMARK: corpus.REMARKS,
             RemarkKind.RECOMMENDATION: corpus.RECOMMENDATIONS}[kind]  # fmt: skip
    words = rng.choice(texts)
    row_id = past.bulk.add(
        schema.REMARK, school_id=past.school_id, student_id=pupil.id, lesson_id=lesson.id, kind=kind,
        date=lesson.on, text=words, written_by=lesson.group.teacher, written_at=lesson.at,
        is_removed=False,
    )  # fmt: skip
    _record(past, lesson, JournalEvent.REMARK_WRITTEN.value, ("remark", row_id), about=pupil.id,
            facts={"kind": kind.value}, values={"text": words})  # fmt: skip
