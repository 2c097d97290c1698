"""Figures in the reader's words (числа словами): sizes and lengths of time."""

from __future__ import annotations

from datetime import timedelta

from ediary_app.kernel.i18n import _, current_language, ngettext

KILO = 1024


def size(number: int) -> str:
    """A number of bytes: 812 KB, 3,4 MB, 120 GB."""
    value, step = float(number), 0
    while value >= KILO and step < 3:
        value, step = value / KILO, step + 1
    shown = f"{value:.0f}" if value >= 10 or step == 0 else f"{value:.1f}"
    units = (_("{n} B", n=shown), _("{n} KB", n=shown), _("{n} MB", n=shown), _("{n} GB", n=shown))
    return str(units[step]).replace(".", "," if current_language() == "ru" else ".")


def lasting(span: timedelta | None) -> str:
    """A length of time in its largest unit: 40 seconds, 5 minutes, 3 hours, 2 days."""
    seconds = max(0, round(span / timedelta(seconds=1))) if span is not None else 0
    if seconds < 60:
        return str(ngettext("{n} second", "{n} seconds", seconds))
    if seconds < 3600:
        return str(ngettext("{n} minute", "{n} minutes", seconds // 60))
    if seconds < 2 * 86400:
        return str(ngettext("{n} hour", "{n} hours", seconds // 3600))
    return str(ngettext("{n} day", "{n} days", seconds // 86400))


def share(part: int, whole: int) -> int:
    """A part of a whole in percent."""
    return 100 * part // whole if whole else 0
