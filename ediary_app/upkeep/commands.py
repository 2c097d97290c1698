"""The command that makes a back-up (`ediary backup`)."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from ediary_app.backup import copies
from ediary_app.backup.commands import told
from ediary_app.kernel import clock
from ediary_app.kernel.settings import Settings, settings
from ediary_app.upkeep import copying
from ediary_app.upkeep.values import BackupOrigin

GIVING_WAY = 10
"""A back-up takes the processor when nobody else wants it: who saves just then feels nothing."""


def make(chosen: Settings, to: str, keep_all: bool) -> copies.Made:
    """Make a back-up in the usual folder, and note it; or in another one, which is not noted."""
    if not to or Path(to).resolve() == chosen.copies_dir.resolve():
        return copying.make(chosen, BackupOrigin.COMMAND, keep_all=keep_all)
    folder = Path(to)
    with copies.alone(folder):
        file = copies.take(copies.place_of(chosen), folder, clock.system_clock())
        removed = [] if keep_all else copies.rotate(folder)
    return copies.Made(file, file.stat().st_size, len(removed))


def backup(
    to: str = typer.Option("", help="Another folder than EDIARY_BACKUP_DIR"),
    keep_all: bool = typer.Option(False, help="Remove no old copies"),
) -> None:
    """Take an encrypted, verified back-up while people work; old copies are rotated."""
    os.nice(GIVING_WAY)
    with told():
        made = make(settings(), to, keep_all)
    typer.echo(f"{made.file} ({made.size // 1024} KiB); {made.removed} old copies removed")
