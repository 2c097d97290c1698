"""Taking, checking, keeping and restoring back-ups (резервное копирование и восстановление)."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from ediary_app.backup import snapshots, vault
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import Settings

SUFFIX = ".edbackup"
NOT_KEPT = ("backups", "*.edbackup", "backup.key", "*.db", "*.db-*", "*.sqlite*", "*.log", "tmp")
"""What of the data folder is not copied: the copies themselves, their key, live databases."""
UNFINISHED = ".partial"
LOCK = ".lock"


@dataclass(frozen=True)
class Manifest:
    """What a back-up says of itself (опись копии): moment, release, rows, digests of its parts."""

    taken_at: str
    dialect: str
    revision: str
    counts: dict[str, int]
    digests: dict[str, str]


@dataclass(frozen=True)
class Kept:
    """How many copies are kept: the newest of each of so many days, weeks and months."""

    days: int = 14
    weeks: int = 8
    months: int = 12


@dataclass(frozen=True)
class Made:
    """A back-up that was made: its file, its size in bytes, how many old ones were removed."""

    file: Path
    size: int
    removed: int


@dataclass(frozen=True)
class Place:
    """Where the product keeps what a back-up holds, and the key that seals it."""

    url: str
    data: Path
    key: bytes


def place_of(chosen: Settings) -> Place:
    """Where this installation keeps its data, and its key."""
    text = chosen.backup_key.get_secret_value() if chosen.backup_key else ""
    key = vault.key_from(text, chosen.data_dir / "backup.key")
    return Place(chosen.database_url, chosen.data_dir, key)


def take(
    place: Place, folder: Path, now: datetime, *, on_written: Callable[[], None] = lambda: None
) -> Path:
    """Take a back-up and read it back whole; only then does it get its name.

    `on_written` is told when it is written and is now read back.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"ediary-{now.astimezone(UTC):%Y%m%d-%H%M%S}{SUFFIX}"
    partial = target.with_suffix(UNFINISHED)
    try:
        with tempfile.TemporaryDirectory(dir=folder) as work, partial.open("wb") as out:
            _pack(place, Path(work), now, out)
            out.flush()
            os.fsync(out.fileno())
        on_written()
        check(partial, place.key)
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return target


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder: what an interrupted back-up left there is swept, a second one refused."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise errors.Conflict(
                _("A back-up is being made at this moment."), code="backup_runs"
            ) from None
        for left in folder.glob(f"*{UNFINISHED}"):
            left.unlink()
        for left in folder.glob("tmp*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _pack(place: Place, work: Path, now: datetime, out: IO[bytes]) -> None:
    snapshot = snapshots.take(place.url, work)
    members = [(snapshot.file.name, snapshot.file), *_files(place.data)]
    digests: dict[str, str] = {}
    sealing = vault.Sealing(cast(Any, out), place.key)
    with (
        gzip.GzipFile(fileobj=cast(Any, sealing), mode="wb", compresslevel=1, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        for name, file in members:
            digests[name] = _digest(file)
            tar.add(file, arcname=name, recursive=False)
        manifest = Manifest(
            now.astimezone(UTC).isoformat(), snapshot.dialect, snapshot.revision, snapshot.counts,
            digests,
        )  # fmt: skip
        body = json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True).encode()
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(body)
        tar.addfile(entry, io.BytesIO(body))
    sealing.close()


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(data.rglob("*")):
        inside = file.relative_to(data)
        hidden = any(part.match(p) for p in NOT_KEPT for part in map(Path, inside.parts))
        if file.is_file() and not file.is_symlink() and not hidden:
            yield f"data/{inside}", file


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def check(file: Path, key: bytes) -> Manifest:
    """Read a back-up to its end: every chunk, every digest. Refuses a damaged one in words."""
    digests: dict[str, str] = {}
    manifest: Manifest | None = None
    with _members(file, key) as members:
        for entry, stream in members:
            if entry.name == "manifest.json":
                manifest = Manifest(**json.loads(stream.read()))
            else:
                digests[entry.name] = hashlib.file_digest(cast(Any, stream), "sha256").hexdigest()
    if manifest is None or manifest.digests != digests:
        raise vault.damaged()
    return manifest


@contextmanager
def _members(file: Path, key: bytes) -> Iterator[Iterable[tuple[tarfile.TarInfo, IO[bytes]]]]:
    try:
        with file.open("rb") as source:
            opening = io.BufferedReader(vault.Opening(source, key), vault.CHUNK)
            with tarfile.open(fileobj=opening, mode="r|gz") as tar:
                yield ((e, s) for e in tar if (s := tar.extractfile(e)) is not None)
            while opening.read(vault.CHUNK):
                pass
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        if isinstance(error, FileNotFoundError):
            raise errors.NotFound(_("There is no such back-up file.")) from None
        raise vault.damaged() from None


def restore(file: Path, place: Place, *, replace: bool = False) -> Manifest:
    """Check the whole file, then put database and files back; refuses to overwrite by default."""
    manifest = check(file, place.key)
    if (manifest.dialect == "sqlite") is not snapshots.is_sqlite(place.url):
        raise errors.Conflict(
            _("This back-up is of the other kind of database ({kind}). Point the settings at a "
              "database of that kind.", kind=manifest.dialect), code="backup_kind")  # fmt: skip
    if not replace and not _is_empty(place.url):
        raise errors.Conflict(
            _("The database already holds a school. Restoring would replace it: say so with "
              "--replace."), code="not_empty")  # fmt: skip
    place.data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.data) as work:
        _unpack(file, place.key, Path(work))
        snapshots.put_back(next(Path(work).glob("database.*")), place.url)
        if (Path(work) / "data").exists():
            shutil.copytree(Path(work) / "data", place.data, dirs_exist_ok=True)
    return manifest


def _unpack(file: Path, key: bytes, folder: Path) -> None:
    with _members(file, key) as members:
        for entry, stream in members:
            target = (folder / entry.name).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise vault.damaged()
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                shutil.copyfileobj(stream, out)


def _is_empty(url: str) -> bool:
    if snapshots.is_sqlite(url) and not snapshots.sqlite_path(url).exists():
        return True
    with snapshots.opened(url) as connection:
        return not any(snapshots.counts_of(connection).values())


def differences(manifest: Manifest, url: str) -> list[str]:
    """Where a restored database does not hold what the back-up says it held."""
    with snapshots.opened(url) as connection:
        found = snapshots.counts_of(connection)
    return [
        f"{table}: {manifest.counts[table]} → {found.get(table, 0)}"
        for table in manifest.counts
        if found.get(table, 0) != manifest.counts[table]
    ]


def copies(folder: Path) -> list[tuple[datetime, Path]]:
    """The back-ups in a folder with their moments, the newest first."""
    found = []
    for file in folder.glob(f"ediary-*{SUFFIX}"):
        stamp = file.name.removeprefix("ediary-").removesuffix(SUFFIX)
        found.append((datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC), file))
    return sorted(found, reverse=True)


def rotate(folder: Path, kept_of: Kept = Kept()) -> list[Path]:
    """Remove copies that no day, week or month needs; returns what was removed."""
    kept: set[Path] = set()
    taken = copies(folder)
    periods: tuple[tuple[Callable[[datetime], str], int], ...] = (
        (lambda at: f"{at:%Y-%m-%d}", kept_of.days),
        (lambda at: f"{at:%G-%V}", kept_of.weeks),
        (lambda at: f"{at:%Y-%m}", kept_of.months),
    )
    for name_of, count in periods:
        newest: dict[str, Path] = {}
        for at, file in taken:
            newest.setdefault(name_of(at), file)
        kept.update(list(newest.values())[:count])
    removed = [file for _at, file in taken if file not in kept]
    for file in removed:
        file.unlink()
    return removed
