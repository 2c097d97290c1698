"""The table of what the school has added to the cards of its people (значения своих полей)."""

from __future__ import annotations

from sqlalchemy import Index, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from ediary_app.kernel.db import enum_column
from ediary_app.school.values import FieldOwner


class CustomValue(SQLModel, table=True):
    """What stands in a field of the school's own on a person's card (значение своего поля).

    `field_key` is the key of the definition; erased with the person's other values.
    """

    __tablename__ = "custom_value"
    __table_args__ = (
        UniqueConstraint("person_id", "owner", "field_key"),
        Index("ix_custom_value_field", "school_id", "field_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id")
    person_id: int = Field(foreign_key="person.id")
    owner: FieldOwner = Field(sa_column=enum_column(FieldOwner, name="owner"))
    field_key: str = Field(sa_type=String(60))
    value: str = Field(sa_type=String(2000))
