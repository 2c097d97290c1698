"""`python -m bench [prefix]`: measure, print one JSON line a figure; exit 1 below a bar."""

from __future__ import annotations

import sys
from collections.abc import Callable

from bench import (
    backing,
    behind,
    figures,
    grid,
    idle,
    jobs,
    lists,
    load,
    memory,
    pages,
    postgres,
    replay,
    rollover,
    scale,
    sizes,
    starting,
    statements,
    throughput,
)

SUBJECTS: tuple[tuple[Callable[[str], None], tuple[str, ...]], ...] = (
    (statements.measure, ("ground.statements",)),
    (pages.measure, ("diary.cold", "diary.first_load", "diary.click", "diary.to_marks",
                     "journal.save_ms")),
    (grid.measure, ("journal.grid", "journal.first_load", "journal.crowded_grid")),
    (lists.measure, ("lowcode.list", "lowcode.page", "lowcode.export", "lowcode.import")),
    (rollover.measure, ("lowcode.rollover",)),
    (memory.measure, ("ground.memory",)),
    (starting.measure, ("ground.start_s",)),
    (idle.measure, ("ground.idle",)),
    (lists.measure, ("ground.import",)),
    (replay.measure, ("journal.replay",)),
    (jobs.measure, ("ground.jobs_", "ground.job_")),
    (backing.measure, ("ground.backup", "ground.save_during_backup", "ground.restore_town")),
    (load.measure, ("journal.save_under_load", "journal.tap", "journal.load")),
    (behind.measure, ("ground.behind_nginx",)),
    (throughput.measure, ("diary.week", "diary.marks_by_subject", "journal.class_read",
                          "journal.save_per_s")),
    (sizes.measure, ("ground.demo_small", "ground.demo_school", "ground.demo_town")),
    (scale.measure, ("ground.town",)),
)  # fmt: skip
"""What measures what, in the order of running: the quick and quiet ones first."""


def main() -> int:
    """Measure what was asked for."""
    only = sys.argv[1].removeprefix("ONLY=") if len(sys.argv) > 1 else ""
    with postgres.server():
        for measure, prefixes in SUBJECTS:
            if any(figures.is_wanted(prefix, only) for prefix in prefixes):
                measure(only)
    if figures.failed:
        figures.say(f"missed: {', '.join(figures.failed)}")
    return 1 if figures.failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
