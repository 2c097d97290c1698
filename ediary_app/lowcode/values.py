"""Words of the portal's lists: kinds of fields, acts, events; what the screens are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _
from ediary_app.lowcode.offers import Offer


class Kind(StrEnum):
    """What a field holds (вид поля)."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    HUNDREDTHS = "hundredths"
    FLAG = "flag"
    DAY = "day"
    CLOCK = "clock"
    MOMENT = "moment"
    CHOICE = "choice"
    RELATION = "relation"


NUMERIC = (Kind.NUMBER, Kind.HUNDREDTHS, Kind.CLOCK)


class DataEvent(StrEnum):
    """What happens to a row of a declared list (события справочников)."""

    ROW_ADDED = "lowcode.row_added"
    ROW_CHANGED = "lowcode.row_changed"
    ROW_ARCHIVED = "lowcode.row_archived"
    ROW_RESTORED = "lowcode.row_restored"
    ROW_DELETED = "lowcode.row_deleted"
    ROWS_EXPORTED = "lowcode.rows_exported"
    ROWS_IMPORTED = "lowcode.rows_imported"
    BULK_EDITED = "lowcode.bulk_edited"
    BULK_UNDONE = "lowcode.bulk_undone"
    VIEW_KEPT = "lowcode.view_kept"
    VIEW_DROPPED = "lowcode.view_dropped"


EVENT_NAMES: dict[str, LazyText] = {
    DataEvent.ROW_ADDED: _("added"),
    DataEvent.ROW_CHANGED: _("changed"),
    DataEvent.ROW_ARCHIVED: _("put into the archive"),
    DataEvent.ROW_RESTORED: _("taken out of the archive"),
    DataEvent.ROW_DELETED: _("deleted"),
}

Raw = str | int | bool | date | None
"""What a column of a declared list holds (times of the day stand as text)."""


@dataclass(frozen=True)
class Choice:
    """Something to choose: what is kept, its words."""

    id: str
    title: str


@dataclass(frozen=True)
class Column:
    """A column of the list: how it is `order`ed now, and by what `sort` it is turned."""

    name: str
    title: str
    is_numeric: bool = False
    order: str = ""
    sort: str = ""
    is_shown: bool = True


@dataclass(frozen=True)
class Filter:
    """What the list may be narrowed by, and to what it is narrowed now."""

    name: str
    title: str
    options: tuple[Choice, ...] = ()
    chosen: str = ""
    chosen_title: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the list as it is shown."""

    id: int
    title: str
    cells: tuple[str, ...]
    is_archived: bool = False


@dataclass(frozen=True)
class RowList:
    """A page of a list with all that the screen needs to show it (страница справочника)."""

    name: str = ""
    title: str = ""
    note: str = ""
    columns: tuple[Column, ...] = ()
    filters: tuple[Filter, ...] = ()
    rows: tuple[Row, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
    first: int = 0
    last: int = 0
    may_write: bool = False
    may_add: bool = False
    has_search: bool = False
    has_archive: bool = False
    is_archive: bool = False
    ids: tuple[int, ...] = ()
    has_bulk: bool = False
    has_fields: bool = False
    many: tuple[Offer, ...] = ()
    whole: tuple[Offer, ...] = ()
    is_fixed: bool = False


@dataclass(frozen=True)
class FormField:
    """A field of the form with what it holds now; `shown` are the words of a chosen row."""

    name: str
    label: str
    kind: str
    help: str = ""
    value: str = ""
    shown: str = ""
    choices: tuple[Choice, ...] = ()
    is_required: bool = False
    is_fixed: bool = False
    longest: int = 300


@dataclass(frozen=True)
class Section:
    """A part of the form under one heading."""

    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class Link:
    """Where one may go from a card."""

    title: str
    address: str


@dataclass(frozen=True)
class Card:
    """A row as a form (карточка)."""

    id: int = 0
    is_open: bool = False
    title: str = ""
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    is_archived: bool = False
    may_write: bool = False
    may_remove: bool = False
    actions: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Clash:
    """A field that two changed: `standing` is what stands there as the form would hold it."""

    name: str
    label: str
    mine: str
    theirs: str
    standing: str


@dataclass(frozen=True)
class Saved:
    """What became of a save: nothing was written while there are clashes."""

    id: int = 0
    clashes: tuple[Clash, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Told:
    """One value of a line of history: from what to what."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A line of a row's history: who did what, when."""

    at: datetime
    who: str
    act: str
    told: tuple[Told, ...] = ()
    is_erased: bool = False


@dataclass(frozen=True)
class BulkLine:
    """A row of a bulk edit before it is made."""

    id: int
    title: str
    before: str
    after: str
    problem: str = ""


@dataclass(frozen=True)
class BulkPreview:
    """What a bulk edit would do; `lines` are the first of them."""

    label: str = ""
    changing: int = 0
    unchanged: int = 0
    problems: int = 0
    lines: tuple[BulkLine, ...] = ()


@dataclass(frozen=True)
class BulkDone:
    """What was done to many rows, by which action if any, and until when it can be undone."""

    id: int = 0
    count: int = 0
    until: datetime | None = None
    action: str = ""


@dataclass(frozen=True)
class Undone:
    """What an undo gave back; `left` were changed by somebody since."""

    back: int = 0
    left: int = 0


@dataclass(frozen=True)
class Table:
    """A list to take away: what it is called, its head, its rows as they are read.

    `kinds` say for each column whether a spreadsheet takes it as a number, a date or text.
    """

    title: str
    head: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class ColumnRead:
    """A column of a table that came in: its head, an example, the field it stands for."""

    index: int
    letter: str
    title: str
    example: str
    field: str


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell: the sheet's own row number and the column's head."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Checked:
    """What a table would do (проверка файла); `problems` are the first of them."""

    columns: tuple[ColumnRead, ...] = ()
    fields: tuple[Choice, ...] = ()
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problem_count: int = 0
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
