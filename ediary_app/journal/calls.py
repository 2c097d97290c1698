"""Calls to families (звонки семьям): who is absent without a word, whom to ask, what they said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, insert, or_, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.consent.models import Contact
from ediary_app.consent.values import ContactKind
from ediary_app.journal import policy
from ediary_app.journal.models import AbsenceCall
from ediary_app.journal.values import CALL_NAMES, CallAnswer, JournalEvent
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.models import Guardianship, Person
from ediary_app.school.values import KINSHIP_NAMES, Kinship

call = AbsenceCall.__table__  # type: ignore[attr-defined]
guardianship = Guardianship.__table__  # type: ignore[attr-defined]
person = Person.__table__  # type: ignore[attr-defined]
contact = Contact.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Relative:
    """Somebody of the family to call: the phone as one reads it, and as one dials it."""

    name: str
    kinship: str
    phone: str
    dialled: str


@dataclass(frozen=True)
class CallToMake:
    """A pupil away without a word since a lesson, the family's phones, and the last answer."""

    student_id: int
    name: str
    since: int
    relatives: tuple[Relative, ...]
    answer: str = ""
    answer_words: str = ""
    who: str = ""
    at: datetime | None = None


@use_case(requires=Permission.ATTENDANCE_KEEP)
def record_call(
    ctx: Context, *, student_id: int, answer: CallAnswer, on: date | None = None
) -> int:
    """Note that the family was called and what it answered; a later call stands above it."""
    day = on or ctx.today
    policy.pupil_led(ctx, student_id, day, day)
    if day > ctx.today:
        raise errors.Invalid(_("This day has not come yet."))
    row = {
        "school_id": ctx.school_id, "student_id": student_id, "date": day, "answer": answer,
        "made_by": ctx.actor.person_id, "made_at": ctx.now,
    }  # fmt: skip
    call_id = int(ctx.session.execute(insert(call).values(row).returning(call.c.id)).scalar_one())
    ctx.record(
        JournalEvent.FAMILY_CALLED,
        ("absence_call", call_id),
        about=student_id,
        facts={"on": day},
        values={"answer": answer},
    )
    return call_id


def to_make(
    ctx: Context, day: date, due: Mapping[int, tuple[str, int]], *, with_families: bool
) -> tuple[CallToMake, ...]:
    """The calls of a day: those to make first, then those that were answered.

    `due`: pupil → (name, since which lesson). Phones only for who leads the class.
    """
    families = _families(ctx, due) if with_families else {}
    answers = _answers(ctx, due, day)
    made = [
        CallToMake(student, name, since, tuple(families.get(student, ())),
                   **answers.get(student, {}))
        for student, (name, since) in due.items()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda c: bool(c.answer)))


def _families(ctx: Context, students: Collection[int]) -> dict[int, list[Relative]]:
    g = guardianship.c
    rows = ctx.session.execute(
        select(
            g.student_id, g.kinship, person.c.family_name, person.c.given_name,
            person.c.middle_name, contact.c.value,
        )
        .select_from(guardianship)
        .join(person, person.c.id == g.guardian_id)
        .join(contact, and_(contact.c.person_id == person.c.id,
                            contact.c.kind == ContactKind.PHONE), isouter=True)
        .where(
            g.school_id == ctx.school_id, g.student_id.in_(students), ~g.court_limit,
            or_(g.valid_from.is_(None), g.valid_from <= ctx.today),
            or_(g.valid_to.is_(None), g.valid_to >= ctx.today),
        )
        .order_by(g.student_id, g.id, contact.c.id)
    )  # fmt: skip
    found: dict[int, list[Relative]] = defaultdict(list)
    for row in rows:
        name = names.full_name(row.family_name, row.given_name, row.middle_name)
        kinship = str(KINSHIP_NAMES[Kinship(row.kinship)])
        phone = row.value or ""
        found[row.student_id].append(Relative(name, kinship, _phone_words(phone), phone))
    return found


def _phone_words(phone: str) -> str:
    """+7 904 123-45-67: a Russian number as people read it; any other as it is."""
    if len(phone) != 12 or not phone.startswith("+7"):
        return phone
    return f"+7 {phone[2:5]} {phone[5:8]}-{phone[8:10]}-{phone[10:]}"


def _answers(ctx: Context, students: Collection[int], day: date) -> dict[int, dict[str, Any]]:
    """The last answer of each family on a day, with who called and when."""
    rows = ctx.session.execute(
        select(call, person.c.family_name, person.c.given_name, person.c.middle_name)
        .join(person, person.c.id == call.c.made_by)
        .where(call.c.student_id.in_(students), call.c.date == day)
        .order_by(call.c.id)
    )
    return {
        row.student_id: {
            "answer": row.answer,
            "answer_words": str(CALL_NAMES[CallAnswer(row.answer)]),
            "who": names.short_name(row.family_name, row.given_name, row.middle_name),
            "at": row.made_at,
        }
        for row in rows
    }
