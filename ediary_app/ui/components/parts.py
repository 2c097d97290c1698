"""Small React parts of our own as components: dialog, choice of look and language, pulse."""

from __future__ import annotations

import reflex as rx


class ModalDialog(rx.Component):
    """A modal dialog; Escape and its own buttons close it through `on_close`."""

    library = "$/public/parts/dialog.js"
    tag = "ModalDialog"
    is_default = False

    open: rx.Var[bool]
    title: rx.Var[str]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


class ThemeChoice(rx.Component):
    """Light, dark, or large type at high contrast; remembered on this device."""

    library = "$/public/parts/preferences.js"
    tag = "ThemeChoice"
    is_default = False


class SaverChoice(rx.Component):
    """Whether data are saved on this device."""

    library = "$/public/parts/saver.js"
    tag = "SaverChoice"
    is_default = False


class LanguageChoice(rx.Component):
    """Russian or English; the page is loaded anew."""

    library = "$/public/parts/preferences.js"
    tag = "LanguageChoice"
    is_default = False


class Pulse(rx.Component):
    """Asks again, every so many milliseconds, while something is under way and in sight."""

    library = "$/public/parts/pulse.js"
    tag = "Pulse"
    is_default = False

    active: rx.Var[bool]
    every: rx.Var[int]
    on_beat: rx.EventHandler[rx.event.no_args_event_spec]
