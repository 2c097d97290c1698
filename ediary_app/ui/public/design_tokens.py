"""Tokens of the look (основа оформления), read from the one sheet that sets them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

import reflex as rx

from ediary_app.ui.components.icons import PATHS, icon
from ediary_app.ui.components.surfaces import table
from ediary_app.ui.styles import FOLDER
from ediary_app.ui.text import t

LOOKS = ("light", "dark", "contrast")
SIZES = ("xxl", "xl", "l", "m", "s", "xs")
SPACES = tuple(f"s-{n}" for n in range(1, 8))
MEASURES = ("base", "radius", "touch", "hairline", "rail", "header", "motion")
COLOURS = (
    "paper", "sheet", "tint", "tint-strong", "line", "line-strong", "ink", "ink-soft", "accent",
    "accent-hover", "accent-ink", "accent-tint", "ok", "ok-tint", "warn", "warn-tint", "danger",
    "danger-tint", "info", "info-tint",
)  # fmt: skip
PAIRS = (
    ("ink", "paper"), ("ink", "tint-strong"), ("ink-soft", "paper"), ("ink-soft", "tint"),
    ("accent", "sheet"), ("accent", "accent-tint"), ("accent-ink", "accent"), ("ok", "ok-tint"),
    ("warn", "warn-tint"), ("danger", "danger-tint"), ("danger", "sheet"), ("info", "info-tint"),
)  # fmt: skip
"""Words and what they stand on: every pair that a screen may use."""


@cache
def tokens(look: str) -> dict[str, str]:
    """Every token as it is in a look: its own value, or the one that all looks share."""
    sheet = (FOLDER / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for names, body in re.findall(r"^([^\s@{}][^{}]*)\{([^{}]*)\}", sheet, flags=re.MULTILINE):
        if names.strip() == ":root" or f'"{look}"' in names:
            found.update(re.findall(r"--([\w-]+):\s*([^;]+);", body))
    return found


def contrast(one: str, other: str) -> Fraction:
    """How many times lighter one colour is than the other, as WCAG 2.2 reckons it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + Fraction(1, 20)) / (darker + Fraction(1, 20))


def _luminance(colour: str) -> Fraction:
    shares = (Fraction(2126, 10_000), Fraction(7152, 10_000), Fraction(722, 10_000))
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum((s * Fraction(x) for s, x in zip(shares, light, strict=True)), Fraction(0))


def type_scale() -> rx.Component:
    """The six sizes of type, each with its name."""
    pangram = t("A calm paper diary that happens to be alive, 12345")
    lines = [
        rx.el.li(
            rx.el.code(f"t-{size}"),
            rx.el.span(pangram, style={"font_size": f"var(--t-{size})"}),
        )
        for size in SIZES
    ]
    return rx.el.ul(*lines, class_name="scale")


def measures() -> rx.Component:
    """Spaces as bars, and the other measures with their values."""
    shown = tokens("light")
    bars = [
        rx.el.li(
            rx.el.code(name),
            rx.el.span(class_name="space-bar", style={"width": f"var(--{name})"}),
            rx.el.span(shown[name], class_name="soft"),
        )
        for name in SPACES
    ]
    rest = [rx.el.li(rx.el.code(name), rx.el.span(shown[name])) for name in MEASURES]
    return rx.el.div(
        rx.el.ul(*bars, class_name="measures"),
        rx.el.ul(*rest, class_name="measures"),
        class_name="columns",
    )


def colours() -> rx.Component:
    """The roles of colour in the look that is on."""
    return rx.el.div(
        *[
            rx.el.div(
                rx.el.div(class_name="swatch-ink", style={"background": f"var(--{name})"}),
                rx.el.span(name),
                class_name="swatch",
            )
            for name in COLOURS
        ],
        class_name="swatches",
    )


def contrasts() -> rx.Component:
    """How well words stand out from what they stand on, in each look."""
    return table(
        [t("Words on their ground"), t("Light"), t("Dark"), t("Large type, high contrast")],
        *[_pair(ink, ground) for ink, ground in PAIRS],
        caption=t("Contrast of words in each look"),
        numeric=[1, 2, 3],
    )


def _pair(ink: str, ground: str) -> rx.Component:
    sample = {"color": f"var(--{ink})", "background": f"var(--{ground})"}
    ratios = [float(contrast(tokens(k)[ink], tokens(k)[ground])) for k in LOOKS]
    return rx.el.tr(
        rx.el.th(rx.el.span(f"{ink} / {ground}", style=sample, class_name="pair"), scope="row"),
        *[rx.el.td(f"{ratio:.1f} : 1", class_name="num") for ratio in ratios],
    )


def focus_and_motion() -> rx.Component:
    """How the focus is seen, and what moves."""
    return rx.el.div(
        rx.el.p(t("Press Tab: a ring of two pixels goes round whatever has the focus.")),
        rx.el.div(
            rx.el.span(t("Has the focus"), class_name="button as-focus"),
            rx.el.span(t("Under the pointer"), class_name="button as-hover"),
            rx.el.span(t("Being pressed"), class_name="button as-active"),
            class_name="row",
        ),
        rx.el.p(
            t("What changes takes 150 ms, and no time where the device asks for less motion."),
            class_name="soft",
        ),
        class_name="stack tight",
    )


def icons() -> rx.Component:
    """Our own icons, each with its name."""
    return rx.el.ul(
        *[rx.el.li(icon(name), rx.el.code(name)) for name in PATHS], class_name="icon-list"
    )
