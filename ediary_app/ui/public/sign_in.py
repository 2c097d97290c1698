"""The way in (вход): by password, or by the office's one-time code."""

from __future__ import annotations

import reflex as rx

from ediary_app.ui.components import frame
from ediary_app.ui.navigation import start_route
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState


class SignInForm(rx.Component):
    """The form of the sign-in: posts to the server and then loads the app anew."""

    library = "$/public/parts/sign_in.js"
    tag = "SignInForm"
    is_default = False

    mode: rx.Var[str]


class HomeState(SessionState):
    """The start address: leads everybody to their own first page."""

    @rx.event
    async def go(self):
        """Lead to the start page of the role, or to the sign-in."""
        await self.enter()
        return rx.redirect(start_route(self.me.role), replace=True)


@page(route="/sign-in", title="Sign in", public=True)
def sign_in() -> rx.Component:
    """Sign in by login, e-mail or phone."""
    return SignInForm.create(mode="password")


@page(route="/sign-in/code", title="First sign-in", public=True)
def sign_in_by_code() -> rx.Component:
    """First sign-in or a new password by a code from the office."""
    return SignInForm.create(mode="code")


@page(route="/", title="Start page", public=True, on_load=HomeState.go)
def home() -> rx.Component:
    """The start page only leads on."""
    return frame.doorway(rx.el.div(class_name="skeleton", role="status"), route="/")
