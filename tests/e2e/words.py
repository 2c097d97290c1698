"""What the screens say: by the English sentence of the source, as the catalogue has it."""

from __future__ import annotations

import re

from ediary_app.kernel.i18n import catalogue


def ru(message: str, **values: object) -> str:
    """A sentence of the product in Russian; it must be in the catalogue."""
    said = catalogue("ru").gettext(message)
    assert said != message, f"the product does not say {message!r}"
    return said.format(**values) if values else said


def ru_n(one: str, many: str, n: int) -> str:
    """A sentence about a number in Russian; it must be in the catalogue."""
    said = catalogue("ru").ngettext(one, many, n)
    assert said not in (one, many), f"the product does not say {one!r}"
    return said.format(n=n)


def like(message: str) -> re.Pattern[str]:
    """A Russian sentence with any values in its places."""
    parts = re.split(r"\{\w+\}", ru(message))
    return re.compile(".+".join(re.escape(part) for part in parts))
