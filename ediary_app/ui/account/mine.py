"""My account (моя учётная запись): who I am here, where I am signed in, how I sign in."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access import emails, sessions, totp
from ediary_app.access.values import Role
from ediary_app.school import roles as school_roles
from ediary_app.ui.account.parts import EmailForm, PasswordForm, SecondStepForm, SignOutButton
from ediary_app.ui.components.controls import button, chip
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.components.offline import PinChoice
from ediary_app.ui.components.parts import LanguageChoice, SaverChoice, ThemeChoice
from ediary_app.ui.components.surfaces import badge, card, loading
from ediary_app.ui.navigation import PLACES, Place, start_route
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t


class AccountState(SessionState):
    """What one sees of one's own account."""

    roles: tuple[school_roles.MyRole, ...] = ()
    devices: tuple[sessions.Device, ...] = ()
    second: totp.SecondStep = totp.SecondStep()
    email: emails.MyEmail = emails.MyEmail()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show roles, devices, the address and the second step."""
        self.roles = await self._perform(school_roles.my_roles)
        self.devices = await self._perform(sessions.my_devices)
        self.second = await self._perform(totp.my_second_step)
        self.email = await self._perform(emails.my_email)
        self.is_ready = True

    @rx.event
    async def choose_role(self, role_id: int):
        """Act in another role; what was open in the former one is forgotten."""
        role = await self._perform(sessions.choose_role, role_id=role_id)
        self._get_root_state().reset()
        return rx.redirect(start_route(role))

    @rx.event
    async def end_device(self, device_id: int):
        """Sign a device out."""
        await self._perform(sessions.end_device, device_id=device_id)
        await self.load()

    @rx.event
    async def end_others(self):
        """Sign all other devices out."""
        await self._perform(sessions.end_other_devices)
        await self.load()


@page(route="/account", title="My account", roles=tuple(Role), on_load=AccountState.load)
def account() -> rx.Component:
    """One's own account."""
    return rx.el.div(
        _sections(),
        card(_who(), title=AccountState.me.name, extra=_sign_out()),
        _look(),
        card(PinChoice.create(), title=t("Without a network")),
        rx.cond(AccountState.is_ready, rx.fragment(_devices(), _email(), *_secrets()), loading()),
        class_name="account",
    )


def _secrets() -> list[rx.Component]:
    return [
        card(PasswordForm.create(), title=t("Password")),
        card(
            SecondStepForm.create(
                is_on=AccountState.second.is_on,
                is_required=AccountState.second.is_required,
                codes_left=AccountState.second.codes_left,
                on_changed=AccountState.load,
            ),
            title=t("Second step of the sign-in"),
        ),
    ]


def _look() -> rx.Component:
    choices = (ThemeChoice.create(), LanguageChoice.create(), SaverChoice.create())
    return card(*choices, title=t("Look and language"))


def _sign_out() -> rx.Component:
    return SignOutButton.create(owner=AccountState.me.account_id)


def _sections() -> rx.Component:
    """Pages that have no room in a phone's bottom bar."""
    cases = [
        (
            role.value,
            rx.el.nav(
                *[_section(place) for place in rest],
                class_name="card sections",
                custom_attrs={"aria-label": t("Other sections")},
            ),
        )
        for role, places in PLACES.items()
        if (rest := [place for place in places if not place.is_on_phone])
    ]
    return rx.match(AccountState.me.role, *cases, rx.fragment())


def _section(place: Place) -> rx.Component:
    return link(icon(place.icon), t(place.title), to=place.route, class_name="section-link")


def _who() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Login: {login}", login=AccountState.me.login), class_name="soft"),
        rx.cond(
            AccountState.roles.length() > 1,
            rx.el.div(
                rx.el.h3(t("I am here as")),
                rx.el.div(rx.foreach(AccountState.roles, _role), class_name="row"),
                class_name="stack tight",
            ),
            rx.foreach(AccountState.roles, lambda r: rx.el.p(r.title, " · ", r.school)),
        ),
        rx.cond(
            AccountState.is_ready & (AccountState.roles.length() == 0),
            rx.el.p(t("This account has no role yet. Please ask the school office.")),
        ),
        class_name="stack tight",
    )


def _email() -> rx.Component:
    email = AccountState.email
    return card(
        EmailForm.create(
            confirmed=email.confirmed,
            asked=email.asked,
            pending=email.pending,
            on_changed=AccountState.load,
        ),
        title=t("E-mail"),
    )


def _role(role: Any) -> rx.Component:
    words = rx.el.span(role.title, rx.el.small(role.school), class_name="role-words")
    return chip(words, pressed=role.is_chosen, on_click=AccountState.choose_role(role.id))


def _devices() -> rx.Component:
    others = rx.cond(
        AccountState.devices.length() > 1,
        button(t("Sign all others out"), on_click=AccountState.end_others),
    )
    return card(
        rx.el.ul(rx.foreach(AccountState.devices, _device), class_name="devices"),
        title=t("My devices"),
        extra=others,
    )


def _device(device: Any) -> rx.Component:
    name = rx.cond(device.device == "", t("Unknown device"), device.device)
    return rx.el.li(
        rx.el.div(
            rx.el.p(name),
            rx.el.p(moment(device.seen_at), " · ", device.address, class_name="hint"),
        ),
        rx.cond(
            device.is_this,
            badge(t("This device"), "ok"),
            button(t("Sign out"), on_click=AccountState.end_device(device.id)),
        ),
        class_name="device",
    )
