"""React parts of the lists as components: keys over rows, a picker, a table in, a table away."""

from __future__ import annotations

import reflex as rx

from ediary_app.lowcode.values import Choice


class RowKeys(rx.Component):
    """A table whose rows are walked with arrow keys; Enter opens, Space chooses, `/` searches."""

    library = "$/public/parts/data/rows.js"
    tag = "RowKeys"
    is_default = False

    label: rx.Var[str]


class RowPicker(rx.Component):
    """Chooses a row that a relation leads to: typed words find it, arrows and Enter take it."""

    library = "$/public/parts/data/picker.js"
    tag = "RowPicker"
    is_default = False

    name: rx.Var[str]
    place: rx.Var[str]
    value: rx.Var[str]
    shown: rx.Var[str]
    options: rx.Var[tuple[Choice, ...]]
    searched: rx.Var[str]
    invalid: rx.Var[bool]
    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


class TableExport(rx.Component):
    """Takes the narrowed list away as a file; a long one is written in the background."""

    library = "$/public/parts/data/take_away.js"
    tag = "TableExport"
    is_default = False

    of_list: rx.Var[str]
    query: rx.Var[str]
    narrowed: rx.Var[str]


class TableImport(rx.Component):
    """Takes a table in: file, columns, what would change, and then all of it or nothing."""

    library = "$/public/parts/data/take_in.js"
    tag = "TableImport"
    is_default = False

    of_list: rx.Var[str]
    title: rx.Var[str]
    on_done: rx.EventHandler[rx.event.no_args_event_spec]
