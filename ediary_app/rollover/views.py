"""The turn of the year as the wizard shows it (мастер перевода на экране)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Choice:
    """Something to choose from a list."""

    id: str = ""
    title: str = ""


@dataclass(frozen=True)
class TermLine:
    """A term or holiday of the next year with its proposed dates."""

    key: str
    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class ClassLine:
    """A class of this year: what becomes of it and of its pupils."""

    id: int
    name: str
    level: int
    pupils: int
    is_now: bool
    finishes: bool
    must_finish: bool
    letter: str
    teacher: str
    """The person's id as a select holds it; empty for none."""
    into: str
    goes: int
    finishing: int
    leaving: int
    held: int


@dataclass(frozen=True)
class NewClassLine:
    """A class of the next year as it will be."""

    id: int
    name: str
    pupils: int
    groups: int
    teacher: str
    is_first: bool
    is_there: bool


@dataclass(frozen=True)
class OwnLine:
    """A pupil with a way of their own, or one who cannot be moved."""

    id: int
    name: str
    class_name: str
    way: str
    way_name: str
    into: str
    reason: str
    reason_code: str


@dataclass(frozen=True)
class LeftLine:
    """A group that is not taken over, or wants a hand, and why."""

    group: str
    subject: str
    reason: str


@dataclass(frozen=True)
class Total:
    """How many of something there are."""

    title: str
    count: int


@dataclass(frozen=True)
class Desk:
    """The whole wizard: what is chosen, what it would do, how far it is."""

    year_name: str = ""
    year_ends_on: date | None = None
    next_name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    leaving_on: date | None = None
    order_number: str = ""
    is_open: bool = False
    """Whether the next year is opened already: its dates are changed among the lists."""
    is_early: bool = False
    terms: tuple[TermLine, ...] = ()
    holidays: tuple[TermLine, ...] = ()
    classes: tuple[ClassLine, ...] = ()
    first_letters: str = ""
    teachers: tuple[Choice, ...] = ()
    made_classes: tuple[NewClassLine, ...] = ()
    own: tuple[OwnLine, ...] = ()
    left: tuple[LeftLine, ...] = ()
    left_count: int = 0
    totals: tuple[Total, ...] = ()
    warnings: tuple[str, ...] = ()
    moving: int = 0
    rollover_id: int = 0
    state: str = ""
    by: str = ""
    started_at: datetime | None = None
    job_id: int = 0
    done: int = 0
    total: int = 0
    is_live: bool = False
    is_failed: bool = False
    may_undo: bool = False
    depends: tuple[Total, ...] = ()


@dataclass(frozen=True)
class PupilLine:
    """A pupil of a class with the way chosen for them."""

    id: int
    name: str
    own: str
    """The way of their own; empty when they go with the class."""
    into: str
    """The class of their own, `6:Б`; empty when it is the usual one."""
    outcome: str


@dataclass(frozen=True)
class ClassSheet:
    """The pupils of a class and the classes they may go to."""

    class_id: int = 0
    name: str = ""
    pupils: tuple[PupilLine, ...] = ()
    ways: tuple[Choice, ...] = ()
    targets: tuple[Choice, ...] = ()
