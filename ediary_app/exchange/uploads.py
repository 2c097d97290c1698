"""Files of tables on their way (загруженные файлы): kept until imported, a day at most.

A file lies in the data folder under a name that nobody can guess; what the check said of it lies
beside it. Neither ever passes a page's State.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from ediary_app.exchange.values import Message
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import settings

KEPT_FOR = timedelta(hours=24)
_NAME = re.compile(r"(\d+)-[A-Za-z0-9_-]{20,}")


def folder() -> Path:
    """Where the files lie; only the server's own user may look into it."""
    path = settings().data_dir / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(data: bytes, now: datetime) -> str:
    """Keep a file; gives its unguessable name."""
    sweep(now)
    name = f"{int(now.timestamp())}-{secrets.token_urlsafe(24)}"
    place = folder() / name
    place.touch(mode=0o600)
    place.write_bytes(data)
    return name


def read(name: str | None) -> bytes:
    """A kept file."""
    if name and _NAME.fullmatch(name) and (folder() / name).is_file():
        return (folder() / name).read_bytes()
    raise errors.NotFound(_("The file is no longer kept. Choose it once more."), code="file_gone")


def forget(name: str | None) -> None:
    """Delete a file and what was said of it."""
    if name and _NAME.fullmatch(name):
        for place in (folder() / name, folder() / f"{name}.said"):
            place.unlink(missing_ok=True)


def sweep(now: datetime) -> None:
    """Delete what is older than a day."""
    for place in folder().iterdir():
        named = _NAME.match(place.name)
        if named and now.timestamp() - int(named.group(1)) > KEPT_FOR.total_seconds():
            place.unlink(missing_ok=True)


def note_messages(name: str, messages: list[Message]) -> None:
    """Keep what the check said, so that its pages can be turned."""
    place = folder() / f"{name}.said"
    place.touch(mode=0o600)
    place.write_bytes(orjson.dumps(messages))


def noted_messages(name: str | None) -> list[Message]:
    """What the check said."""
    place = folder() / f"{name}.said"
    if not name or not _NAME.fullmatch(name) or not place.is_file():
        raise errors.NotFound(
            _("The file is no longer kept. Choose it once more."), code="file_gone"
        )
    return [Message(**item) for item in orjson.loads(place.read_bytes())]
