"""Accounts (учётные записи): who may sign in, in which roles, and what to do when it goes wrong."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import ROLE_NAMES, Role
from ediary_app.school import accounts
from ediary_app.ui.admin.account_card import CardState, account_card
from ediary_app.ui.admin.new_account import NewAccountState, new_account
from ediary_app.ui.admin.second_step import DemandsState, second_step_demands
from ediary_app.ui.admin.slips import slips_sheet
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.paging import pager, search_line
from ediary_app.ui.components.surfaces import badge, empty_state, loading, table
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t

STATES = [
    ("", t("All")),
    ("active", t("May sign in")),
    ("blocked", t("Blocked")),
    ("never", t("Never signed in")),
    ("second_step", t("With the second step")),
]


class AccountsState(SessionState):
    """The list as it is searched and filtered."""

    sheet: accounts.AccountsPage = accounts.AccountsPage()
    query: str = ""
    role: str = ""
    state: str = ""
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the list from its beginning."""
        await self._show(1)
        self.is_ready = True

    @rx.event
    async def renew(self):
        """Show the same page of the list anew: an account was changed."""
        await self._show(self.sheet.page)

    @rx.event
    async def search(self, query: str):
        """Find accounts by name or login."""
        self.query = query[:100]
        await self._show(1)

    @rx.event
    async def choose_role(self, role: str):
        """Show the accounts in one role, or in any."""
        self.role = role
        await self._show(1)

    @rx.event
    async def choose_state(self, state: str):
        """Show the accounts in one state, or in any."""
        self.state = state
        await self._show(1)

    @rx.event
    async def turn(self, number: int):
        """Show another page of the list."""
        await self._show(number)

    async def _show(self, number: int) -> None:
        chosen = {"role_name": self.role or None, "state": self.state or None}
        self.sheet = await self._perform(accounts.listed, query=self.query, page=number, **chosen)


@page(
    route="/admin/accounts",
    title="Accounts",
    roles=[Role.ADMINISTRATOR],
    on_load=[NewAccountState.close, AccountsState.load, DemandsState.load],
)
def all_accounts() -> rx.Component:
    """The list, or the slip of an account just made."""
    return rx.cond(
        NewAccountState.slips.length() > 0,
        slips_sheet(NewAccountState.slips, "", [NewAccountState.close, AccountsState.renew]),
        rx.cond(AccountsState.is_ready, _list(), loading(8)),
    )


def _list() -> rx.Component:
    return rx.el.div(
        _filters(),
        rx.cond(
            AccountsState.sheet.total == 0,
            empty_state(
                t("Nobody was found"),
                t("Try fewer letters of the name, another role or another state."),
            ),
            table(
                [t("Name"), t("Login"), t("Roles"), t("State"), t("Last seen"), ""],
                rx.foreach(AccountsState.sheet.rows, _row),
                caption=t("Accounts of the school"),
            ),
        ),
        pager(
            AccountsState.sheet.page, AccountsState.sheet.pages, AccountsState.sheet.total,
            AccountsState.turn,
        ),
        second_step_demands(),
        account_card(AccountsState.renew),
        new_account(),
        class_name="stack office",
    )  # fmt: skip


def _filters() -> rx.Component:
    roles = [("", t("Any role")), *[(role.value, t(name.message)) for role, name in _roles()]]
    return rx.el.div(
        search_line(t("Name or login"), id="accounts-query", on_search=AccountsState.search),
        _choice("accounts-role", t("Role"), roles, AccountsState.role, AccountsState.choose_role),
        _choice("accounts-state", t("State"), STATES, AccountsState.state,
                AccountsState.choose_state),
        button(t("New account"), kind="primary", on_click=NewAccountState.begin),
        class_name="row fields",
    )  # fmt: skip


def _roles() -> list[tuple[Role, Any]]:
    return [(role, name) for role, name in ROLE_NAMES.items() if role is not Role.EXTERNAL_SYSTEM]


def _choice(id: str, label: Any, options: Any, value: Any, choose: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=id, class_name="field-label"),
        rx.el.select(
            *[rx.el.option(words, value=key) for key, words in options],
            id=id, class_name="select", value=value, on_change=choose,
        ),
        class_name="field",
    )  # fmt: skip


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.name, scope="row"),
        rx.el.td(row.login, data_label=t("Login")),
        rx.el.td(
            rx.el.div(rx.foreach(row.roles, lambda held: badge(held.title)), class_name="badges"),
        ),
        rx.el.td(
            rx.el.div(
                rx.cond(
                    row.is_active, badge(t("May sign in"), "ok"), badge(t("Blocked"), "danger")
                ),
                rx.cond(row.has_second_step, badge(t("Second step"), "info")),
                class_name="badges",
            ),
        ),
        rx.el.td(rx.cond(row.seen_at, moment(row.seen_at), t("never")), data_label=t("Last seen")),
        rx.el.td(
            button(
                t("Open"),
                on_click=CardState.open_card(row.id),
                custom_attrs={"aria-label": t("Open the account of {name}", name=row.name)},
            )
        ),
    )
