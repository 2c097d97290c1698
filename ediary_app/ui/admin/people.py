"""People (люди): the list of those one looks after, and each one's card beside it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.school import directory
from ediary_app.ui.admin.movement import MovementState
from ediary_app.ui.admin.person_card import PersonState, card_body, card_sheet
from ediary_app.ui.components.controls import chip
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.components.paging import pager, search_line
from ediary_app.ui.components.surfaces import badge, empty_state, loading, table
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.page import page
from ediary_app.ui.searching import EverywhereState
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t

PEOPLE_ROLES = (
    Role.REGISTRAR, Role.DEPUTY_HEAD, Role.DIRECTOR, Role.CLASS_TEACHER, Role.COUNSELLOR,
    Role.DATA_OFFICER, Role.ADMINISTRATOR,
)  # fmt: skip


class PeopleExport(rx.Component):
    """Takes the narrowed list away as a file."""

    library = "$/public/parts/export.js"
    tag = "PeopleExport"
    is_default = False

    query: rx.Var[str]
    class_id: rx.Var[int]
    kind: rx.Var[str]


class PeopleState(SessionState):
    """The list as it is searched and narrowed."""

    sheet: directory.PeopleSheet = directory.PeopleSheet()
    query: str = ""
    class_id: int = 0
    kind: str = ""
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the list as it was narrowed before, or as the search everywhere asks for it."""
        handed = (await self.get_state(EverywhereState))._take()
        is_asked = self._narrow(handed, str(self.router.page.params.get("class", "")))
        await self._show(1 if is_asked else self.sheet.page)
        self.is_ready = True

    @rx.event
    async def renew(self):
        """Show the same page anew: somebody was moved."""
        await self._show(self.sheet.page)

    @rx.event
    async def search(self, query: str):
        """Find people by the words of their names."""
        self.query = query[:100]
        await self._show(1)

    @rx.event
    async def choose_kind(self, kind: str):
        """Show pupils, representatives, staff, those who have left, or all."""
        self.kind = kind
        await self._show(1)

    @rx.event
    async def choose_class(self, class_id: int):
        """Show the people of one class; the same class again shows all."""
        self.class_id = 0 if class_id == self.class_id else class_id
        await self._show(1)

    @rx.event
    async def turn(self, number: int):
        """Show another page of the list."""
        await self._show(number)

    def _narrow(self, handed: str, of_class: str) -> bool:
        """Take what was asked for elsewhere, and whether anything was."""
        if of_class.isascii() and of_class.isdecimal() and len(of_class) < 9:
            self.query, self.kind, self.class_id = "", "", int(of_class)
        elif handed:
            self.query, self.kind, self.class_id = handed, "", 0
        return bool(handed or of_class)

    async def _show(self, number: int) -> None:
        chosen = {"query": self.query, "class_id": self.class_id, "kind": self.kind or None}
        self.sheet = await self._perform(directory.listed, page=number, **chosen)


@page(
    route="/people",
    title="People",
    roles=PEOPLE_ROLES,
    on_load=[PersonState.close, MovementState.put_away, PeopleState.load],
)
def people() -> rx.Component:
    """The list, with the open card at the right of it."""
    return once_ready(
        PeopleState.is_ready,
        rx.el.div(_list(), card_sheet(PeopleState.renew), class_name="with-sheet people"),
        loading(8),
        PeopleState.load,
    )


@page(
    route="/people/[person_id]",
    title="Card",
    roles=PEOPLE_ROLES,
    on_load=[MovementState.put_away, PersonState.load],
)
def person() -> rx.Component:
    """One person's card as a page of its own."""
    return rx.el.div(
        link(
            icon("left", 18), t("To the list"), to="/people", class_name="button to-list no-print"
        ),
        once_ready(
            PersonState.card.id > 0,
            rx.el.section(
                rx.el.h2(PersonState.card.name),
                card_body(PersonState.reopen),
                class_name="sheet-body person-page",
            ),
            loading(5),
            PersonState.load,
        ),
        class_name="stack",
    )


def _list() -> rx.Component:
    return rx.el.div(
        _narrowing(),
        rx.cond(PeopleState.sheet.total == 0, _nobody(), _table()),
        pager(
            PeopleState.sheet.page, PeopleState.sheet.pages, PeopleState.sheet.total,
            PeopleState.turn,
        ),
        class_name="stack office",
    )  # fmt: skip


def _narrowing() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            search_line(t("Name"), id="people-query", on_search=PeopleState.search,
                        value=PeopleState.query),
            PeopleExport.create(
                query=PeopleState.query, class_id=PeopleState.class_id, kind=PeopleState.kind
            ),
            class_name="row fields",
        ),
        rx.el.div(
            rx.foreach(PeopleState.sheet.kinds, _kind),
            class_name="chips", role="group", custom_attrs={"aria-label": t("Who")},
        ),
        rx.el.div(
            rx.foreach(PeopleState.sheet.classes, _class),
            class_name="chips", role="group", custom_attrs={"aria-label": t("Class")},
        ),
        rx.cond(PeopleState.class_id > 0, _class_list()),
        class_name="stack tight",
    )  # fmt: skip


def _kind(kind: Any) -> rx.Component:
    return chip(
        rx.fragment(kind.title, rx.el.span(kind.count, class_name="number soft")),
        pressed=PeopleState.kind == kind.kind,
        on_click=PeopleState.choose_kind(kind.kind),
    )


def _class(choice: Any) -> rx.Component:
    return chip(
        choice.title,
        pressed=PeopleState.class_id == choice.id,
        on_click=PeopleState.choose_class(choice.id),
    )


def _class_list() -> rx.Component:
    return rx.el.a(
        icon("print", 18),
        t("Class list to print"),
        href="/api/papers/class-list/" + PeopleState.class_id.to(str),
        target="_blank",
        rel="noopener",
        class_name="button to-print",
    )


def _table() -> rx.Component:
    return table(
        [t("Name"), t("Who this is")],
        rx.foreach(PeopleState.sheet.rows, _row),
        caption=t("People of the school"),
    )


def _row(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.button(
                row.name,
                type="button",
                class_name="person-link wide-person",
                on_click=[MovementState.put_away, PersonState.open_card(row.id)],
            ),
            link(row.name, to="/people/" + row.id.to(str), class_name="person-link phone-person"),
            scope="row",
        ),
        rx.el.td(
            row.who,
            rx.cond(row.is_limited, badge(t("Limited by a court"), "warn")),
            rx.cond(row.has_left, badge(t("Has left"))),
        ),
        custom_attrs={"aria-current": rx.cond(PersonState.card.id == row.id, "true", "false")},
    )


def _nobody() -> rx.Component:
    return empty_state(
        t("Nobody was found"),
        t("Try fewer letters of the name, another class, or all kinds of people."),
    )
