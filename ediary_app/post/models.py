"""The table of letters (исходящие письма)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, String, Text
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import BigKey, UtcDateTime, enum_column
from ediary_app.post.values import LetterState, Trouble


class OutgoingLetter(SQLModel, table=True):
    """A letter (письмо) on its way; its words are erased once the mail server has it."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_due", "state", "due_at"),
        Index("ix_letter_school_id", "school_id", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigKey, primary_key=True))
    school_id: int | None = Field(default=None, foreign_key="school.id")
    address: str = Field(sa_type=String(254))
    language: str = Field(sa_type=String(5))
    subject: str = Field(sa_type=String(200))
    text_part: str = Field(sa_type=Text)
    html_part: str = Field(sa_type=Text)
    reference: str = Field(sa_type=String(64), unique=True)
    state: LetterState = Field(sa_column=enum_column(LetterState, name="state"))
    trouble: Trouble = Field(default=Trouble.NONE, sa_column=enum_column(Trouble, name="trouble"))
    attempts: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
