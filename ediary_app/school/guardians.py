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
DOCUMENT_LENGTH = 200


@use_case(requires=Permission.PEOPLE_MANAGE)
def set_court_limit(ctx: Context, *, guardian_id: int, student_id: int, document: str) -> None:
    """Hide a child from a representative by a court's decision, named by its document.

    It holds from the next thing this person opens: whose child it is, is asked every time.
    """
    if not document:
        reason = _("Enter the number and the date of the court's decision.")
        raise errors.Invalid(reason, fields={"document": reason})
    if len(document) > DOCUMENT_LENGTH:
        reason = _("At most {n} characters.", n=DOCUMENT_LENGTH)
        raise errors.Invalid(reason, fields={"document": reason})
    _limit(ctx, guardian_id, student_id, document)


@use_case(requires=Permission.PEOPLE_MANAGE)
def lift_court_limit(ctx: Context, *, guardian_id: int, student_id: int) -> None:
    """Show the child to the representative again (снять ограничение)."""
    _limit(ctx, guardian_id, student_id, "")


def _limit(ctx: Context, guardian_id: int, student_id: int, document: str) -> None:
    found = ctx.session.execute(
        select(guardianship.c.id).where(
            guardianship.c.guardian_id == guardian_id,
            guardianship.c.student_id == student_id,
            guardianship.c.school_id == ctx.school_id,
        )
    ).first()
    if found is None:
        raise errors.NotFound(_("This person does not represent this pupil."))
    ctx.session.execute(
        update(guardianship)
        .where(guardianship.c.id == found.id)
        .values(court_limit=bool(document), court_document=document)
    )
    ctx.record(SchoolEvent.GUARDIANSHIP_CHANGED, ("guardianship", found.id), about=student_id,
               facts={"limited": bool(document)}, values={"document": document})  # fmt: skip
