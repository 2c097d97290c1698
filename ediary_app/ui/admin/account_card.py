"""One account in a dialog (карточка учётной записи): roles, blocking, lost telephone."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access import accounts as keeping
from ediary_app.access.values import ROLE_NAMES
from ediary_app.school import accounts
from ediary_app.ui.components.controls import button, icon_button, select_field
from ediary_app.ui.components.parts import ModalDialog
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t, tn

NOBODY = accounts.AccountRow(
    id=0, name="", login="", roles=(), is_active=True, has_second_step=False, seen_at=None,
    devices=0, is_mine=False,
)  # fmt: skip
ACTS = {
    "block": keeping.block,
    "unblock": keeping.unblock,
    "reset": keeping.reset_second_step,
    "out": keeping.sign_out_everywhere,
}


class CardState(SessionState):
    """The account that is open, and what is being asked about it."""

    row: accounts.AccountRow = NOBODY
    role: str = ""
    asked: str = ""
    errors: dict[str, str] = {}

    @rx.event
    async def open_card(self, account_id: int):
        """Open an account."""
        self.asked, self.role, self.errors = "", "", {}
        self.row = await self._perform(accounts.one, account_id=account_id)

    @rx.event
    async def close(self):
        """Close the account."""
        self.row = NOBODY

    @rx.event
    async def ask(self, act: str):
        """Ask before something that others will feel; an empty act takes the question back."""
        self.asked = act

    @rx.event
    async def act(self):
        """Do what was asked about."""
        await self._perform(ACTS[self.asked], account_id=self.row.id)
        self.asked = ""
        self.row = await self._perform(accounts.one, account_id=self.row.id)

    @rx.event
    async def choose_role(self, role: str):
        """Choose the role to give."""
        self.role = role

    @rx.event
    async def give_role(self):
        """Give the chosen role."""
        given = {"account_id": self.row.id, "role": self.role}
        _done, self.errors = await self._tried(keeping.give_role, **given)
        self.row = await self._perform(accounts.one, account_id=self.row.id)

    @rx.event
    async def take_role(self, role_id: int):
        """Take a role away; an account without any is closed here."""
        await self._perform(keeping.take_role, role_id=role_id)
        left = [held for held in self.row.roles if held.id != role_id]
        self.row = await self._perform(accounts.one, account_id=self.row.id) if left else NOBODY


def account_card(on_changed: Any) -> rx.Component:
    """The account in a dialog; `on_changed` shows the list behind it anew."""
    return ModalDialog.create(
        rx.el.p(t("Login: {login}", login=CardState.row.login), class_name="soft"),
        rx.cond(
            CardState.row.is_mine,
            rx.el.p(
                t("This is your own account. For your own account, ask another administrator.")
            ),
            rx.el.div(_roles(on_changed), _acts(on_changed), class_name="stack"),
        ),
        rx.el.div(button(t("Close"), on_click=CardState.close), class_name="dialog-acts"),
        open=CardState.row.id > 0,
        title=CardState.row.name,
        on_close=CardState.close,
    )


def _roles(on_changed: Any) -> rx.Component:
    options = [("", t("Choose a role"))] + [
        (role.value, t(ROLE_NAMES[role].message))
        for role in ROLE_NAMES
        if role in keeping.GIVEN_BY_HAND
    ]
    return rx.el.div(
        rx.el.h3(t("Roles")),
        rx.el.ul(
            rx.foreach(CardState.row.roles, lambda held: _held(held, on_changed)),
            class_name="devices",
        ),
        rx.el.div(
            select_field(
                t("Another role"), options, id="give-role", value=CardState.role,
                error=CardState.errors.get("role", ""), on_change=CardState.choose_role,
            ),
            button(t("Give the role"), disabled=CardState.role == "",
                   on_click=[CardState.give_role, on_changed]),
            class_name="row fields",
        ),
        class_name="stack tight",
    )  # fmt: skip


def _held(held: Any, on_changed: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(held.title),
        icon_button(
            "close",
            t("Take the role away: {role}", role=held.title),
            on_click=[CardState.take_role(held.id), on_changed],
        ),
        class_name="device",
    )


def _acts(on_changed: Any) -> rx.Component:
    row = CardState.row
    block = button(t("Block"), kind="danger", on_click=CardState.ask("block"))
    unblock = button(t("Unblock"), on_click=CardState.ask("unblock"))
    choices = rx.el.div(
        rx.cond(row.is_active, block, unblock),
        button(t("Sign out everywhere"), on_click=CardState.ask("out")),
        rx.cond(
            row.has_second_step,
            button(t("Reset the second step"), on_click=CardState.ask("reset")),
        ),
        class_name="row",
    )
    return rx.cond(CardState.asked == "", choices, _question(on_changed))


def _question(on_changed: Any) -> rx.Component:
    devices = CardState.row.devices
    sentences = rx.match(
        CardState.asked,
        ("block", t("Nobody can sign in with this account; its devices are signed out.")),
        ("unblock", t("The person can sign in again with their password.")),
        ("reset", t("The person signs in with the password alone and sets the telephone up anew.")),
        ("out", tn("{n} device is signed out.", "{n} devices are signed out.", devices)),
        "",
    )
    return rx.el.div(
        rx.el.p(sentences),
        rx.el.div(
            button(t("Cancel"), on_click=CardState.ask("")),
            button(t("Yes, do it"), kind="danger", on_click=[CardState.act, on_changed]),
            class_name="row",
        ),
        class_name="stack tight question",
        role="alert",
    )
