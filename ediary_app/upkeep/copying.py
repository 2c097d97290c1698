"""Making a back-up whose outcome is kept in the database (сделать копию и записать исход)."""

from __future__ import annotations

import errno
import sqlite3
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from ediary_app.access.context import system_actor
from ediary_app.access.performing import current_runtime, perform
from ediary_app.backup import copies
from ediary_app.kernel import errors, logs, outage
from ediary_app.kernel.settings import Settings
from ediary_app.upkeep import machine, runs
from ediary_app.upkeep.values import TROUBLES, BackupOrigin, BackupTrouble

log = structlog.get_logger(__name__)
SYSTEM = system_actor("backup")

_CODES = {
    "database_damaged": BackupTrouble.DAMAGED_DATABASE,
    "program_missing": BackupTrouble.PROGRAM_MISSING,
    "program_failed": BackupTrouble.PROGRAM_FAILED,
    "backup_damaged": BackupTrouble.NOT_READABLE,
    "backup_key": BackupTrouble.KEY,
    "backup_runs": BackupTrouble.RUNS,
    "unavailable": BackupTrouble.DATABASE_AWAY,
}
_NUMBERS = {
    errno.ENOSPC: BackupTrouble.NO_ROOM,
    errno.EDQUOT: BackupTrouble.NO_ROOM,
    errno.EFBIG: BackupTrouble.NO_ROOM,
}
LEAST_ROOM = 8 << 20
"""A disk with less room than this is taken for full, whatever failed on it."""


class NotMade(errors.Conflict):
    """A back-up that failed: why, in words."""

    def __init__(self, trouble: BackupTrouble) -> None:
        super().__init__(TROUBLES[trouble], code=f"backup_{trouble.value}")
        self.trouble = trouble


def make(chosen: Settings, origin: BackupOrigin, *, keep_all: bool = False) -> copies.Made:
    """Make a back-up, read it back, rotate the old ones; `NotMade` says why it failed."""
    folder, run_id = chosen.copies_dir, 0
    try:
        with copies.alone(folder):
            run_id = perform(runs.begin, actor=SYSTEM, origin=origin)
            made = _make(chosen, run_id, keep_all)
    except Exception as error:
        trouble = trouble_of(error, folder)
        if trouble is not BackupTrouble.RUNS:
            failed = partial(perform, runs.note_failed, actor=SYSTEM, run_id=run_id)
            failed(origin=origin, trouble=trouble)
        raise NotMade(trouble) from error
    return made


def _make(chosen: Settings, run_id: int, keep_all: bool) -> copies.Made:
    written = partial(perform, runs.note_written, actor=SYSTEM, run_id=run_id)
    now, place = current_runtime().clock(), copies.place_of(chosen)
    file = copies.take(place, chosen.copies_dir, now, on_written=written)
    kept = copies.Kept(chosen.backup_days, chosen.backup_weeks, chosen.backup_months)
    removed = [] if keep_all else copies.rotate(chosen.copies_dir, kept)
    size = file.stat().st_size
    perform(runs.note_good, actor=SYSTEM, run_id=run_id, file=file.name, size=size)
    return copies.Made(file, size, len(removed))


def trouble_of(error: Exception, folder: Path) -> BackupTrouble:
    """Why a back-up failed, as far as an error tells."""
    if isinstance(error, errors.AppError):
        found = _CODES.get(error.code, BackupTrouble.OTHER)
    elif isinstance(error, OSError):
        found = _NUMBERS.get(error.errno or 0, BackupTrouble.NO_ACCESS)
    elif isinstance(error, sqlite3.Error):
        is_full = getattr(error, "sqlite_errorname", "") == "SQLITE_FULL"
        found = BackupTrouble.NO_ROOM if is_full else BackupTrouble.DATABASE_AWAY
    elif isinstance(error, SQLAlchemyError) and outage.kind_of(error):
        found = BackupTrouble.DATABASE_AWAY
    else:
        logs.record_failure(log, error)
        found = BackupTrouble.OTHER
    room = machine.room_of(folder)
    is_tight = room is not None and room.free < LEAST_ROOM
    return BackupTrouble.NO_ROOM if is_tight and found is not BackupTrouble.RUNS else found
