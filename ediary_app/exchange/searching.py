"""Imports in the search everywhere (загрузки в поиске): by the name of the file or the list."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.exchange.models import ImportBatch
from ediary_app.exchange.values import BATCH_STATES, KIND_NAMES, BatchState, ListKind
from ediary_app.kernel.folding import fold
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.everywhere import LOOKED_AT, Candidate, Source, declare
from ediary_app.lowcode.tolerance import Asked

batch = ImportBatch.__table__  # type: ignore[attr-defined]


def _imports(ctx: Context, asked: Asked) -> Iterable[Candidate]:
    """What was brought into this school, the newest first."""
    found = select(batch.c.file_name, batch.c.kind, batch.c.state, batch.c.uploaded_at).where(
        batch.c.school_id == ctx.school_id, batch.c.state != BatchState.DISCARDED
    )
    rows = ctx.session.execute(found.order_by(batch.c.id.desc()).limit(LOOKED_AT))
    for n, row in enumerate(rows):
        kind = str(KIND_NAMES[ListKind(row.kind)])
        key = fold(f"{row.file_name} {kind}".lower()).replace(".", " ").replace("_", " ")
        state = str(BATCH_STATES[BatchState(row.state)])
        note = f"{kind}, {state}, {row.uploaded_at.strftime('%d.%m.%Y')}"
        yield Candidate(key, row.file_name or kind, note, "/admin/import", n)


IMPORTS = declare(
    Source("imports", _("Imports"), Permission.LISTS_IMPORT, _imports, "/admin/import")
)
