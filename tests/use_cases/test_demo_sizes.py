"""A whole demo school is written within its time and memory, and verified as fast (`make deep`)."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

EDIARY = Path(sys.executable).with_name("ediary")
BUILD_SECONDS, VERIFY_SECONDS, MEGABYTES = 90, 60, 700


def spent(database_url: str, folder: Path, *command: str) -> tuple[float, str]:
    """Processor seconds of a command of ours on this database, and what it said."""
    wanted = {"EDIARY_DATABASE_URL": database_url, "EDIARY_DATA_DIR": str(folder)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [EDIARY, *command], env={**os.environ, **wanted}, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


@pytest.mark.deep
def test_a_school_is_made_and_verified_in_time(database_url: str, tmp_path: Path) -> None:
    building, said = spent(database_url, tmp_path, "demo", "--size", "school", "--json")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    verifying, report = spent(database_url, tmp_path, "verify")
    assert '"role": "parent"' in said
    assert "whole" in report
    assert building < BUILD_SECONDS
    assert verifying < VERIFY_SECONDS
    assert peak < MEGABYTES
