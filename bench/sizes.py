"""How long it takes to fill a school (наполнение): demos of each size, and lists of the office."""

from __future__ import annotations

from bench import stock
from bench.figures import at_most, is_wanted, show

BARS = {"small": 15, "school": 90, "town": 900}


def measure(only: str) -> None:
    """Build each wanted size anew, on PostgreSQL and on SQLite."""
    for size, seconds in BARS.items():
        name = f"ground.demo_{size}_s"
        if is_wanted(name, only):
            anew = size != "town" or name == only
            made = [stock.school(size, kind, anew=anew) for kind in ("postgresql", "sqlite")]
            show(name, max(school.seconds for school in made), "s", at_most(seconds))
