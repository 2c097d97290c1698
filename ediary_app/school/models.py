"""Tables of the school (школа, люди, классы, группы, периоды)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import enum_column, sort_key_type
from ediary_app.school.values import (
    EnrolmentEnd,
    GroupKind,
    Kinship,
    Marking,
    Sex,
    TermKind,
)


class School(SQLModel, table=True):
    """A school (школа): everything below belongs to one."""

    __tablename__ = "school"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=String(300))
    short_name: str = Field(sa_type=String(80))
    code: str = Field(sa_type=String(32), unique=True)
    address: str = Field(default="", sa_type=String(300))


class Person(SQLModel, table=True):
    """A person as one school knows them (человек): pupil, guardian or member of staff."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_school_sort", "school_id", "sort_key"),
        Index("ix_person_school_search", "school_id", "search_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    family_name: str = Field(sa_type=String(100))
    given_name: str = Field(sa_type=String(100))
    middle_name: str = Field(default="", sa_type=String(100))
    sort_key: str = Field(sa_type=sort_key_type(310))
    search_key: str = Field(sa_type=String(310))
    birth_date: date | None = None
    sex: Sex | None = Field(default=None, sa_column=enum_column(Sex, name="sex", nullable=True))
    version: int = 1


class Student(SQLModel, table=True):
    """A pupil's file (личное дело обучающегося)."""

    __tablename__ = "student"
    __table_args__ = (UniqueConstraint("school_id", "file_number"),)

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    school_id: int = Field(foreign_key="school.id", index=True)
    file_number: str | None = Field(default=None, sa_type=String(32))


class StaffMember(SQLModel, table=True):
    """A member of staff (работник) and their post (должность)."""

    __tablename__ = "staff_member"
    __table_args__ = (UniqueConstraint("school_id", "personnel_number"),)

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    school_id: int = Field(foreign_key="school.id", index=True)
    post: str = Field(default="", sa_type=String(120))
    personnel_number: str | None = Field(default=None, sa_type=String(32))
    left_on: date | None = None


class Guardianship(SQLModel, table=True):
    """Who represents a child, on what ground, with what limits (законное представительство)."""

    __tablename__ = "guardianship"
    __table_args__ = (
        UniqueConstraint("guardian_id", "student_id"),
        CheckConstraint("guardian_id <> student_id", name="not_oneself"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    guardian_id: int = Field(foreign_key="person.id", index=True)
    student_id: int = Field(foreign_key="person.id", index=True)
    kinship: Kinship = Field(sa_column=enum_column(Kinship, name="kinship"))
    document: str = Field(default="", sa_type=String(200))
    court_limit: bool = False
    court_document: str = Field(default="", sa_type=String(200))
    on_paper: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


class SchoolYear(SQLModel, table=True):
    """A school year (учебный год), e.g. 2026/27."""

    __tablename__ = "school_year"
    __table_args__ = (
        UniqueConstraint("school_id", "name"),
        CheckConstraint("starts_on < ends_on", name="in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    name: str = Field(sa_type=String(16))
    starts_on: date
    ends_on: date


class LevelPlan(SQLModel, table=True):
    """How a level's year is divided (какие периоды у параллели)."""

    __tablename__ = "level_plan"
    __table_args__ = (
        UniqueConstraint("year_id", "level"),
        CheckConstraint("level BETWEEN 1 AND 12", name="level_range"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    year_id: int = Field(foreign_key="school_year.id")
    level: int
    term_kind: TermKind = Field(sa_column=enum_column(TermKind, name="term_kind"))


class Term(SQLModel, table=True):
    """A reporting period (отчётный период): quarter, trimester or half-year with its dates."""

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("year_id", "kind", "number"),
        CheckConstraint("starts_on <= ends_on", name="in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    year_id: int = Field(foreign_key="school_year.id")
    kind: TermKind = Field(sa_column=enum_column(TermKind, name="kind"))
    number: int
    starts_on: date
    ends_on: date


class Holiday(SQLModel, table=True):
    """Days without lessons (каникулы и праздники), for all levels or a range of them."""

    __tablename__ = "holiday"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="in_order"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    year_id: int = Field(foreign_key="school_year.id")
    name: str = Field(sa_type=String(80))
    starts_on: date
    ends_on: date
    level_from: int = 1
    level_to: int = 11


class Subject(SQLModel, table=True):
    """A subject (учебный предмет)."""

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    name: str = Field(sa_type=String(120))
    short_name: str = Field(default="", sa_type=String(24))
    area_id: int | None = Field(default=None, foreign_key="subject_area.id", index=True)
    sort_key: str = Field(sa_type=sort_key_type(120))
    color: int = 0
    is_archived: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class SchoolClass(SQLModel, table=True):
    """A class of one year (класс): 7А."""

    __tablename__ = "school_class"
    __table_args__ = (
        UniqueConstraint("year_id", "level", "letter"),
        CheckConstraint("level BETWEEN 1 AND 12", name="level_range"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    year_id: int = Field(foreign_key="school_year.id")
    level: int
    letter: str = Field(sa_type=String(16))
    class_teacher_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    shift: int = 1
    days_a_week: int = 5

    @property
    def name(self) -> str:
        """7А."""
        return f"{self.level}{self.letter}"


class Enrolment(SQLModel, table=True):
    """A pupil's time in a class (зачисление): `ends_on` is the last day, open while None.

    `order_number` is the order that enrolled, `end_order` the one that let go.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        Index("ix_enrolment_class", "class_id", "starts_on"),
        Index("ix_enrolment_student", "student_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    student_id: int = Field(foreign_key="student.person_id")
    class_id: int = Field(foreign_key="school_class.id")
    starts_on: date
    ends_on: date | None = None
    order_number: str = Field(default="", sa_type=String(32))
    end_order: str = Field(default="", sa_type=String(32), sa_column_kwargs={"server_default": ""})
    end_reason: EnrolmentEnd | None = Field(
        default=None, sa_column=enum_column(EnrolmentEnd, name="end_reason", nullable=True)
    )


class Group(SQLModel, table=True):
    """A teaching group (учебная группа): what every lesson and journal page hangs on."""

    __tablename__ = "teaching_group"
    __table_args__ = (UniqueConstraint("year_id", "name", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    year_id: int = Field(foreign_key="school_year.id")
    subject_id: int = Field(foreign_key="subject.id", index=True)
    class_id: int | None = Field(default=None, foreign_key="school_class.id", index=True)
    level: int
    name: str = Field(sa_type=String(80))
    kind: GroupKind = Field(sa_column=enum_column(GroupKind, name="kind"))
    marking: Marking = Field(sa_column=enum_column(Marking, name="marking"))
    weekly_hours: int = 1


class GroupMember(SQLModel, table=True):
    """A pupil's time in a teaching group (состав группы), with dates."""

    __tablename__ = "group_member"
    __table_args__ = (
        Index("ix_group_member_group", "group_id", "starts_on"),
        Index("ix_group_member_student", "student_id", "starts_on"),
        UniqueConstraint("group_id", "student_id", "starts_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    group_id: int = Field(foreign_key="teaching_group.id")
    student_id: int = Field(foreign_key="student.person_id")
    starts_on: date
    ends_on: date | None = None


class Assignment(SQLModel, table=True):
    """Who teaches a group, from when to when (закрепление учителя, нагрузка)."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_teacher", "teacher_id"),
        UniqueConstraint("group_id", "teacher_id", "starts_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    group_id: int = Field(foreign_key="teaching_group.id")
    teacher_id: int = Field(foreign_key="person.id")
    starts_on: date
    ends_on: date | None = None
    is_main: bool = True
