"""Limits of representation (ограничение родительских прав): by a court's decision only."""

from __future__ import annotations

from sqlalchemy import select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school.models import Guardianship
from ediary_app.school.values import SchoolEvent

guardianship = Guardianship.__table__  # type: ignore[attr-defined]


@use_case(requires=Permission.PEOPLE_MANAGE)
def set_court_limit(ctx: Context, *, guardian_id: int, student_id: int, document: str) -> None:
    """Hide a child from a representative by a court's decision; an empty document lifts the limit.

    It holds from the next thing this person opens: whose child it is, is asked every time.
    """
    found = ctx.session.execute(
        select(guardianship.c.id, guardianship.c.court_limit).where(
            guardianship.c.guardian_id == guardian_id,
            guardianship.c.student_id == student_id,
            guardianship.c.school_id == ctx.school_id,
        )
    ).first()
    if found is None:
        raise errors.NotFound(_("This person does not represent this pupil."))
    limited = bool(document.strip())
    ctx.session.execute(
        update(guardianship)
        .where(guardianship.c.id == found.id)
        .values(court_limit=limited, court_document=document.strip())
    )
    ctx.record(SchoolEvent.GUARDIANSHIP_CHANGED, ("guardianship", found.id), about=student_id,
               facts={"limited": limited}, values={"document": document.strip()})  # fmt: skip
