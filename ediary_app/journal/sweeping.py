"""Files that no lesson has are swept (уборка файлов): refused late, or left by a broken upload."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from ediary_app.access.context import Context, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import schedules
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.journal.files import file
from ediary_app.kernel import filestore
from ediary_app.kernel.clock import system_clock
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import settings

KIND = "journal.sweep_files"
EVERY = timedelta(hours=6)
YOUNG = timedelta(hours=2)
"""What is younger may still be on its way into the journal."""
AT_ONCE = 500


def sweep_folder(folder: Path, now: float) -> int:
    """Sweep parts of broken uploads and files that no lesson has; returns how many."""
    before = now - YOUNG.total_seconds()
    swept = filestore.sweep_parts(folder, before)
    for some in _at_once(filestore.old_files(folder, before)):
        known = perform(known_digests, actor=system_actor("sweep"), digests=tuple(some))
        unknown = [digest for digest in some if digest not in known]
        swept += sum(filestore.sweep(folder, digest, before) for digest in unknown)
    return swept


def _at_once(digests: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(digests)
    while some := list(islice(rest, AT_ONCE)):
        yield some


@use_case(requires=Permission.JOB_RUN, writes=False)
def known_digests(ctx: Context, *, digests: tuple[str, ...]) -> frozenset[str]:
    """Of these files, those that a lesson has or had."""
    known = select(file.c.sha256).where(file.c.sha256.in_(digests)).distinct()
    return frozenset(ctx.session.scalars(known))


def sweep(work: Work) -> None:
    """Sweep with no transaction open: deleting files takes its time."""
    sweep_folder(settings().data_dir / "files", system_clock().timestamp())


@job_kind(KIND, title=_("Sweeping files that no lesson has"), outside=sweep)
def note(ctx: Context, work: Work) -> None:
    """The sweeping is done before this transaction."""


schedules.every(KIND, KIND, EVERY)
