"""Words of the timetable: states of a lesson, parity of weeks, kinds of events."""

from __future__ import annotations

from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class LessonState(StrEnum):
    """What became of a dated lesson (состояние урока)."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Parity(StrEnum):
    """In which weeks a timetable entry is held (чётность недели)."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"


WEEKDAY_NAMES: tuple[LazyText, ...] = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
    _("Sunday"),
)  # fmt: skip


class TimetableEvent(StrEnum):
    """What happens to the timetable (события расписания)."""

    ENTRY_ADDED = "timetable.entry_added"
    ENTRY_ENDED = "timetable.entry_ended"
    LESSONS_MADE = "timetable.lessons_made"
    LESSON_CHANGED = "timetable.lesson_changed"
