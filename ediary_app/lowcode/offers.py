"""Actions as screens are given them (действия на экране): offers, outcomes, papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Offer:
    """An action that is offered (действие): its name and its words; a grave one is asked twice."""

    name: str
    title: str
    is_grave: bool = False


@dataclass(frozen=True)
class PaperLine:
    """A line of a paper: what it is, and the word itself."""

    label: str
    text: str


@dataclass(frozen=True)
class Paper:
    """What is shown once and handed out (листок): a code, a key; nobody keeps it."""

    title: str
    about: str = ""
    lines: tuple[PaperLine, ...] = ()
    how: str = ""


@dataclass(frozen=True)
class ForeseenLine:
    """What an action would do to a row, in sentences, or what keeps it from it."""

    id: int
    title: str
    said: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Foreseen:
    """What an action would do (предпросмотр действия); `lines` are the first of the rows."""

    is_seen: bool = False
    question: str = ""
    rows: int = 0
    problems: int = 0
    lines: tuple[ForeseenLine, ...] = ()


@dataclass(frozen=True)
class Acted:
    """An action that was done: how many rows, until when it can be undone, what to hand out."""

    id: int = 0
    count: int = 0
    until: datetime | None = None
    papers: tuple[Paper, ...] = ()
