"""React parts of the family's pages as components: leaf the weeks, choose a child, a sheet."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.journal import children
from ediary_app.ui.components.offline import is_lost


class WeekPager(rx.Component):
    """Arrows, keys and swipes over the weeks inside it, or over their days one by one.

    A week that is here is shown at once; `at` is a day to begin with.
    """

    library = "$/public/parts/week_pager.js"
    tag = "WeekPager"
    is_default = False

    monday: rx.Var[str]
    is_this_week: rx.Var[bool]
    start_at_today: rx.Var[bool]
    at: rx.Var[str]
    on_move: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_idle: rx.EventHandler[rx.event.no_args_event_spec]


class ChildSwitcher(rx.Component):
    """The open child as a name with a face; a menu where there are several."""

    library = "$/public/parts/family.js"
    tag = "ChildSwitcher"
    is_default = False

    family: rx.Var[tuple[children.Child, ...]]
    chosen: rx.Var[int]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(int)]


class SeenAfterALook(rx.Component):
    """Tells once that what is due (any text) stood before the reader's eyes for a while."""

    library = "$/public/parts/family.js"
    tag = "SeenAfterALook"
    is_default = False

    due: rx.Var[Any]
    on_seen: rx.EventHandler[rx.event.no_args_event_spec]


class Waking(rx.Component):
    """Asks for what was missed when a page has slept or its line was lost."""

    library = "$/public/parts/waking.js"
    tag = "Waking"
    is_default = False

    is_lost: rx.Var[bool]
    on_wake: rx.EventHandler[rx.event.no_args_event_spec]


def awake(refresh: Any) -> rx.Component:
    """Keeps a page true: `refresh` runs once when the line or the reader is back."""
    return Waking.create(is_lost=is_lost, on_wake=refresh)


class PrintButton(rx.Component):
    """Prints the page as it stands."""

    library = "$/public/parts/family.js"
    tag = "PrintButton"
    is_default = False


class Sheet(rx.Component):
    """Details beside the page: from below on a phone, at the right on a wide screen."""

    library = "$/public/parts/sheet.js"
    tag = "Sheet"
    is_default = False

    open: rx.Var[bool]
    title: rx.Var[str]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]
