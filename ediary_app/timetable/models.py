"""Tables of the timetable (звонки, кабинеты, расписание, уроки)."""

from __future__ import annotations

import datetime as dt
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Column, Index, String, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import BigKey, UtcDateTime, enum_column
from ediary_app.timetable.values import LessonState, Parity


class BellSchedule(SQLModel, table=True):
    """A named set of bells (расписание звонков): normal, shortened, grade 1 in autumn …"""

    __tablename__ = "bell_schedule"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    name: str = Field(sa_type=String(80))
    shift: int = 1
    level_from: int = 1
    level_to: int = 11
    weekday: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    is_archived: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class Bell(SQLModel, table=True):
    """When a lesson of a bell schedule begins and ends (звонок); local time of the school."""

    __tablename__ = "bell"
    __table_args__ = (
        UniqueConstraint("bell_schedule_id", "slot"),
        CheckConstraint("starts_at < ends_at", name="in_order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    bell_schedule_id: int = Field(foreign_key="bell_schedule.id")
    slot: int
    starts_at: time
    ends_at: time


class Room(SQLModel, table=True):
    """A room (кабинет)."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    name: str = Field(sa_type=String(40))
    seats: int | None = None
    is_archived: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class TimetableEntry(SQLModel, table=True):
    """One cell of the weekly timetable (урок в сетке недели); `weekday` 0 is Monday."""

    __tablename__ = "timetable_entry"
    __table_args__ = (
        Index("ix_timetable_entry_group", "group_id"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        CheckConstraint("slot BETWEEN 0 AND 14", name="slot_range"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    group_id: int = Field(foreign_key="teaching_group.id")
    teacher_id: int = Field(foreign_key="person.id", index=True)
    room_id: int | None = Field(default=None, foreign_key="room.id")
    weekday: int
    slot: int
    parity: Parity = Field(sa_column=enum_column(Parity, name="parity"))
    valid_from: date
    valid_to: date | None = None


class Lesson(SQLModel, table=True):
    """A dated lesson (урок): the line of the journal page and of the diary's day."""

    __tablename__ = "lesson"
    __table_args__ = (
        Index("ix_lesson_group_date", "group_id", "date", "slot"),
        Index("ix_lesson_teacher_date", "teacher_id", "date"),
        Index("ix_lesson_school_date", "school_id", "date"),
        UniqueConstraint("group_id", "date", "slot"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    school_id: int = Field(foreign_key="school.id")
    group_id: int = Field(foreign_key="teaching_group.id")
    teacher_id: int = Field(foreign_key="person.id")
    room_id: int | None = Field(default=None, foreign_key="room.id")
    entry_id: int | None = Field(default=None, foreign_key="timetable_entry.id")
    date: dt.date
    slot: int
    starts_at: time | None = None
    ends_at: time | None = None
    state: LessonState = Field(sa_column=enum_column(LessonState, name="state"))
    topic: str = Field(default="", sa_type=String(500))
    kind: str = Field(default="", sa_type=String(40))
    roll_called_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    no_homework: bool = False
    version: int = 1
