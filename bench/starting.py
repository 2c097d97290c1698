"""How long after a power cut the school waits (запуск): from the command to readiness."""

from __future__ import annotations

import time
from urllib.error import URLError
from urllib.request import urlopen

from bench import stock
from bench.figures import at_most, show
from bench.server import serving

TIMES = 3
LONGEST = 120


def measure(only: str) -> None:
    """The best of a few starts of a built product; the code was compiled with the build."""
    school = stock.school("small", "sqlite")
    show("ground.start_s", min(_start(school) for _time in range(TIMES)), "s", at_most(10))


def _start(school: stock.School) -> float:
    begun = time.monotonic()
    with serving(school) as served:
        while time.monotonic() < begun + LONGEST:
            try:
                with urlopen(f"{served.address}/api/ready", timeout=5) as answer:
                    if answer.status == 200:
                        return time.monotonic() - begun
            except URLError:
                time.sleep(0.05)
    raise SystemExit("the product did not become ready")
