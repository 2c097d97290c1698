"""Words of extracts: which there are (виды выписок)."""

from __future__ import annotations

from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class ExtractKind(StrEnum):
    """What an extract tells (вид выписки)."""

    WEEK = "week"
    PROGRESS = "progress"


EXTRACT_NAMES: dict[ExtractKind, LazyText] = {
    ExtractKind.WEEK: _("The diary of a week"),
    ExtractKind.PROGRESS: _("Progress of a term"),
}
