"""A forgotten password, and the pages that links of letters lead to (забытый пароль)."""

from __future__ import annotations

import reflex as rx

from ediary_app.ui.page import page


class ForgotForm(rx.Component):
    """Asks for a link to the confirmed address."""

    library = "$/public/parts/recovery.js"
    tag = "ForgotForm"
    is_default = False


class NewPasswordForm(rx.Component):
    """Sets a new password by the secret of the link."""

    library = "$/public/parts/recovery.js"
    tag = "NewPasswordForm"
    is_default = False


class ConfirmEmail(rx.Component):
    """Confirms an address by the secret of the link."""

    library = "$/public/parts/recovery.js"
    tag = "ConfirmEmail"
    is_default = False


@page(route="/sign-in/forgot", title="Forgot the password?", public=True)
def forgot() -> rx.Component:
    """Ask for a link for a new password."""
    return ForgotForm.create()


@page(route="/sign-in/new-password", title="A new password", public=True)
def new_password() -> rx.Component:
    """Set a new password by the link of a letter."""
    return NewPasswordForm.create()


@page(route="/confirm-email", title="Confirm your e-mail address", public=True)
def confirm_email() -> rx.Component:
    """Confirm an address by the link of a letter."""
    return ConfirmEmail.create()
