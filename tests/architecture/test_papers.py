"""Papers made from the code are fresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from ediary_app import documenting
from ediary_app.kernel.settings import ROOT, Settings


@pytest.mark.parametrize("place", documenting.PAPERS)
def test_a_made_paper_is_fresh(place: str) -> None:
    made = documenting.PAPERS[place]()
    assert Path(ROOT, place).read_text(encoding="utf-8") == made, "run `make papers`"


def test_every_setting_says_what_it_is_for() -> None:
    silent = [name for name, field in Settings.model_fields.items() if not field.description]
    assert silent == []
