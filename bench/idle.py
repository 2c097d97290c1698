"""What a product costs that nobody uses (покой): the server and its worker together."""

from __future__ import annotations

import time

from bench import stock
from bench.figures import at_most, say, show
from bench.server import serving

SETTLE_SECONDS, WATCHED_SECONDS = 20, 60
KINDS = {"sqlite": "ground.idle_cpu_percent", "postgresql": "ground.idle_cpu_percent_postgresql"}


def measure(only: str) -> None:
    """The share of one core used while no page is open; PostgreSQL itself is not counted."""
    for kind, name in KINDS.items():
        with serving(stock.school("small", kind)) as served:
            time.sleep(SETTLE_SECONDS)
            before = served.cpu_seconds()
            time.sleep(WATCHED_SECONDS)
            used = served.cpu_seconds() - before
            show(name, 100 * used / WATCHED_SECONDS, "%", at_most(2))
            say(f"{kind}: {len(served.processes())} processes watched for {WATCHED_SECONDS} s")
