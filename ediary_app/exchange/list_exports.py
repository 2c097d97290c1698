"""Long lists as files (выгрузка в фоне): written part by part, kept for a day for their owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import orjson
from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import policy
from ediary_app.jobs import service as jobs
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.jobs.policy import batch_table
from ediary_app.jobs.values import LIVE, JobState
from ediary_app.kernel import errors
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.i18n import _, current_language, use_language
from ediary_app.kernel.settings import settings
from ediary_app.lowcode import exporting
from ediary_app.lowcode.files import FileFormat
from ediary_app.lowcode.finding import Narrowing
from ediary_app.lowcode.listing import Query
from ediary_app.lowcode.resources import Resource, resource_of
from ediary_app.lowcode.values import Table

KIND = "exchange.list_export"
PART_ROWS = 2_000
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Progress:
    """How far a file is."""

    state: str
    done: int
    total: int
    is_over: bool


@dataclass(frozen=True)
class Written:
    """A file that is ready: its table without rows, its format, the parts its rows lie in."""

    table: Table
    file_format: FileFormat
    parts: tuple[str, ...]


def folder() -> Path:
    """Where the parts lie; only the server's own user may look into it."""
    path = settings().data_dir / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


@use_case(requires=Permission.DATA_READ)
def start_export(
    ctx: Context,
    *,
    of_list: str,
    file_format: FileFormat,
    query: Query = "",
    chosen: dict[str, str] | None = None,
    sort: str = "",
    archived: bool = False,
) -> int:
    """Begin to write a long list as a file (выгрузить в фоне); returns the job."""
    resource = _readable(ctx, of_list)
    ids = exporting.found_ids(ctx, resource, Narrowing(query, chosen or {}, sort, archived))
    exporting.tell_export(ctx, resource, len(ids))
    told = {"list": of_list, "format": file_format.value, "language": current_language()}
    return jobs.start(ctx, KIND, items=ids, arguments=told)


def _readable(ctx: Context, of_list: str) -> Resource:
    resource = resource_of(of_list)
    if not ctx.actor.may(resource.reads):
        raise errors.Denied(_("Your role does not allow this."))
    return resource


@job_kind(
    KIND, title=_("Writing a list as a file"), batch=PART_ROWS, result="/api/data/jobs/{id}/file"
)
def write_part(ctx: Context, work: Work) -> None:
    """Write the rows of a batch; a batch done twice writes the same file once more."""
    with use_language(str(work.arguments["language"])):
        table = exporting.rows_as_table(
            ctx, resource_of(str(work.arguments["list"])), list(work.items)
        )
    place = folder() / _part(work.job_id, work.items[0])
    place.touch(mode=0o600)
    place.write_bytes(orjson.dumps(table.rows))


def _part(job_id: int, first: int) -> str:
    return f"{job_id}-{first}.part"


@use_case(requires=Permission.DATA_READ, writes=False)
def progress(ctx: Context, *, job_id: int) -> Progress:
    """How far a file of one's own is."""
    job = _own(ctx, job_id)
    return Progress(job.state, job.done, job.total, job.state not in LIVE)


@use_case(requires=Permission.DATA_READ, writes=False)
def written(ctx: Context, *, job_id: int) -> Written:
    """A file of one's own that is ready, to be put together outside the transaction."""
    job = _own(ctx, job_id)
    resource = _readable(ctx, str(job.arguments["list"]))
    found = ctx.session.execute(
        select(batch_table.c["items"])
        .where(batch_table.c.job_id == job_id)
        .order_by(batch_table.c.number)
    )
    parts = tuple(_part(job_id, row.items[0]) for row in found if row.items)
    if job.state != JobState.DONE or not all((folder() / part).is_file() for part in parts):
        raise errors.NotFound(_("The file is no longer kept. Write it once more."))
    empty = exporting.rows_as_table(ctx, resource, [])
    return Written(empty, FileFormat(job.arguments["format"]), parts)


def _own(ctx: Context, job_id: int) -> AnyRow:
    mine = policy.own_jobs(ctx) & (policy.job_table.c.id == job_id)
    job = ctx.session.execute(select(policy.job_table).where(mine)).first()
    if job is None or job.kind != KIND:
        raise errors.NotFound(_("There is no such work, or it is not yours."))
    return job


def rows_of(found: Written) -> Iterator[list[str]]:
    """The rows of a file, one part in memory at a time."""
    for part in found.parts:
        yield from orjson.loads((folder() / part).read_bytes())


def sweep(now: datetime) -> None:
    """Delete parts older than a day."""
    for place in folder().glob("*.part"):
        if now.timestamp() - place.stat().st_mtime > KEPT_FOR.total_seconds():
            place.unlink(missing_ok=True)
