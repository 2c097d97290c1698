"""The parts of the account page that speak to the server themselves: secrets pass no State."""

from __future__ import annotations

import reflex as rx


class PasswordForm(rx.Component):
    """The form that changes the password."""

    library = "$/public/parts/security.js"
    tag = "PasswordForm"
    is_default = False


class EmailForm(rx.Component):
    """One's own e-mail address: what stands, what waits for its link, the change."""

    library = "$/public/parts/email.js"
    tag = "EmailForm"
    is_default = False

    confirmed: rx.Var[str]
    asked: rx.Var[str]
    pending: rx.Var[str]
    on_changed: rx.EventHandler[rx.event.no_args_event_spec]


class SecondStepForm(rx.Component):
    """Turning the second step on and off, and the spare codes."""

    library = "$/public/parts/security.js"
    tag = "SecondStepForm"
    is_default = False

    is_on: rx.Var[bool]
    is_required: rx.Var[bool]
    codes_left: rx.Var[int]
    on_changed: rx.EventHandler[rx.event.no_args_event_spec]


class SignOutButton(rx.Component):
    """Signs this device out; what waits in it is sent first."""

    library = "$/public/parts/offline/leaving.js"
    tag = "SignOutButton"
    is_default = False

    owner: rx.Var[int]
