"""Erasing a person's values from the history (удаление персональных данных из истории)."""

from __future__ import annotations

from sqlalchemy import delete, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.audit.erasing import ERASERS
from ediary_app.audit.values import AuditEvent
from ediary_app.kernel import errors, eventlog
from ediary_app.kernel.i18n import _

event, personal = eventlog.event_table, eventlog.personal_table


@use_case(requires=Permission.PERSONAL_ERASE)
def erase_personal(ctx: Context, *, about_id: int, ground: str) -> int:
    """Erase the personal values and salts of a person's events in this school.

    The events stay, sealed as they were: the chain holds only digests, which tell nothing without
    the salt. What other packages remember of the person goes with it (`erasing.ERASERS`). `ground`
    names the document, never a person. Returns how many values were erased.
    """
    if not ground:
        reason = _("Say on what ground the data is erased: the document and its date.")
        raise errors.Invalid(reason, fields={"ground": reason})
    rows = erase_events(ctx, about_id)
    others = {what: erase(ctx, about_id) for what, erase in sorted(ERASERS.items())}
    total = rows + sum(others.values())
    if total == 0:
        raise errors.NotFound(_("The history holds no personal values of this person."))
    ctx.record(
        AuditEvent.PERSONAL_ERASED,
        ("person", about_id),
        about=about_id,
        facts={"rows": rows, "others": others, "ground": ground},
    )
    return total


def erase_events(ctx: Context, about_id: int) -> int:
    """Erase the values of the events about a person; who calls it records that it was done."""
    own = select(event.c.id).where(event.c.school_id == ctx.school_id, event.c.about_id == about_id)
    done = ctx.session.execute(delete(personal).where(personal.c.event_id.in_(own)))
    return int(done.rowcount)  # type: ignore[attr-defined]
