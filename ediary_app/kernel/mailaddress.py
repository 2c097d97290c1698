"""What an e-mail address looks like (адрес электронной почты)."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^@\s<>\"(),;:\\]{1,64}@[^@\s<>\"(),;:\\]+\.[^@\s<>\"(),;:\\]+")


def is_address(text: str) -> bool:
    """Whether a text looks like one e-mail address and nothing more."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None
