"""Passwords and codes (пароли и коды): argon2id, and codes a person can read aloud."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _

MIN_LENGTH = 10
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: nothing that is misread from paper."""
COMMON = frozenset(
    [
        "1234567890",
        "0123456789",
        "qwertyuiop",
        "qwerty12345",
        "password123",
        "password1234",
        "йцукенгшщз",
        "пароль12345",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "12345678910",
        "111111111111",
        "qwertyqwerty",
    ]
)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _decoy() -> str:
    return _hasher().hash(secrets.token_hex(8))


def hash_password(password: str) -> str:
    """argon2id of a password (about 25 ms)."""
    return _hasher().hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; takes the same time for an account that is not there."""
    try:
        right = _hasher().verify(password_hash or _decoy(), password)
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether the parameters have become stronger since it was made."""
    return _hasher().check_needs_rehash(password_hash)


def check_new(password: str, login: str, field: str = "password") -> None:
    """Refuse a password that is short, common or the login itself."""
    bare = password.casefold()
    if len(password) < MIN_LENGTH:
        reason = _("At least {n} characters: several words are easiest to remember.", n=MIN_LENGTH)
    elif bare in COMMON or len(set(bare)) < 4:
        reason = _("This password is among the first that are guessed. Choose another one.")
    elif login.casefold() in bare:
        reason = _("The password must not contain your login.")
    else:
        return
    raise errors.Invalid(reason, code="weak_password", fields={field: reason})


def new_code() -> str:
    """A one-time code of 8 signs, e.g. K7MR-2X9D (39 bits, with throttling and 14 days)."""
    signs = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def code_digest(code: str) -> bytes:
    """SHA-256 of a code as typed: case, spaces and dashes do not matter."""
    bare = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(b"ediary-code:" + bare.encode()).digest()
