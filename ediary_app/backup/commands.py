"""The commands of back-ups (`ediary restore`, `drill`)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ediary_app import migrating
from ediary_app.backup import copies, snapshots
from ediary_app.kernel import errors, eventlog
from ediary_app.kernel.db import Database
from ediary_app.kernel.settings import settings

BackupFile = Annotated[Path, typer.Argument(help="The back-up")]


def restore(
    file: BackupFile,
    replace: bool = typer.Option(False, help="Replace the school that is there"),
) -> None:
    """Put a back-up back, bring it to this release and verify its history (stop the server)."""
    chosen = settings()
    with told():
        manifest = copies.restore(file, copies.place_of(chosen), replace=replace)
        problems = _examine(manifest, chosen.database_url)
    _report(manifest, problems)


def drill(file: BackupFile) -> None:
    """Restore into a scratch database, verify the history, compare counts; changes nothing."""
    chosen = settings()
    with told(), tempfile.TemporaryDirectory() as scratch:
        place = copies.place_of(chosen)
        with snapshots.scratch(chosen.database_url, Path(scratch)) as url:
            manifest = copies.restore(file, copies.Place(url, Path(scratch) / "data", place.key))
            problems = _examine(manifest, url)
    _report(manifest, problems)


def _examine(manifest: copies.Manifest, url: str) -> list[str]:
    problems = copies.differences(manifest, url)
    migrating.migrate(url)
    database = Database(url, pool_size=2)
    with database.session(writes=False) as session:
        found = eventlog.verify(session)
    database.dispose()
    return problems + [
        f"school {f.school_id}, seal {f.seal_number}: {f.what}" for f in found.faults
    ]


def _report(manifest: copies.Manifest, problems: list[str]) -> None:
    rows = sum(manifest.counts.values())
    typer.echo(f"Taken {manifest.taken_at}, release {manifest.revision}: {rows} rows restored.")
    for problem in problems:
        typer.echo(problem, err=True)
    typer.echo("The history is whole." if not problems else "The restored data does not agree.")
    raise typer.Exit(1 if problems else 0)


@contextmanager
def told() -> Iterator[None]:
    """Say a refusal in words and end with exit code 1."""
    try:
        yield
    except errors.AppError as refusal:
        typer.echo(refusal.text(), err=True)
        raise typer.Exit(1) from None
