"""Tables of the journal (посещаемость, работы, отметки, задания, записи)."""

from __future__ import annotations

import datetime as dt
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from ediary_app.journal.values import (
    AttendanceCode,
    CallAnswer,
    DocumentKind,
    MarkValue,
    RemarkKind,
)
from ediary_app.kernel.db import BigKey, UtcDateTime, enum_column


def _key() -> Column[int]:
    return Column(BigKey, primary_key=True)


def _lesson() -> Column[int]:
    return Column(BigKey, ForeignKey("lesson.id"), nullable=False)


class WorkKind(SQLModel, table=True):
    """A kind of work and its weight in hundredths (вид работы и вес): контрольная, ответ …"""

    __tablename__ = "work_kind"
    __table_args__ = (
        UniqueConstraint("school_id", "code"),
        CheckConstraint("weight >= 0", name="weight_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    code: str = Field(sa_type=String(16))
    name: str = Field(sa_type=String(120))
    glyph: str = Field(default="", sa_type=String(8))
    weight: int = 100
    position: int = 0
    is_assessment: bool = False
    is_archived: bool = False


class Work(SQLModel, table=True):
    """One work of a lesson (работа): the column that marks stand in."""

    __tablename__ = "work"
    __table_args__ = (
        UniqueConstraint("lesson_id", "kind_id", "number"),
        Index("ix_work_group", "group_id"),
    )

    id: int | None = Field(default=None, sa_column=_key())
    school_id: int = Field(foreign_key="school.id")
    group_id: int = Field(foreign_key="teaching_group.id")
    lesson_id: int = Field(sa_column=_lesson())
    kind_id: int = Field(foreign_key="work_kind.id")
    number: int = 1
    title: str = Field(default="", sa_type=String(200))


class Mark(SQLModel, table=True):
    """A mark of a pupil for a work (отметка), as it stands now; its history is the events."""

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("work_id", "student_id"),
        Index("ix_mark_student_lesson", "student_id", "lesson_id"),
        Index("ix_mark_group_lesson", "group_id", "lesson_id"),
    )

    id: int | None = Field(default=None, sa_column=_key())
    school_id: int = Field(foreign_key="school.id")
    group_id: int = Field(foreign_key="teaching_group.id")
    lesson_id: int = Field(sa_column=_lesson())
    work_id: int = Field(sa_column=Column(BigKey, ForeignKey("work.id"), nullable=False))
    student_id: int = Field(foreign_key="student.person_id")
    value: MarkValue | None = Field(
        default=None, sa_column=enum_column(MarkValue, name="value", nullable=True)
    )
    """None after the mark was removed: the row stays, so that its history has an address."""
    comment: str = Field(default="", sa_type=String(500))
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1


class Attendance(SQLModel, table=True):
    """A pupil's attendance of a lesson (посещаемость); no row or no code: was there."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("lesson_id", "student_id"),
        Index("ix_attendance_student_group", "student_id", "group_id"),
        Index("ix_attendance_group_lesson", "group_id", "lesson_id"),
        CheckConstraint("minutes_late BETWEEN 0 AND 90", name="minutes_range"),
    )

    id: int | None = Field(default=None, sa_column=_key())
    school_id: int = Field(foreign_key="school.id")
    group_id: int = Field(foreign_key="teaching_group.id")
    lesson_id: int = Field(sa_column=_lesson())
    student_id: int = Field(foreign_key="student.person_id")
    code: AttendanceCode | None = Field(
        default=None, sa_column=enum_column(AttendanceCode, name="code", nullable=True)
    )
    minutes_late: int = 0
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1


class AbsenceGround(SQLModel, table=True):
    """Why a pupil is absent, or freed from a subject, for a span of lessons (основание).

    `first_slot` holds on the first day, `last_slot` on the last one. With a subject it concerns
    that subject's lessons only (освобождение). A number and a date of the paper, never a diagnosis.
    """

    __tablename__ = "absence_ground"
    __table_args__ = (
        Index("ix_absence_ground_student", "student_id", "last_day"),
        CheckConstraint("first_day <= last_day", name="in_order"),
    )

    id: int | None = Field(default=None, sa_column=_key())
    school_id: int = Field(foreign_key="school.id", index=True)
    student_id: int = Field(foreign_key="student.person_id")
    code: AttendanceCode = Field(sa_column=enum_column(AttendanceCode, name="code"))
    subject_id: int | None = Field(default=None, foreign_key="subject.id")
    first_day: dt.date
    last_day: dt.date
    first_slot: int = 0
    last_slot: int = 14
    document: DocumentKind = Field(sa_column=enum_column(DocumentKind, name="document"))
    document_number: str = Field(default="", sa_type=String(20))
    document_date: dt.date | None = None
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GroundChange(SQLModel, table=True):
    """An attendance that a ground changed, and what stood there before: to take it back."""

    __tablename__ = "ground_change"
    __table_args__ = (UniqueConstraint("ground_id", "attendance_id"),)

    id: int | None = Field(default=None, sa_column=_key())
    ground_id: int = Field(
        sa_column=Column(BigKey, ForeignKey("absence_ground.id"), nullable=False)
    )
    attendance_id: int = Field(
        sa_column=Column(BigKey, ForeignKey("attendance.id"), nullable=False, index=True)
    )
    code_before: AttendanceCode = Field(sa_column=enum_column(AttendanceCode, name="code_before"))
    version_after: int


class AbsenceCall(SQLModel, table=True):
    """A call to the family of a pupil who is absent without a word (звонок семье)."""

    __tablename__ = "absence_call"
    __table_args__ = (Index("ix_absence_call_student", "student_id", "date"),)

    id: int | None = Field(default=None, sa_column=_key())
    school_id: int = Field(foreign_key="school.id", index=True)
    student_id: int = Field(foreign_key="student.person_id")
    date: dt.date
    answer: CallAnswer = Field(sa_column=enum_column(CallAnswer, name="answer"))
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)


class Homework(SQLModel, table=True):
    """Homework given in a lesson, due on a date (домашнее задание); minutes are an estimate."""

    __tablename__ = "homework"
    __table_args__ = (
        UniqueConstraint("lesson_id"),
        Index("ix_homework_group_due", "group_id", "due_on"),
        CheckConstraint("minutes BETWEEN 0 AND 600", name="minutes_range"),
    )

    id: int | None = Field(default=None, sa_column=_key())
    school_id: int = Field(foreign_key="school.id")
    group_id: int = Field(foreign_key="teaching_group.id")
    lesson_id: int = Field(sa_column=_lesson())
    due_on: date
    text: str = Field(default="", sa_type=Text)
    minutes: int = 0
    set_by: int = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1


class HomeworkTick(SQLModel, table=True):
    """A pupil's own "done" on a homework (отметка ученика «сделано»)."""

    __tablename__ = "homework_tick"
    __table_args__ = (UniqueConstraint("homework_id", "student_id"),)

    id: int | None = Field(default=None, sa_column=_key())
    school_id: int = Field(foreign_key="school.id")
    homework_id: int = Field(sa_column=Column(BigKey, ForeignKey("homework.id"), nullable=False))
    student_id: int = Field(foreign_key="student.person_id", index=True)
    is_done: bool = True
    at: datetime = Field(sa_type=UtcDateTime)


class StoredFile(SQLModel, table=True):
    """A file beside a homework (файл к заданию); its bytes lie in the data folder by digest."""

    __tablename__ = "stored_file"

    id: int | None = Field(default=None, sa_column=_key())
    school_id: int = Field(foreign_key="school.id", index=True)
    lesson_id: int = Field(
        sa_column=Column(BigKey, ForeignKey("lesson.id"), nullable=False, index=True)
    )
    name: str = Field(sa_type=String(200))
    media_type: str = Field(sa_type=String(100))
    size: int
    sha256: str = Field(sa_type=String(64))
    added_by: int = Field(foreign_key="person.id")
    added_at: datetime = Field(sa_type=UtcDateTime)
    is_removed: bool = False


class Remark(SQLModel, table=True):
    """Praise, a remark or a recommendation to a pupil (похвала, замечание, рекомендация)."""

    __tablename__ = "remark"
    __table_args__ = (Index("ix_remark_student_date", "student_id", "date"),)

    id: int | None = Field(default=None, sa_column=_key())
    school_id: int = Field(foreign_key="school.id")
    student_id: int = Field(foreign_key="student.person_id")
    lesson_id: int | None = Field(
        default=None, sa_column=Column(BigKey, ForeignKey("lesson.id"), nullable=True)
    )
    kind: RemarkKind = Field(sa_column=enum_column(RemarkKind, name="kind"))
    date: dt.date
    text: str = Field(sa_type=Text)
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=UtcDateTime)
    is_removed: bool = False


class DiaryVisit(SQLModel, table=True):
    """When an account last saw the news of a pupil's diary (когда дневник смотрели)."""

    __tablename__ = "diary_visit"
    __table_args__ = (UniqueConstraint("account_id", "student_id"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    student_id: int = Field(foreign_key="student.person_id", index=True)
    seen_at: datetime = Field(sa_type=UtcDateTime)
