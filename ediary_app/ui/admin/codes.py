"""Sign-in codes (коды входа): find people, see who has never signed in, hand out slips."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.school import codes
from ediary_app.ui.admin.code_sheets import SheetsState, school_sheets
from ediary_app.ui.admin.slips import slips_sheet
from ediary_app.ui.components.controls import button, chip
from ediary_app.ui.components.paging import pager, search_line
from ediary_app.ui.components.surfaces import (
    badge,
    confirm,
    empty_state,
    loading,
    table,
)
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t

OFFICE_ROLES = (Role.REGISTRAR, Role.ADMINISTRATOR)


class CodesState(SessionState):
    """The list as it is filtered, and the slips while they are on the screen."""

    sheet: codes.CodesPage = codes.CodesPage()
    query: str = ""
    class_id: str = ""
    kind: str = ""
    only_new: bool = False
    issued: codes.Issued = codes.Issued()
    is_asked: bool = False
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the list from its beginning; slips of before are gone."""
        self.issued, self.is_asked = codes.Issued(), False
        await self._show(1)
        self.is_ready = True

    @rx.event
    async def search(self, query: str):
        """Find people by the beginning or the middle of their names."""
        self.query = query[:100]
        await self._show(1)

    @rx.event
    async def choose_class(self, class_id: str):
        """Show one class, or all."""
        self.class_id = class_id
        await self._show(1)

    @rx.event
    async def choose_kind(self, kind: str):
        """Show pupils, parents, staff, or everybody."""
        self.kind = kind
        await self._show(1)

    @rx.event
    async def choose_new(self):
        """Show only those who have never signed in, or everybody again."""
        self.only_new = not self.only_new
        await self._show(1)

    @rx.event
    async def turn(self, number: int):
        """Show another page of the list."""
        await self._show(number)

    @rx.event
    async def issue(self, person_id: int):
        """A new code for one person."""
        self.issued = await self._perform(codes.issue_code, person_id=person_id)

    @rx.event
    async def ask(self, is_asked: bool):
        """Ask before a whole class gets new codes, or close the question."""
        self.is_asked = is_asked

    @rx.event
    async def issue_class(self):
        """New codes for the class that is shown."""
        self.is_asked = False
        asked = {"class_id": int(self.class_id or 0), "only_new": self.only_new}
        self.issued = await self._perform(codes.issue_for_class, kind=self.kind or None, **asked)

    async def _show(self, number: int) -> None:
        asked = {"query": self.query, "class_id": int(self.class_id or 0), "page": number}
        self.sheet = await self._perform(
            codes.people, kind=self.kind or None, only_new=self.only_new, **asked
        )


@page(
    route="/admin/codes",
    title="Sign-in codes",
    roles=OFFICE_ROLES,
    on_load=[CodesState.load, SheetsState.load],
)
def sign_in_codes() -> rx.Component:
    """The list, or the slips just made."""
    return rx.cond(
        CodesState.issued.slips.length() > 0,
        slips_sheet(CodesState.issued.slips, CodesState.issued.left_out, CodesState.load),
        rx.cond(CodesState.is_ready, _list(), loading(8)),
    )


def _list() -> rx.Component:
    return rx.el.div(
        _filters(),
        rx.cond(CodesState.class_id == "", school_sheets()),
        rx.cond(
            CodesState.sheet.total == 0,
            empty_state(
                t("Nobody was found"),
                t("Try fewer letters of the name, another class, or everybody."),
            ),
            table(
                [t("Name"), t("Who"), t("Login"), t("State"), t("Code")],
                rx.foreach(CodesState.sheet.rows, _row),
                caption=t("People and their sign-in codes"),
            ),
        ),
        pager(CodesState.sheet.page, CodesState.sheet.pages, CodesState.sheet.total,
              CodesState.turn),
        _question(),
        class_name="stack office",
    )  # fmt: skip


def _filters() -> rx.Component:
    kinds = [("", t("Everybody")), ("student", t("Pupils")), ("guardian", t("Parents")),
             ("staff", t("Staff"))]  # fmt: skip
    return rx.el.div(
        rx.el.div(
            search_line(t("Name"), id="codes-query", on_search=CodesState.search),
            _class_field(),
            class_name="row fields",
        ),
        rx.el.div(
            *[
                chip(words, pressed=CodesState.kind == value,
                     on_click=CodesState.choose_kind(value))
                for value, words in kinds
            ],
            chip(t("Never signed in"), pressed=CodesState.only_new,
                 on_click=CodesState.choose_new),
            rx.cond(
                CodesState.class_id != "",
                button(t("Codes for the whole class"), kind="primary",
                       on_click=CodesState.ask(True)),
            ),
            class_name="row",
        ),
        class_name="stack tight",
    )  # fmt: skip


def _class_field() -> rx.Component:
    options = [
        rx.el.option(t("All classes"), value=""),
        rx.foreach(
            CodesState.sheet.classes, lambda c: rx.el.option(c.title, value=c.id.to_string())
        ),
    ]
    return rx.el.div(
        rx.el.label(t("Class"), html_for="codes-class", class_name="field-label"),
        rx.el.select(
            *options, id="codes-class", class_name="select", value=CodesState.class_id,
            on_change=CodesState.choose_class,
        ),
        class_name="field",
    )  # fmt: skip


def _row(row: Any) -> rx.Component:
    state = rx.cond(row.has_signed_in, badge(t("Signs in"), "ok"), badge(t("Never signed in")))
    until = rx.el.span(
        t("has a code until {until}", until=moment(row.code_until)), class_name="hint"
    )
    return rx.el.tr(
        rx.el.th(row.name, scope="row"),
        rx.el.td(row.who, class_name="soft", data_label=t("Who")),
        rx.el.td(rx.cond(row.login == "", "—", row.login), data_label=t("Login")),
        rx.el.td(
            rx.el.div(state, rx.cond(row.code_until, until), class_name="stack tight"),
        ),
        rx.el.td(
            button(
                rx.cond(row.code_until, t("New code"), t("Give a code")),
                on_click=CodesState.issue(row.person_id),
                custom_attrs={"aria-label": t("A new code for {name}", name=row.name)},
            )
        ),
    )


def _question() -> rx.Component:
    return confirm(
        rx.el.p(
            rx.cond(
                CodesState.only_new,
                t("Codes are made for those of the list who have never signed in."),
                t("Codes are made for everybody of the list, also for those who already sign in."),
            )
        ),
        rx.el.p(t("Codes given out before stop working. The slips are shown once: print them.")),
        open=CodesState.is_asked,
        title=t("Codes for the whole class"),
        act=t("Make the codes"),
        on_confirm=CodesState.issue_class,
        on_cancel=CodesState.ask(False),
    )
