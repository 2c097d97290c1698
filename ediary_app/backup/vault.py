"""The container of a back-up (шифрованный файл копии): a stream of sealed chunks.

AES-256-GCM over chunks of 1 MiB. Each chunk's nonce carries its number and whether it is the last,
so that cutting, repeating or reordering chunks is noticed as surely as changing a byte.
"""

from __future__ import annotations

import base64
import io
import os
import secrets
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

MAGIC = b"EDIARY-BACKUP-1\n"
CHUNK = 1 << 20
TAG = 16
PREFIX = 7


def damaged() -> errors.Invalid:
    """The refusal of a file that is not whole or not ours."""
    return errors.Invalid(
        _("This back-up is damaged or was made with another key. Nothing was restored; take "
          "another copy, or give the key it was made with."),
        code="backup_damaged",
    )  # fmt: skip


def key_from(text: str, file: Path) -> bytes:
    """The key from the settings, or from its file, which is made at the first back-up."""
    if text:
        return _decoded(text)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = base64.urlsafe_b64encode(secrets.token_bytes(32))
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(made)
    return _decoded(file.read_text().strip())


def _decoded(text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise errors.Invalid(
            _("The key of back-ups must be 32 random bytes in base64."), code="backup_key"
        )
    return key


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if is_last else b"\x00")


class Sealing(io.RawIOBase):
    """A writable stream whose bytes leave encrypted; `close` writes the last chunk."""

    def __init__(self, out: BinaryIO, key: bytes) -> None:
        self._out, self._cipher = out, AESGCM(key)
        self._prefix, self._number = secrets.token_bytes(PREFIX), 0
        self._waiting = bytearray()
        out.write(MAGIC + self._prefix)

    def writable(self) -> bool:
        """It takes bytes."""
        return True

    def write(self, data: object) -> int:
        """Take bytes; whole chunks go out at once."""
        taken = bytes(data)  # type: ignore[call-overload]
        self._waiting += taken
        while len(self._waiting) > CHUNK:
            self._leave(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(taken)

    def close(self) -> None:
        """Write what waits as the last chunk; only then is the file whole."""
        if not self.closed:
            self._leave(bytes(self._waiting), is_last=True)
            self._waiting.clear()
        super().close()

    def _leave(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, is_last=is_last)
        self._out.write(self._cipher.encrypt(nonce, chunk, MAGIC))
        self._number += 1


class Opening(io.RawIOBase):
    """A readable stream of what `Sealing` wrote; refuses anything that is not whole."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        self._source, self._cipher = source, AESGCM(key)
        if source.read(len(MAGIC)) != MAGIC:
            raise damaged()
        self._prefix, self._number = source.read(PREFIX), 0
        self._ready = bytearray()
        self._next = source.read(CHUNK + TAG)

    def readable(self) -> bool:
        """It gives bytes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with the next bytes."""
        view = memoryview(buffer).cast("B")
        while not self._ready and self._next:
            self._open_chunk()
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        del self._ready[:count]
        return count

    def _open_chunk(self) -> None:
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        nonce = _nonce(self._prefix, self._number, is_last=not self._next)
        try:
            self._ready += self._cipher.decrypt(nonce, chunk, MAGIC)
        except InvalidTag:
            raise damaged() from None
        self._number += 1
