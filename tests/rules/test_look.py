"""The look keeps its promises by arithmetic: contrast, one source of colours, names that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ediary_app.ui.public.design_tokens import (
    COLOURS,
    LOOKS,
    MEASURES,
    PAIRS,
    SPACES,
    contrast,
    tokens,
)
from ediary_app.ui.styles import FOLDER

READABLE = {"light": 4.5, "dark": 4.5, "contrast": 7}
"""WCAG 2.2 AA for words; in large type at high contrast AAA."""
SHEETS = sorted(FOLDER.glob("*.css"))


def screen_rules(sheet: Path) -> str:
    """A sheet without comments and without what it says of paper: ink there is black."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    kept, start = [], 0
    for found in re.finditer(r"@media print\s*\{", text):
        if found.start() < start:
            continue
        kept.append(text[start : found.start()])
        depth, start = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[start], 0)
            start += 1
    return "".join(kept) + text[start:]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_stand_out_from_what_they_stand_on(look: str, ink: str, ground: str) -> None:
    shown = tokens(look)
    assert contrast(shown[ink], shown[ground]) >= READABLE[look]


@pytest.mark.parametrize("look", LOOKS)
def test_the_edge_of_a_field_and_the_ring_of_the_focus_can_be_seen(look: str) -> None:
    shown = tokens(look)
    for edge in ("line-strong", "accent"):
        for ground in ("sheet", "paper", "tint"):
            assert contrast(shown[edge], shown[ground]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_colours_have_one_source(sheet: Path) -> None:
    raw = re.findall(r"#[0-9a-fA-F]{3,8}\b", screen_rules(sheet))
    assert raw == [] or sheet.stem == "tokens"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_every_token_that_a_sheet_uses_is_set_somewhere(sheet: Path) -> None:
    everything = "".join(s.read_text(encoding="utf-8") for s in SHEETS)
    used = set(re.findall(r"var\(--([\w-]+)\)", sheet.read_text(encoding="utf-8")))
    assert used - set(re.findall(r"--([\w-]+):", everything)) == set()


def test_every_colour_and_measure_is_there_in_every_look() -> None:
    for look in LOOKS:
        assert {*COLOURS, *SPACES, *MEASURES} <= set(tokens(look))
