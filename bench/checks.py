"""What must be true after a run (сверка): nothing acknowledged is lost, the history is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.acts import Marked
from bench.cast import Cast
from bench.figures import at_most, say, show
from bench.stock import School


def all_kept(cast: Cast, marked: Marked, name: str = "journal.lost") -> None:
    """Every acknowledged mark is in the database, with its last value, once."""
    rows = cast.ask(
        "SELECT m.lesson_id, m.student_id, m.value FROM mark m JOIN work w ON w.id = m.work_id"
        " WHERE w.number = 1 AND w.kind_id IN (SELECT min(id) FROM work_kind"
        " WHERE NOT is_archived GROUP BY school_id)"
    )
    kept = {(row["lesson_id"], row["student_id"]): row["value"] for row in rows}
    lost = [key for key, value in marked.kept.items() if kept.get(key) != value]
    keys = {row["request_key"] for row in cast.ask("SELECT request_key FROM performed")}
    lost_keys = [key for key in marked.keys if key not in keys]
    show(name, len(lost) + len(lost_keys), "marks", at_most(0))
    say(f"{len(marked.keys)} acknowledged saves, {len(marked.kept)} marks looked up")


def history_is_whole(school: School, name: str = "ground.history_faults") -> None:
    """`ediary verify` is clean after the run."""
    ediary = str(Path(sys.executable).parent / "ediary")
    done = subprocess.run([ediary, "verify", "--seal"], env=school.environment,
                          capture_output=True, text=True, check=False)  # fmt: skip
    show(name, 0 if done.returncode == 0 else 1, "", at_most(0))
    say(done.stdout.strip().replace("\n", "; "))
