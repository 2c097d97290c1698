"""Tables of contacts (контакты представителей и обучающихся)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field, SQLModel

from ediary_app.consent.values import ContactKind, Provenance
from ediary_app.kernel.db import UtcDateTime, enum_column


class Contact(SQLModel, table=True):
    """A phone (E.164) or an e-mail of a person, with how it was given and whether confirmed."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("person_id", "kind", "value"),)

    id: int | None = Field(default=None, primary_key=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: ContactKind = Field(sa_column=enum_column(ContactKind, name="kind"))
    value: str = Field(sa_type=String(254))
    provenance: Provenance = Field(sa_column=enum_column(Provenance, name="provenance"))
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
