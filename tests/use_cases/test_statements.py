"""A page costs as many statements for a full class and a full week as for one pupil: at most 12."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import (
    absences,
    attendance,
    class_day,
    class_month,
    days,
    diary,
    evenings,
    family_day,
    ground_desk,
    ground_plan,
    grounds,
    lessons,
    marks,
    page,
    phrases,
    progress,
    seeking,
    sheet,
    subject_marks,
    words,
)
from ediary_app.journal.values import AttendanceCode, RemarkKind
from tests.given import TODAY, Given

MOST = 12
Ask = Callable[["Class"], tuple[Any, SessionToken, dict[str, Any]]]


@dataclass(frozen=True)
class Class:
    """A class with its teacher, one of its families, and a lesson of today."""

    teacher: SessionToken
    leader: SessionToken
    parent: SessionToken
    pupils: list[int]
    group: int
    lesson: int
    kind: int
    subject: int


def a_class(given: Given, pupils: int, lessons_held: int) -> Class:
    """So many pupils, so many lessons held this week, each with a mark, words and homework."""
    school = given.school()
    teacher = given.teacher(school)
    in_class = given.school_class(school, teacher_id=teacher.id)
    members = [given.student(in_class, f"Фамилия{n}") for n in range(pupils)]
    group = given.group(in_class, members=members, taught_by=teacher)
    held = [
        given.lesson(group, teacher, on=TODAY - timedelta(days=n % 3), slot=1 + n // 3)
        for n in range(lessons_held)
    ]
    ids = [person.id for person in members]
    acting = given.signed_in(teacher, Role.TEACHER)
    family = given.signed_in(given.guardian_of(*members[:3]), Role.PARENT)
    leader = given.signed_in(teacher, Role.CLASS_TEACHER)
    where = (group.id, held[0].id, given.kind_id(school), group.subject_id)
    made = Class(acting, leader, family, ids, *where)
    for number, lesson in enumerate(held):
        _fill(made, lesson.id, ids[number % len(ids)])
        _fill(made, lesson.id, ids[0])
    return made


def _fill(made: Class, lesson: int, student: int) -> None:
    where = {"lesson_id": lesson, "student_id": student}
    said = {"kind": RemarkKind.PRAISE, "text": "Молодец"}
    due = {"text": "№ 5", "due_on": TODAY + timedelta(days=1)}
    perform(marks.set_mark, actor=made.teacher, value="5", kind_id=made.kind, **where)
    perform(lessons.write_remark, actor=made.teacher, **where, **said)
    perform(lessons.set_homework, actor=made.teacher, lesson_id=lesson, **due)


def _with_absences(made: Class) -> Class:
    """The same class, its lesson of today without all pupils but the first."""
    entries = [{"student_id": s, "code": AttendanceCode.ABSENT} for s in made.pupils[1:]]
    perform(attendance.take_roll, actor=made.teacher, lesson_id=made.lesson, entries=entries)
    return made


PAGES: dict[str, Ask] = {
    "diary": lambda c: (diary.open_diary, c.parent, {"child_id": c.pupils[0]}),
    "marks": lambda c: (progress.open_marks, c.parent, {"child_id": c.pupils[0]}),
    "homework": lambda c: (evenings.open_homework, c.parent, {"child_id": c.pupils[0]}),
    "a subject": lambda c: (
        subject_marks.open_subject,
        c.parent,
        {"child_id": c.pupils[0], "subject_id": c.subject},
    ),
    "attendance": lambda c: (absences.open_attendance, c.parent, {"child_id": c.pupils[0]}),
    "words of teachers": lambda c: (words.open_words, c.parent, {"child_id": c.pupils[0]}),
    "search": lambda c: (
        seeking.search_diary, c.parent, {"child_id": c.pupils[0], "search": "5"}
    ),
    "words in a lesson": lambda c: (phrases.lesson_words, c.teacher, {"lesson_id": c.lesson}),
    "all children today": lambda c: (family_day.family_day, c.parent, {}),
    "teacher's day": lambda c: (days.teacher_day, c.teacher, {}),
    "lesson": lambda c: (sheet.lesson_sheet, c.teacher, {"lesson_id": c.lesson}),
    "journals": lambda c: (page.my_groups, c.teacher, {}),
    "journal": lambda c: (page.journal_page, c.teacher, {"group_id": c.group}),
    "roll-call": lambda c: (
        attendance.take_roll,
        c.teacher,
        {
            "lesson_id": c.lesson,
            "entries": [{"student_id": p, "code": AttendanceCode.ABSENT} for p in c.pupils[1:]],
        },
    ),
    "class's day": lambda c: (class_day.class_day, _with_absences(c).leader, {}),
    "class's month": lambda c: (class_month.class_month, _with_absences(c).leader, {}),
    "reasons": lambda c: (ground_desk.ground_desk, _with_absences(c).leader, {}),
    "what a reason changes": lambda c: (
        ground_plan.ground_preview, _with_absences(c).leader, {"ground": _reason(c)}),
    "a reason": lambda c: (grounds.set_ground, _with_absences(c).leader, {"ground": _reason(c)}),
    "a mark": lambda c: (
        marks.set_mark,
        c.teacher,
        {"lesson_id": c.lesson, "student_id": c.pupils[-1], "kind_id": c.kind, "value": "4",
         "number": 2, "key": "one"},
    ),
}  # fmt: skip


def _reason(made: Class) -> dict[str, Any]:
    span = {"first_day": TODAY - timedelta(days=5), "last_day": TODAY}
    return {"student_id": made.pupils[-1], "code": AttendanceCode.EXCUSED, **span}


def counted(given: Given, made: Class, ask: Ask) -> int:
    """How many statements one act takes."""
    engine, statements = given.runtime.database.engine, []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    use_case, actor, asked = ask(made)
    event.listen(engine, "before_cursor_execute", note)
    try:
        perform(use_case, actor=actor, **asked)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(statements)


@pytest.mark.parametrize("name", PAGES)
def test_statements_do_not_grow_with_rows(given: Given, name: str) -> None:
    few = counted(given, a_class(given, pupils=2, lessons_held=1), PAGES[name])
    many = counted(given, a_class(given, pupils=14, lessons_held=9), PAGES[name])
    assert many <= few
    assert many <= MOST
