"""Secrets at rest (хранение секретов): what the database must keep but nobody may read from it.

The key is `EDIARY_SECRET_KEY`, or a file made once in the data folder: a copy of the database alone
opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from ediary_app.kernel.settings import settings

KEY_FILE = "secret.key"


def seal(secret: str) -> bytes:
    """A secret as the database keeps it."""
    return _cipher(_key()).encrypt(secret.encode())


def opened(sealed: bytes | None) -> str | None:
    """The secret again; None when there is none or it was sealed with another key."""
    try:
        return _cipher(_key()).decrypt(sealed).decode() if sealed else None
    except InvalidToken:
        return None


@cache
def _cipher(key: str) -> Fernet:
    digest = hashlib.sha256(b"ediary-vault:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def _key() -> str:
    chosen = settings().secret_key
    return chosen.get_secret_value() if chosen else _key_of_file(settings().data_dir / KEY_FILE)


@cache
def _key_of_file(file: Path) -> str:
    """The key in the data folder; made, readable by its owner only, when it is not there yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    if not file.exists():
        draft.touch(mode=0o600)
        draft.write_text(Fernet.generate_key().decode(), encoding="ascii")
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii")
