"""Former values in the traces of merges (следы слияний): erased with the person.

A merge whose trace is gone cannot be undone any more. The history of the card that went is erased
with that of the card that stayed.
"""

from __future__ import annotations

from sqlalchemy import null, or_, select, update

from ediary_app.access.context import Context
from ediary_app.audit import service
from ediary_app.audit.erasing import erases
from ediary_app.audit.values import AuditEvent
from ediary_app.duplicates.models import PersonMerge

merge = PersonMerge.__table__  # type: ignore[attr-defined]
WHAT = "person_merge"


@erases(WHAT)
def erase_merges(ctx: Context, person_id: int) -> int:
    """Erase what merges have noted of a person, and the history of cards merged into theirs."""
    mine = (merge.c.school_id == ctx.school_id) & or_(
        merge.c.kept_id == person_id, merge.c.gone_id == person_id
    )
    gone = ctx.session.scalars(
        select(merge.c.gone_id).where(
            merge.c.school_id == ctx.school_id, merge.c.kept_id == person_id,
            merge.c.undone_at.is_(None),
        )
    ).all()  # fmt: skip
    for one in gone:
        rows = service.erase_events(ctx, one)
        ctx.record(AuditEvent.PERSONAL_ERASED, ("person", one), about=one,
                   facts={"rows": rows, "kept": person_id})  # fmt: skip
    noted = merge.c.trace_values.is_not(None)
    done = ctx.session.execute(update(merge).where(mine, noted).values(trace_values=null()))
    return int(done.rowcount)  # type: ignore[attr-defined]
