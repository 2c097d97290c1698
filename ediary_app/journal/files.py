"""Files beside homework (файлы к заданию): who may add, read and remove them.

The bytes lie in the data folder by their digest (`kernel.filestore`); here are the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import policy as journal_policy
from ediary_app.journal.marks import author, check_open
from ediary_app.journal.models import StoredFile
from ediary_app.journal.values import JournalEvent
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.timetable import policy

file = StoredFile.__table__  # type: ignore[attr-defined]
FILES_PER_LESSON = 10
NAME_LENGTH = 200


@dataclass(frozen=True)
class FileRow:
    """A file as lists show it and a download needs it."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str = ""


@use_case(requires=Permission.HOMEWORK_SET, writes=False)
def may_add_file(ctx: Context, *, lesson_id: int) -> bool:
    """Whether a file may be added now; asked before its bytes are read. Raises the refusal."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    _check_room(ctx, lesson)
    return True


@use_case(requires=Permission.HOMEWORK_SET)
def add_file(
    ctx: Context, *, lesson_id: int, name: str, media_type: str, size: int, sha256: str
) -> FileRow:
    """Put a file beside the lesson's homework."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    _check_room(ctx, lesson)
    row = {
        "school_id": lesson.school_id,
        "lesson_id": lesson.id,
        "name": _plain_name(name),
        "media_type": media_type,
        "size": size,
        "sha256": sha256,
        "added_by": author(ctx, lesson),
        "added_at": ctx.now,
        "is_removed": False,
    }
    row_id = int(ctx.session.execute(insert(file).values(row).returning(file.c.id)).scalar_one())
    _tell(ctx, lesson, JournalEvent.FILE_ADDED, row_id, row["name"])
    return FileRow(row_id, row["name"], media_type, size, sha256)


@use_case(requires=Permission.HOMEWORK_SET)
def remove_file(ctx: Context, *, lesson_id: int, file_id: int) -> None:
    """Take a file away from the homework; the row stays, so that its history has an address."""
    lesson = policy.lesson_taught(ctx, lesson_id)
    check_open(ctx, lesson)
    found = ctx.session.execute(
        select(file.c.id, file.c.name, file.c.is_removed).where(
            file.c.id == file_id, file.c.lesson_id == lesson.id
        )
    ).first()
    if found is None:
        raise errors.NotFound(_("There is no such file, or it is not yours to see."))
    if found.is_removed:
        return
    ctx.session.execute(update(file).where(file.c.id == file_id).values(is_removed=True))
    _tell(ctx, lesson, JournalEvent.FILE_REMOVED, file_id, found.name)


@use_case(requires=Permission.FILE_READ, writes=False)
def file_to_read(ctx: Context, *, file_id: int) -> FileRow:
    """A file to download: for the group's teachers, its members' families, the deputy head."""
    row = journal_policy.file_readable(ctx, file_id)
    return FileRow(row.id, row.name, row.media_type, row.size, row.sha256)


def files_of(ctx: Context, lesson_id: int) -> tuple[tuple[int, str, int], ...]:
    """The files of a lesson, packed: id, name, size in bytes."""
    rows = ctx.session.execute(
        select(file.c.id, file.c.name, file.c.size)
        .where(file.c.lesson_id == lesson_id, ~file.c.is_removed)
        .order_by(file.c.id)
    )
    return tuple((row.id, row.name, row.size) for row in rows)


def _check_room(ctx: Context, lesson: Row[Any]) -> None:
    count = ctx.session.scalar(
        select(func.count())
        .select_from(file)
        .where(file.c.lesson_id == lesson.id, ~file.c.is_removed)
    )
    if (count or 0) >= FILES_PER_LESSON:
        raise errors.Invalid(
            _("A lesson holds at most {limit} files.", limit=FILES_PER_LESSON), code="too_many"
        )


def _plain_name(name: str) -> str:
    """A file's name without folders and signs that could lead a device astray."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(" .")
    return (kept or "file")[-NAME_LENGTH:]


def _tell(ctx: Context, lesson: Row[Any], kind: str, file_id: int, name: str) -> None:
    ctx.record(
        kind,
        ("stored_file", file_id),
        group_id=lesson.group_id,
        lesson_id=lesson.id,
        values={"name": name},
    )
