"""The office's list of 1,500 pupils (загрузка списков): how long its check and its import take.

`python -m bench.lists` measures once, in a process of its own, on the database of its environment:
empty but for one new school, as on the first day.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

from bench import postgres
from bench.figures import at_most, is_wanted, say, show
from bench.stock import KEPT, ROOT
from ediary_app import migrating, tables, wiring
from ediary_app.access.context import system_actor
from ediary_app.access.performing import perform
from ediary_app.exchange import queries, samples, service
from ediary_app.exchange.values import ListKind
from ediary_app.kernel.settings import settings
from ediary_app.school import opening

assert tables
PUPILS = 1_500
BARS = {"check": 5, "apply": 20}


def measure(only: str) -> None:
    """On both databases; the figure is the slower one."""
    found = {kind: _measured(kind) for kind in ("postgresql", "sqlite")}
    for kind, seconds in found.items():
        say(f"{PUPILS} pupils on {kind}: check {seconds['check']} s, import {seconds['apply']} s")
    for step, bar in BARS.items():
        if is_wanted(name := f"ground.import_{step}_s", only):
            show(name, max(seconds[step] for seconds in found.values()), "s", at_most(bar))


def _measured(kind: str) -> dict[str, float]:
    KEPT.mkdir(parents=True, exist_ok=True)
    data = KEPT / f"lists_{kind}"
    data.mkdir(exist_ok=True)
    if kind == "sqlite":
        for tail in ("", "-wal", "-shm"):
            (KEPT / f"lists.db{tail}").unlink(missing_ok=True)
        url = f"sqlite:///{KEPT}/lists.db"
    else:
        postgres.create("lists")
        url = postgres.address("lists")
    environment = {**os.environ, "EDIARY_DATABASE_URL": url, "EDIARY_DATA_DIR": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "bench.lists"],
        env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _timed(use_case: Any, **arguments: Any) -> tuple[Any, float]:
    began = time.perf_counter()
    value = perform(use_case, **arguments)
    return value, round(time.perf_counter() - began, 2)


def main() -> None:
    """Bring the list as the office does: upload, mapping as proposed, check, import."""
    migrating.migrate(settings().database_url)
    wiring.start()
    system, made = system_actor("bench"), {"code": "bench", "name": "Школа замера"}
    actor = system_actor("import", perform(opening.make_school, actor=system, **made))
    told = {"kind": ListKind.PUPILS, "file_name": "list.xlsx", "data": samples.pupils_file(PUPILS)}
    batch_id = perform(service.upload, actor=actor, **told)
    draft = perform(queries.draft, actor=actor, batch_id=batch_id)
    asked = {
        "actor": actor,
        "batch_id": batch_id,
        "mapping": {c.index: c.meaning for c in draft.columns if c.meaning},
    }
    report, check = _timed(queries.check, **asked)
    assert report.new == PUPILS, report
    _, apply = _timed(service.import_list, **asked)
    print(json.dumps({"check": check, "apply": apply}))


if __name__ == "__main__":
    main()
