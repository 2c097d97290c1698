"""Tables of the curriculum (предметные области, учебный план)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import enum_column
from ediary_app.school.values import CurriculumPart


class SubjectArea(SQLModel, table=True):
    """An area that subjects belong to (предметная область), as the curriculum divides them."""

    __tablename__ = "subject_area"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    name: str = Field(sa_type=String(120))
    position: int = 0
    is_archived: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class CurriculumLine(SQLModel, table=True):
    """How many hours a level learns a subject in a year (строка учебного плана).

    `hours_a_week` are hundredths: half an hour a week is 50.
    """

    __tablename__ = "curriculum_line"
    __table_args__ = (
        UniqueConstraint("year_id", "level", "subject_id", "part"),
        CheckConstraint("level BETWEEN 1 AND 12", name="level_range"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    year_id: int = Field(foreign_key="school_year.id")
    level: int
    subject_id: int = Field(foreign_key="subject.id", index=True)
    part: CurriculumPart = Field(sa_column=enum_column(CurriculumPart, name="part"))
    hours_a_week: int
    hours_a_year: int | None = None
