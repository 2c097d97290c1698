"""What stands in the cells of a block before it is written (что стоит в клетках блока)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Row, Select, bindparam, select

from ediary_app.access.context import Context
from ediary_app.journal.models import Attendance, Mark, Work, WorkKind
from ediary_app.journal.values import AttendanceCode, MarkValue, Note, WorkNumber
from ediary_app.kernel import errors
from ediary_app.kernel.among import among
from ediary_app.kernel.i18n import _
from ediary_app.school.models import GroupMember
from ediary_app.timetable import policy

mark, work = Mark.__table__, Work.__table__  # type: ignore[attr-defined]
kind, attendance = WorkKind.__table__, Attendance.__table__  # type: ignore[attr-defined]
member = GroupMember.__table__  # type: ignore[attr-defined]
LINES_AT_ONCE = 1_000


class MarkLine(BaseModel):
    """A mark of a block; `value=None` takes it away."""

    op: Literal["mark"] = "mark"
    lesson_id: int
    student_id: int
    kind_id: int
    number: WorkNumber = 1
    value: MarkValue | str | None = None
    """What the journal knows, or what somebody took for a mark: refused by itself."""
    comment: Note = ""
    reason: Note = ""
    expected_version: int | None = None


class CodeLine(BaseModel):
    """An attendance code of a block; `code=None` says the pupil was there."""

    op: Literal["attendance"]
    lesson_id: int
    student_id: int
    code: AttendanceCode | None = None
    minutes_late: int = 0
    expected_version: int | None = None


Line = Annotated[MarkLine | CodeLine, Field(discriminator="op")]
Lines = Annotated[list[Line], Field(max_length=LINES_AT_ONCE)]


@dataclass
class Standing:
    """What stands in the cells of a block before it is written, and what it may use."""

    lessons: dict[int, Row[Any]]
    kinds: set[int] = field(default_factory=set)
    members: dict[tuple[int, int], list[Row[Any]]] = field(default_factory=dict)
    codes: dict[tuple[int, int], Row[Any]] = field(default_factory=dict)
    works: dict[tuple[int, int, int], int] = field(default_factory=dict)
    marks: dict[tuple[int, int], Row[Any]] = field(default_factory=dict)
    absent: dict[tuple[int, int], AttendanceCode | None] = field(default_factory=dict)
    taken: set[tuple[Any, ...]] = field(default_factory=set)

    def mark(self, line: MarkLine) -> Row[Any] | None:
        """The mark in a line's cell."""
        work_id = self.works.get((line.lesson_id, line.kind_id, line.number), 0)
        return self.marks.get((work_id, line.student_id))

    def version(self, line: MarkLine | CodeLine) -> int:
        """The version of what stands in a line's cell; 0 where nothing does."""
        if isinstance(line, MarkLine):
            row = self.mark(line)
        else:
            row = self.codes.get((line.lesson_id, line.student_id))
        return row.version if row else 0


def standing_in(ctx: Context, lesson_id: int, lines: Sequence[MarkLine | CodeLine]) -> Standing:
    """The lessons of a block that the actor may fill, and all that its lines need to know.

    Raises `NotFound` when the lesson it begins in is none of them.
    """
    found = Standing(policy.lessons_taught(ctx, {lesson_id, *(line.lesson_id for line in lines)}))
    if lesson_id not in found.lessons:
        raise errors.NotFound(_("There is no such lesson, or it is not yours."))
    asked = {
        "lessons": sorted(found.lessons),
        "groups": sorted({row.group_id for row in found.lessons.values()}),
        "students": sorted({line.student_id for line in lines}),
    }
    for row in _rows(ctx, _MEMBERS, asked):
        found.members.setdefault((row.group_id, row.student_id), []).append(row)
    found.codes = {(row.lesson_id, row.student_id): row for row in _rows(ctx, _CODES, asked)}
    found.absent = {
        place: AttendanceCode(row.code) if row.code else None for place, row in found.codes.items()
    }
    if any(isinstance(line, MarkLine) for line in lines):
        school = {"school": ctx.school_id}
        found.kinds = set(ctx.session.scalars(_KINDS, school))
        found.works = {(w.lesson_id, w.kind_id, w.number): w.id for w in _rows(ctx, _WORKS, asked)}
        found.marks = {(m.work_id, m.student_id): m for m in _rows(ctx, _MARKS, asked)}
    return found


def _rows(ctx: Context, statement: Select[Any], asked: dict[str, Any]) -> Sequence[Row[Any]]:
    return ctx.session.execute(statement, asked).all()


_MEMBERS = select(
    member.c.group_id, member.c.student_id, member.c.starts_on, member.c.ends_on
).where(among(member.c.group_id, "groups"), among(member.c.student_id, "students"))
_CODES = (
    select(attendance)
    .where(among(attendance.c.lesson_id, "lessons"), among(attendance.c.student_id, "students"))
    .order_by(attendance.c.id)
    .with_for_update()
)
_KINDS = select(kind.c.id).where(kind.c.school_id == bindparam("school"), ~kind.c.is_archived)
_WORKS = select(work.c.id, work.c.lesson_id, work.c.kind_id, work.c.number).where(
    among(work.c.lesson_id, "lessons")
)
_MARKS = (
    select(mark.c.id, mark.c.work_id, mark.c.student_id, mark.c.value, mark.c.version,
           mark.c.comment)
    .where(
        among(mark.c.group_id, "groups"),
        among(mark.c.lesson_id, "lessons"),
        among(mark.c.student_id, "students"),
    )
    .order_by(mark.c.id)
    .with_for_update()
)  # fmt: skip
