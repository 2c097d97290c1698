"""The table of answers to forms (ответы на анкеты)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from ediary_app.forms.values import AnswerState
from ediary_app.kernel.db import UtcDateTime, enum_column


class FormAnswer(SQLModel, table=True):
    """Somebody's answer to a form about a child or about oneself (ответ на анкету).

    `number` is the version answered; `digest` is that of its text and of the answers as they were
    signed.
    """

    __tablename__ = "form_answer"
    __table_args__ = (
        UniqueConstraint("form_key", "person_id", "about_id"),
        Index("ix_form_answer_form", "school_id", "form_key", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    form_key: str = Field(sa_type=String(60))
    person_id: int = Field(foreign_key="person.id")
    about_id: int = Field(foreign_key="person.id", index=True)
    state: AnswerState = Field(sa_column=enum_column(AnswerState, name="state"))
    number: int = 0
    draft: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    said: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    signed_name: str = Field(default="", sa_type=String(200))
    digest: str = Field(default="", sa_type=String(64))
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
