"""The command `ediary import`: a list of the office from the command line (загрузка списков)."""

from __future__ import annotations

from pathlib import Path

import typer
from sqlalchemy import select

from ediary_app.access.context import system_actor
from ediary_app.access.performing import Runtime, perform
from ediary_app.exchange import queries, service
from ediary_app.exchange.queries import Report
from ediary_app.exchange.values import ListKind, Severity
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school.models import School

school = School.__table__  # type: ignore[attr-defined]
SHOWN = 200
"""Messages printed at most: the page in the office shows them all."""


def import_file(
    runtime: Runtime, kind: ListKind, file: Path, *, code: str, dry_run: bool, columns: list[str]
) -> int:
    """Import a file whole, or nothing when a row has a problem; gives the exit code."""
    try:
        actor = system_actor("import", _school(runtime, code))
        data = file.read_bytes()
        batch_id = perform(service.upload, actor=actor, kind=kind, file_name=file.name, data=data)
        draft = perform(queries.draft, actor=actor, batch_id=batch_id)
        mapping = _mapping(draft, columns)
        report = perform(queries.check, actor=actor, batch_id=batch_id, mapping=mapping)
        _say(report)
        if dry_run or report.problems:
            perform(service.discard, actor=actor, batch_id=batch_id)
            return 1 if report.problems else 0
        perform(service.import_list, actor=actor, batch_id=batch_id, mapping=mapping)
        perform(service.forget_file, actor=actor, batch_id=batch_id)
    except errors.AppError as refusal:
        typer.echo(refusal.text(), err=True)
        return 1
    typer.echo(str(_("imported")))
    return 0


def _school(runtime: Runtime, code: str) -> int:
    with runtime.database.session(writes=False) as session:
        found = select(school.c.id)
        ids = session.scalars(found.where(school.c.code == code) if code else found).all()
    if len(ids) != 1:
        raise errors.NotFound(_("Which school? Name its code: --school CODE."))
    return int(ids[0])


def _mapping(draft: queries.Draft, chosen: list[str]) -> dict[int, str]:
    """The guessed columns, corrected by `B=full_name`; `B=` leaves a column unused."""
    said = dict(part.split("=", 1) for part in chosen if "=" in part)
    meanings = {c.index: said.get(c.letter, c.meaning) for c in draft.columns}
    return {index: meaning for index, meaning in meanings.items() if meaning}


def _say(report: Report) -> None:
    for message in report.messages[:SHOWN]:
        place = ":".join(str(part) for part in (message.sheet, message.row or "") if part)
        words = " ".join(part for part in (place, message.column, message.text) if part)
        typer.echo(words, err=message.severity == Severity.PROBLEM)
    counts = {
        _("Rows"): report.row_count, _("New"): report.new, _("Changed"): report.changed,
        _("Unchanged"): report.unchanged, _("Problems"): report.problems,
    }  # fmt: skip
    typer.echo(", ".join(f"{words}: {count}" for words, count in counts.items()))
