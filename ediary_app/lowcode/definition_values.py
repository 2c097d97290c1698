"""Words of definitions: states, events, what the screens are given (определения и их версии)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from ediary_app.kernel.i18n import LazyText, _

Content = Mapping[str, Any]
"""What a version says: names and plain JSON values."""


class DefinitionState(StrEnum):
    """Where a version stands (состояние версии)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class DefinitionEvent(StrEnum):
    """What happens to a definition (события определений)."""

    MADE = "lowcode.definition_made"
    DRAFT_KEPT = "lowcode.draft_kept"
    DRAFT_DROPPED = "lowcode.draft_dropped"
    PUBLISHED = "lowcode.definition_published"
    ROLLED_BACK = "lowcode.definition_rolled_back"
    WITHDRAWN = "lowcode.definition_withdrawn"


class AskKind(StrEnum):
    """How a part of a content is filled in (вид поля определения)."""

    LINE = "line"
    TEXT = "text"
    SOURCE = "source"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    ROWS = "rows"


STATE_NAMES: dict[DefinitionState, LazyText] = {
    DefinitionState.DRAFT: _("Draft"),
    DefinitionState.PUBLISHED: _("In force"),
    DefinitionState.SUPERSEDED: _("Superseded"),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a content: `place` is the name of its part (`rows.2.code`), and `line`
    the line of a text, from 1; 0 is the whole part."""

    place: str
    text: str
    line: int = 0


@dataclass(frozen=True)
class Option:
    """Something to choose in a part of a content."""

    id: str
    title: str


@dataclass(frozen=True)
class Asked:
    """A part of a content as the editor shows it; `columns` are those of rows."""

    name: str
    label: str
    kind: str
    help: str = ""
    longest: int = 200
    is_required: bool = False
    choices: tuple[Option, ...] = ()
    columns: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Hint:
    """What may be written into a text: a field or a filter, what it is, an example."""

    code: str
    title: str
    example: str = ""


@dataclass(frozen=True)
class Preview:
    """What a content would do, shown on test data (предпросмотр).

    `html` is markup that was cleaned before; `head` and `lines` are a small table.
    """

    faults: tuple[Fault, ...] = ()
    subject: str = ""
    html: str = ""
    text: str = ""
    head: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Version:
    """A version as the list of versions shows it."""

    number: int
    state: str
    state_title: str
    who: str = ""
    at: datetime | None = None
    until: datetime | None = None
    note: str = ""
    repeats: int = 0


@dataclass(frozen=True)
class Opened:
    """A definition as the editor opens it (карточка определения).

    `origin` says where the content shown comes from: `draft`, `own` (published by the school),
    `everywhere` (the deployment's), `supplied` (comes with the product) or `new`.
    """

    kind: str = ""
    kind_title: str = ""
    key: str = ""
    title: str = ""
    note: str = ""
    origin: str = "new"
    stamp: int = 0
    asks: tuple[Asked, ...] = ()
    hints: tuple[Hint, ...] = ()
    content: dict[str, Any] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()
    number: int = 0
    has_draft: bool = False
    has_fixed_key: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True)
class Kept:
    """What became of a draft: with `by` nothing was written, for somebody has been faster."""

    key: str = ""
    stamp: int = 0
    by: str = ""
    theirs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DiffLine:
    """A line of a comparison: `same`, `gone` or `new`."""

    mark: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A part of a content in which two versions differ."""

    label: str
    lines: tuple[DiffLine, ...]


@dataclass(frozen=True)
class InForce:
    """What holds (действующая версия): its content, its number, whose it is.

    Number 0 is what comes with the product.
    """

    content: dict[str, Any]
    number: int = 0
    school_id: int | None = None
    title: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Line:
    """A definition in the list of its kind."""

    key: str
    title: str
    origin: str
    number: int = 0
    since: datetime | None = None
    has_draft: bool = False


@dataclass(frozen=True)
class Shelf:
    """A kind with its definitions (вид определений)."""

    kind: str
    title: str
    note: str
    may_add: bool
    lines: tuple[Line, ...] = ()
