"""Words of the turn of the year (перевод): ways of pupils, what was chosen, what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class Way(StrEnum):
    """Where a pupil's way leads at the turn of the year (исход)."""

    PROMOTED = "promoted"
    STAYS = "stays"
    FINISHES = "finishes"
    LEAVES = "leaves"
    LATER = "later"
    HELD = "held"


WAY_NAMES: dict[Way, LazyText] = {
    Way.PROMOTED: _("goes on to the next year"),
    Way.STAYS: _("stays a second year"),
    Way.FINISHES: _("finishes the school"),
    Way.LEAVES: _("leaves the school"),
    Way.LATER: _("not now"),
    Way.HELD: _("cannot be moved"),
}
CHOSEN_WAYS = (Way.PROMOTED, Way.STAYS, Way.FINISHES, Way.LEAVES, Way.LATER)
"""What the office may choose for a pupil."""


class Reason(StrEnum):
    """Why something was not taken over, or wants to be looked at (причина)."""

    IN_NEW_YEAR = "in_new_year"
    TWO_CLASSES = "two_classes"
    TOO_LATE = "too_late"
    NO_CLASS = "no_class"
    NOT_TAUGHT = "not_taught"
    ARCHIVED = "archived"
    CLASS_ENDS = "class_ends"
    CLASS_LATER = "class_later"
    NO_MEMBERS = "no_members"
    MADE_ALREADY = "made_already"
    TEACHER_LEFT = "teacher_left"
    NO_TEACHER = "no_teacher"


REASONS: dict[Reason, LazyText] = {
    Reason.IN_NEW_YEAR: _("is in a class of the new year already"),
    Reason.TWO_CLASSES: _("is in two classes at once: correct that first"),
    Reason.TOO_LATE: _("came into the class after the day of the change"),
    Reason.NO_CLASS: _("the class to go to does not exist in the new year yet"),
    Reason.NOT_TAUGHT: _("the subject is not taught at the next level"),
    Reason.ARCHIVED: _("the subject is in the archive"),
    Reason.CLASS_ENDS: _("the class finishes"),
    Reason.CLASS_LATER: _("its class is not moved now"),
    Reason.NO_MEMBERS: _("none of its pupils goes on"),
    Reason.MADE_ALREADY: _("another group of this name and subject takes its place"),
    Reason.TEACHER_LEFT: _("its teacher has left: choose another"),
    Reason.NO_TEACHER: _("a new subject of the level: choose a teacher"),
}


class RolloverState(StrEnum):
    """How far a turn of the year is (состояние перевода)."""

    DRAFT = "draft"
    STARTED = "started"
    UNDONE = "undone"


class RolloverEvent(StrEnum):
    """What happens at the turn of the year (события перевода)."""

    CHOSEN = "rollover.chosen"
    STARTED = "rollover.started"
    MOVED = "rollover.moved"
    UNDONE = "rollover.undone"


@dataclass(frozen=True)
class ClassChoice:
    """What the office wants of one class: now or later, where to, with whom."""

    is_now: bool = True
    finishes: bool = False
    letter: str = ""
    teacher_id: int | None = None


@dataclass(frozen=True)
class PupilChoice:
    """One pupil's own way, and the class (level, letter) when it leads into one."""

    way: Way
    level: int = 0
    letter: str = ""


@dataclass(frozen=True)
class Choices:
    """All that the office has chosen; what is not said stays as proposed."""

    starts_on: date | None = None
    ends_on: date | None = None
    leaving_on: date | None = None
    order_number: str = ""
    terms: dict[str, tuple[date, date]] = field(default_factory=dict)
    first_letters: tuple[str, ...] | None = None
    classes: dict[int, ClassChoice] = field(default_factory=dict)
    pupils: dict[int, PupilChoice] = field(default_factory=dict)


@dataclass(frozen=True)
class Year:
    """A school year; `id` is 0 while it is only planned."""

    id: int
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Span:
    """A term or a holiday with its dates: `key` tells which."""

    key: str
    starts_on: date
    ends_on: date
    kind: str = ""
    number: int = 0
    level_from: int = 1
    level_to: int = 11


@dataclass(frozen=True)
class Room:
    """A class as it stands (класс)."""

    id: int
    level: int
    letter: str
    teacher_id: int | None = None
    shift: int = 1
    days_a_week: int = 5


@dataclass(frozen=True)
class Pupil:
    """An open enrolment of a pupil (действующее зачисление)."""

    enrolment_id: int
    student_id: int
    class_id: int
    starts_on: date


@dataclass(frozen=True)
class Taught:
    """A teaching group with its teachers; its pupils where they are not the whole class."""

    id: int
    subject_id: int
    class_id: int | None
    level: int
    name: str
    kind: str
    marking: str
    weekly_hours: int
    teachers: tuple[tuple[int, bool], ...] = ()
    members: tuple[int, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """The school as it stands: the year that ends, and what the next one has already."""

    year: Year
    target: Year | None = None
    terms: tuple[Span, ...] = ()
    holidays: tuple[Span, ...] = ()
    plans: tuple[tuple[int, str], ...] = ()
    target_has: frozenset[str] = frozenset()
    """Of `term`, `holiday`, `level_plan`: what the next year has already."""
    classes: tuple[Room, ...] = ()
    target_classes: tuple[Room, ...] = ()
    pupils: tuple[Pupil, ...] = ()
    settled: frozenset[int] = frozenset()
    """Pupils who are in a class of the next year."""
    groups: tuple[Taught, ...] = ()
    target_groups: tuple[Taught, ...] = ()
    archived: frozenset[int] = frozenset()
    working: frozenset[int] = frozenset()
    """Who works in the school on the first day of the next year."""


Key = tuple[int, str]
"""Level and letter of a class."""


@dataclass(frozen=True)
class PlannedClass:
    """A class of the next year; `id` is 0 while it is to be made."""

    key: Key
    teacher_id: int | None
    shift: int
    days_a_week: int
    id: int = 0


@dataclass(frozen=True)
class Fate:
    """One pupil's way, with the class it leads to or the reason why there is none."""

    pupil: Pupil
    way: Way
    to: Key | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class PlannedGroup:
    """A group of the next year; `members` only where they are not the whole class."""

    source_id: int
    key: Key | None
    subject_id: int
    level: int
    name: str
    kind: str
    marking: str
    weekly_hours: int
    teachers: tuple[tuple[int, bool], ...] = ()
    members: frozenset[int] = frozenset()
    id: int = 0


@dataclass(frozen=True)
class Left:
    """What is not taken over, or wants a hand: a group, and why."""

    group: str
    subject_id: int
    reason: Reason


@dataclass(frozen=True)
class Plan:
    """What the turn of the year will do."""

    year: Year
    terms: tuple[Span, ...]
    holidays: tuple[Span, ...]
    plans: tuple[tuple[int, str], ...]
    classes: tuple[PlannedClass, ...]
    fates: tuple[Fate, ...]
    groups: tuple[PlannedGroup, ...]
    left: tuple[Left, ...]
