"""Papers made from the code (справочники): `python -m ediary_app.documenting` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ediary_app import access_matrix
from ediary_app.kernel.settings import ROOT, Settings


def settings_paper() -> str:
    """`docs/settings.md`: every variable an administrator may set, its default, its meaning."""
    rows = [
        f"| `EDIARY_{name.upper()}` | {_default(field)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Made from `ediary_app/kernel/settings.py` by `make papers`; a test keeps it fresh.",
            "Set them in the environment or in a file `.env` in the folder the product runs in.",
            "",
            "| Variable | Default | Meaning |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _default(field: FieldInfo) -> str:
    """A default as an administrator reads it; paths begin at the product's folder."""
    if field.default in (None, "", PydanticUndefined):
        return "—"
    return f"`{field.default}`".replace(str(ROOT), ".")


PAPERS: dict[str, Callable[[], str]] = {
    "docs/settings.md": settings_paper,
    "docs/access.md": access_matrix.access_paper,
}
"""Every paper that is made and never edited by hand: its place and its maker."""


def write() -> None:
    """Write all papers anew."""
    for place, make in PAPERS.items():
        Path(ROOT, place).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    write()
