"""Words of the upkeep: how a back-up went, and why one failed (слова обслуживания)."""

from __future__ import annotations

from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class BackupState(StrEnum):
    """Where a back-up stands (состояние резервной копии)."""

    WRITING = "writing"
    CHECKING = "checking"
    GOOD = "good"
    FAILED = "failed"


UNDER_WAY = (BackupState.WRITING, BackupState.CHECKING)

STATE_NAMES: dict[BackupState, LazyText] = {
    BackupState.WRITING: _("Being written"),
    BackupState.CHECKING: _("Being read back"),
    BackupState.GOOD: _("Made and checked"),
    BackupState.FAILED: _("Failed"),
}


class BackupOrigin(StrEnum):
    """Who asked for a back-up (кто сделал копию)."""

    NIGHT = "night"
    BUTTON = "button"
    COMMAND = "command"


ORIGIN_NAMES: dict[BackupOrigin, LazyText] = {
    BackupOrigin.NIGHT: _("By the clock"),
    BackupOrigin.BUTTON: _("By the button"),
    BackupOrigin.COMMAND: _("By a command on the server"),
}


class BackupTrouble(StrEnum):
    """Why a back-up failed (причина неудачи копии)."""

    NONE = ""
    NO_ROOM = "no_room"
    NO_ACCESS = "no_access"
    DAMAGED_DATABASE = "damaged_database"
    DATABASE_AWAY = "database_away"
    PROGRAM_MISSING = "program_missing"
    PROGRAM_FAILED = "program_failed"
    NOT_READABLE = "not_readable"
    KEY = "key"
    RUNS = "runs"
    INTERRUPTED = "interrupted"
    OTHER = "other"


TROUBLES: dict[BackupTrouble, LazyText] = {
    BackupTrouble.NO_ROOM: _(
        "There is no room left in the folder of back-ups. Free some, or point EDIARY_BACKUP_DIR "
        "to a larger disk."
    ),
    BackupTrouble.NO_ACCESS: _(
        "The folder of back-ups cannot be written to. Check that the disk is connected and that "
        "the folder belongs to the user of the service."
    ),
    BackupTrouble.DAMAGED_DATABASE: _(
        "The database itself is damaged; the copy was thrown away. Restore the last good back-up."
    ),
    BackupTrouble.DATABASE_AWAY: _("The database did not answer. It is tried again by itself."),
    BackupTrouble.PROGRAM_MISSING: _(
        "The program pg_dump is missing: install the PostgreSQL client of your system."
    ),
    BackupTrouble.PROGRAM_FAILED: _(
        "pg_dump stopped with an error. Check that its version is not older than the server's."
    ),
    BackupTrouble.NOT_READABLE: _(
        "What was written could not be read back, so the copy was thrown away. Check the disk."
    ),
    BackupTrouble.KEY: _("The key of back-ups must be 32 random bytes in base64."),
    BackupTrouble.RUNS: _("A back-up is being made at this moment."),
    BackupTrouble.INTERRUPTED: _("It was interrupted: the server was switched off meanwhile."),
    BackupTrouble.OTHER: _("It failed for a reason that is in the list of failures."),
}

PASSING = frozenset(
    {BackupTrouble.NO_ROOM, BackupTrouble.NO_ACCESS, BackupTrouble.DATABASE_AWAY,
     BackupTrouble.PROGRAM_FAILED, BackupTrouble.NOT_READABLE, BackupTrouble.OTHER}
)  # fmt: skip
"""With these a later try may succeed."""


class UpkeepEvent(StrEnum):
    """What happens to back-ups (события обслуживания)."""

    BACKUP_ASKED = "upkeep.backup_asked"
    BACKUP_BEGUN = "upkeep.backup_begun"
    BACKUP_MADE = "upkeep.backup_made"
    BACKUP_FAILED = "upkeep.backup_failed"
