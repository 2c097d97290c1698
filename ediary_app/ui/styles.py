"""The stylesheets (оформление): tokens first, then base, frame and components, then screens."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "styles"
FIRST = ("tokens", "base", "frame", "components")
FONT = "@fontsource-variable/golos-text@5.3.0"


def stylesheets() -> list[str]:
    """The sheets in the order in which they override each other; the build makes them one file."""
    rest = sorted(file.stem for file in FOLDER.glob("*.css") if file.stem not in FIRST)
    return [f"/styles/{name}.css" for name in (*FIRST, *rest)]
