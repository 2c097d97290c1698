"""A new account (новая учётная запись) for somebody of the lists, or beside them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access import accounts as keeping
from ediary_app.access.values import ROLE_NAMES
from ediary_app.school import accounts, codes
from ediary_app.ui.components.controls import button, select_field, text_field
from ediary_app.ui.components.parts import ModalDialog
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t


class NewAccountState(SessionState):
    """What is typed for the new account, who may be meant, and its slip."""

    is_open: bool = False
    name: str = ""
    role: str = ""
    person_id: int = 0
    meant: tuple[accounts.Suggestion, ...] = ()
    errors: dict[str, str] = {}
    slips: tuple[codes.Slip, ...] = ()

    @rx.event
    async def begin(self):
        """Open an empty form."""
        self.reset()
        self.is_open = True

    @rx.event
    async def close(self):
        """Close the form; the slip is gone."""
        self.is_open, self.slips = False, ()

    @rx.event
    async def type_name(self, name: str):
        """Look who of the lists may be meant while the name is typed."""
        self.name, self.person_id = name[:200], 0
        self.meant = await self._perform(accounts.without_account, query=self.name)

    @rx.event
    async def choose_person(self, person_id: int, name: str):
        """Take a person of the lists."""
        self.person_id, self.name, self.meant = person_id, name, ()

    @rx.event
    async def choose_role(self, role: str):
        """Choose the role."""
        self.role = role

    @rx.event
    async def make(self):
        """Make the account; its code is shown once."""
        given = {"name": self.name, "role_name": self.role, "person_id": self.person_id}
        slip, self.errors = await self._tried(accounts.make_account, **given)
        self.slips = (slip,) if slip else ()
        self.is_open = not slip


def new_account() -> rx.Component:
    """The form in a dialog."""
    state = NewAccountState
    return ModalDialog.create(
        _name_field(),
        rx.el.ul(rx.foreach(state.meant, _suggestion), class_name="suggestions"),
        _role_field(),
        rx.el.div(
            button(t("Cancel"), on_click=state.close),
            button(t("Make the account"), kind="primary", on_click=state.make),
            class_name="dialog-acts",
        ),
        open=state.is_open,
        title=t("New account"),
        on_close=state.close,
    )


def _name_field() -> rx.Component:
    state = NewAccountState
    hint = rx.cond(
        state.person_id > 0,
        t("A person of the school's lists."),
        t("Choose a person below, or enter somebody who is not in the lists."),
    )
    return text_field(
        t("Family name, then the others"), id="new-name", value=state.name, hint=hint,
        error=state.errors.get("name", ""), on_change=state.type_name, auto_complete="off",
    )  # fmt: skip


def _role_field() -> rx.Component:
    errors = NewAccountState.errors
    options = [("", t("Choose a role"))] + [
        (role.value, t(ROLE_NAMES[role].message))
        for role in ROLE_NAMES
        if role in keeping.GIVEN_BY_HAND
    ]
    error = rx.cond(
        errors.contains("role_name"), t("Choose a role"), errors.get("role", "").to(str)
    )
    return select_field(
        t("Role"), options, id="new-role", value=NewAccountState.role, error=error,
        on_change=NewAccountState.choose_role,
    )  # fmt: skip


def _suggestion(person: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(person.name),
            rx.el.small(person.who),
            type="button",
            class_name="suggestion",
            on_click=NewAccountState.choose_person(person.id, person.name),
        )
    )
