"""Uploaded files on disk (хранилище файлов): by digest, in the data folder, never executable.

What a file is, is read from its first bytes and not from its name. Only pictures, PDF, office
documents and plain text are kept: nothing that a browser would run.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import anyio

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

_DIGEST = re.compile(r"[0-9a-f]{64}")
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"{\\rtf", "application/rtf"),
)
_OFFICE_PARTS = {
    "word/": f"{OFFICE}.wordprocessingml.document",
    "xl/": f"{OFFICE}.spreadsheetml.sheet",
    "ppt/": f"{OFFICE}.presentationml.presentation",
}
_OPEN_TYPES = {f"{OPEN}.{name}" for name in ("text", "spreadsheet", "presentation")}
_OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}


async def receive(chunks: AsyncIterator[bytes], folder: Path, limit: int) -> tuple[Path, str, int]:
    """Write an upload to a new file of the folder; returns it, its SHA-256 and its size.

    The size is counted while reading: the first byte over `limit` ends it with `Invalid`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, digest, size = folder / f".{uuid4().hex}.part", hashlib.sha256(), 0
    try:
        async with await anyio.open_file(path, "wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise too_large(limit)
                digest.update(chunk)
                await file.write(chunk)
        if size == 0:
            raise errors.Invalid(_("The file is empty."), code="file_empty")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, digest.hexdigest(), size


def too_large(limit: int) -> errors.Invalid:
    """The refusal of a file over the limit (in bytes)."""
    return errors.Invalid(
        _("The file is larger than {limit} MB. Send a smaller one.", limit=limit // 1_000_000),
        code="file_too_large",
    )


def place(folder: Path, digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return folder / digest[:2] / digest


def keep(part: Path, folder: Path, digest: str) -> None:
    """Put a received file in its place; the same bytes are kept once."""
    target = place(folder, digest)
    target.parent.mkdir(exist_ok=True, mode=0o700)
    part.chmod(0o600)
    os.replace(part, target)


def sweep_parts(folder: Path, before: float) -> int:
    """Delete what broken uploads left before a moment (seconds); returns how many."""
    old = [part for part in folder.glob(".*.part") if _is_older(part, before)]
    for part in old:
        part.unlink(missing_ok=True)
    return len(old)


def old_files(folder: Path, before: float) -> Iterator[str]:
    """The digests of the files kept before a moment."""
    for path in folder.glob("[0-9a-f][0-9a-f]/*"):
        if _DIGEST.fullmatch(path.name) and _is_older(path, before):
            yield path.name


def sweep(folder: Path, digest: str, before: float) -> bool:
    """Delete a file, unless it was brought again meanwhile."""
    path = place(folder, digest)
    aside = path.with_name(f"{digest}.swept")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    if not _is_older(aside, before):
        os.replace(aside, path)
        return False
    aside.unlink()
    return True


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def media_type(path: Path, name: str) -> str:
    """What a file is, by its bytes; `Invalid` for anything that is not a document or a picture."""
    with path.open("rb") as file:
        found = _sniffed(file, Path(name).suffix.casefold())
    if found is None:
        raise errors.Invalid(
            _("Only pictures, PDF, office documents and plain text can be attached."),
            code="file_kind",
        )
    return found


def _sniffed(file: BinaryIO, suffix: str) -> str | None:
    head = file.read(4096)
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "image/heic"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _OLD_OFFICE.get(suffix)
    if head.startswith(b"PK\x03\x04"):
        return _in_archive(file)
    return "text/plain" if suffix in (".txt", ".csv", ".md") and _is_text(head) else None


def _in_archive(file: BinaryIO) -> str | None:
    """An office document is an archive with known parts; any other archive is refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").decode("ascii", "replace").strip()
                return kind if kind in _OPEN_TYPES else None
    except (zipfile.BadZipFile, OSError, RuntimeError):
        return None
    has_macros = any(name.casefold().endswith("vbaproject.bin") for name in names)
    parts = (kind for part, kind in _OFFICE_PARTS.items() if any(n.startswith(part) for n in names))
    return None if has_macros or "[Content_Types].xml" not in names else next(parts, None)


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 or _is_windows_text(head)
    return True


def _is_windows_text(head: bytes) -> bool:
    return all(byte >= 32 or byte in (9, 10, 13) for byte in head)
