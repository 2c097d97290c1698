"""A figure (показатель): a measured value against its bar, printed as one JSON line."""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """What a figure must reach: at most (a time, a size) or at least (a throughput)."""

    value: float
    at_least: bool = False

    def holds(self, measured: float) -> bool:
        """Whether a measured value reaches the bar."""
        return measured >= self.value if self.at_least else measured <= self.value


def at_most(value: float) -> Bar:
    """A bar for what should be small."""
    return Bar(value)


def at_least(value: float) -> Bar:
    """A bar for what should be large."""
    return Bar(value, at_least=True)


failed: list[str] = []
"""The figures that missed their bars in this run."""


def show(name: str, value: float, unit: str, bar: Bar | None = None) -> None:
    """Print a figure; one without a bar is shown for the record and is always well."""
    is_ok = bar is None or bar.holds(value)
    if not is_ok:
        failed.append(name)
    line = {
        "name": name,
        "value": round(value, 3) if math.isfinite(value) else None,
        "unit": unit,
        "bar": bar.value if bar else None,
        "ok": is_ok,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def say(text: str) -> None:
    """A remark for the reader, with the time and the machine's load."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{time.strftime('%H:%M:%S')} load {load} | {text}", file=sys.stderr, flush=True)


def is_wanted(name: str, only: str) -> bool:
    """Whether a figure, or a prefix of figures, falls under what was asked for."""
    return name.startswith(only) or only.startswith(name)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the measured ones does not exceed (nearest rank)."""
    ordered = sorted(values) or [float("inf")]
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def spread(values: Sequence[float]) -> str:
    """Median, 95th percentile and worst, for a remark."""
    found = [percentile(values, share) for share in (0.5, 0.95, 1)]
    return "p50 {:.0f}, p95 {:.0f}, worst {:.0f}".format(*found)
