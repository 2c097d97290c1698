"""`python -m bench [prefix]`: measure, print one JSON line a figure; exit 1 below a bar."""

from __future__ import annotations

import sys

from bench import figures, postgres, throughput

SUBJECTS = {
    ("journal.", "diary."): throughput.measure,
}
"""Prefixes of figures → what measures them, in the order of running."""


def main() -> int:
    """Measure what was asked for."""
    only = sys.argv[1].removeprefix("ONLY=") if len(sys.argv) > 1 else ""
    with postgres.server():
        for prefixes, measure in SUBJECTS.items():
            if any(figures.is_wanted(prefix, only) for prefix in prefixes):
                measure(only)
    if figures.failed:
        figures.say(f"missed: {', '.join(figures.failed)}")
    return 1 if figures.failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
