"""What stands in the cells of a journal page (клетки журнала), and what they add up to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from ediary_app.access.context import Context
from ediary_app.journal import rules
from ediary_app.journal.models import Attendance, Mark
from ediary_app.journal.values import AttendanceCode
from ediary_app.kernel.among import among

mark, attendance = Mark.__table__, Attendance.__table__  # type: ignore[attr-defined]
Place = tuple[int, int]
"""Pupil and column of a cell."""

_MARKS = (
    select(mark.c.student_id, mark.c.lesson_id, mark.c.value, mark.c.work_id, mark.c.comment)
    .where(
        mark.c.group_id == bindparam("group_id"),
        among(mark.c.lesson_id, "lessons"),
        mark.c.value.is_not(None),
    )
    .order_by(mark.c.work_id)
)
_ABSENCES = select(attendance.c.student_id, attendance.c.lesson_id, attendance.c.code).where(
    attendance.c.group_id == bindparam("group_id"),
    among(attendance.c.lesson_id, "lessons"),
    attendance.c.code.is_not(None),
)


@dataclass
class Sums:
    """Marks and absences of a page by cell, and their sums by pupil."""

    columns: dict[int, int]
    texts: dict[Place, str] = field(default_factory=dict)
    noted: set[Place] = field(default_factory=set)
    codes: dict[Place, str] = field(default_factory=dict)
    counted: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    missed: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add_mark(self, student: int, lesson_id: int, value: str, weight: int, note: str) -> None:
        """A mark: the second one in a cell stands after a slash."""
        place = (student, self.columns[lesson_id])
        self.texts[place] = f"{self.texts[place]}/{value}" if place in self.texts else value
        if note:
            self.noted.add(place)
        if value.isdigit():
            self.counted[student].append((int(value), weight))

    def add_absence(self, student: int, lesson_id: int, code: str, shown: str) -> None:
        """An attendance code as the reader may see it; absences are counted."""
        self.codes[student, self.columns[lesson_id]] = shown
        self.missed[student] += AttendanceCode(code).is_absence

    def cells(self, pupils: list[int]) -> tuple[tuple[int, int, str, str, bool], ...]:
        """The filled cells by row and column."""
        rows = {student: index for index, student in enumerate(pupils)}
        places = sorted(
            (rows[p[0]], p[1], p) for p in self.texts.keys() | self.codes.keys() if p[0] in rows
        )
        return tuple(
            (row, column, self.texts.get(p, ""), self.codes.get(p, ""), p in self.noted)
            for row, column, p in places
        )

    def mean_text(self, student: int) -> str:
        """The weighted mean of a pupil's counted marks."""
        return rules.mean_text(rules.weighted_mean(self.counted.get(student, ())))

    def mark_count(self, student: int) -> int:
        """How many marks count."""
        return len(self.counted.get(student, ()))


def sums_of(
    ctx: Context, group_id: int, lessons: list[int], weights: dict[int, int], *, sees_illness: bool
) -> Sums:
    """Marks and absences of these lessons of a group; `weights` by work, in hundredths."""
    sums = Sums({lesson_id: column for column, lesson_id in enumerate(lessons)})
    asked = {"group_id": group_id, "lessons": lessons}
    for student, lesson_id, value, work_id, note in ctx.rows(_MARKS, asked):
        sums.add_mark(student, lesson_id, value, weights[work_id], note)
    for student, lesson_id, code in ctx.rows(_ABSENCES, asked):
        shown = rules.shown_code(code, may_see_illness=sees_illness)
        sums.add_absence(student, lesson_id, code, shown)
    return sums
