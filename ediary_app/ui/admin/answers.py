"""Answers to forms (ответы на анкеты): who has answered, who has not, each one's answers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.forms import office
from ediary_app.forms.values import AnswerPage, FormCount, Sheet
from ediary_app.ui.components.controls import button, chip
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.paging import pager, search_line
from ediary_app.ui.components.surfaces import card, empty_state, loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.forms import read_answers
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t, tn

READING_ROLES = (Role.DIRECTOR, Role.DEPUTY_HEAD, Role.REGISTRAR, Role.CLASS_TEACHER)


class AnswersState(SessionState):
    """The forms of the school, the answers to one, one answer."""

    all_forms: tuple[FormCount, ...] = ()
    shown: AnswerPage = AnswerPage()
    sheet: Sheet = Sheet()
    query: str = ""
    is_missing: bool = False
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the forms with how many have answered."""
        self.all_forms, self.shown = await self._perform(office.forms), AnswerPage()
        self.sheet, self.is_ready = Sheet(), True

    @rx.event
    async def refresh(self):
        """Something changed."""
        self.all_forms = await self._perform(office.forms)

    @rx.event
    async def open_form(self, key: str):
        """Show who has answered a form."""
        self.query, self.is_missing, self.sheet = "", False, Sheet()
        await self._show(key, 1)

    @rx.event
    async def narrow(self, is_missing: bool):
        """Show those who have answered, or those who have not."""
        self.is_missing, self.sheet = is_missing, Sheet()
        await self._show(self.shown.key, 1)

    @rx.event
    async def search(self, query: str):
        """Find by the words of a name."""
        self.query = query[:100]
        await self._show(self.shown.key, 1)

    @rx.event
    async def turn(self, number: int):
        """Show another page."""
        await self._show(self.shown.key, number)

    @rx.event
    async def open_answer(self, answer_id: int):
        """Show one answer."""
        self.sheet = await self._perform(office.answer_read, answer_id=answer_id)

    @rx.event
    async def close_answer(self):
        """Back to the list of answers."""
        self.sheet = Sheet()

    async def _show(self, key: str, number: int) -> None:
        chosen = {"form_key": key, "query": self.query, "missing": self.is_missing}
        self.shown = await self._perform(office.answers_to, page=number, **chosen)


@page(route="/answers", title="Answers to forms", roles=READING_ROLES, on_load=AnswersState.load)
def answers() -> rx.Component:
    """The forms, then the answers to the one chosen, then one answer."""
    shown = rx.cond(AnswersState.shown.key == "", _forms(), _answers(AnswersState.shown))
    one = rx.cond(AnswersState.sheet.key == "", shown, _answer(AnswersState.sheet))
    return rx.el.div(
        once_ready(AnswersState.is_ready, one, loading(4), AnswersState.load),
        awake(AnswersState.refresh),
    )


def _forms() -> rx.Component:
    def line(one: Any) -> rx.Component:
        said = rx.el.span(tn("{n} answer", "{n} answers", one.sent))
        act = button(t("Open"), on_click=AnswersState.open_form(one.key),
                     custom_attrs={"aria-label": one.title})  # fmt: skip
        return rx.el.li(card(rx.el.div(said, act, class_name="row apart"), title=one.title))

    return rx.cond(
        AnswersState.all_forms.length() > 0,
        rx.el.ul(rx.foreach(AnswersState.all_forms, line), class_name="stack plain-list"),
        empty_state(t("No form is published"), t("The administrator publishes forms.")),
    )


def _answers(shown: Any) -> rx.Component:
    missing = AnswersState.is_missing
    return rx.el.section(
        rx.el.div(button(icon("left", 18), t("To the list"), on_click=AnswersState.load),
                  class_name="row"),
        rx.el.h2(shown.title),
        rx.el.div(
            chip(t("Have answered"), pressed=~missing, on_click=AnswersState.narrow(False)),
            chip(t("Have not answered"), pressed=missing, on_click=AnswersState.narrow(True)),
            class_name="row",
        ),
        search_line(t("Name"), id="answers-search", on_search=AnswersState.search),
        rx.cond(
            shown.total > 0,
            rx.el.ul(rx.foreach(shown.rows, _row), class_name="stack tight plain-list"),
            empty_state(t("Nobody is here"), t("Look under the other chip, or search anew.")),
        ),
        pager(shown.page, shown.pages, shown.total, AnswersState.turn),
        class_name="stack",
    )  # fmt: skip


def _row(row: Any) -> rx.Component:
    by = rx.cond(row.by != "", rx.el.span(row.by, class_name="soft"))
    given = rx.fragment(
        rx.el.span(moment(row.sent_at), class_name="soft"),
        button(t("Open"), on_click=AnswersState.open_answer(row.id),
               custom_attrs={"aria-label": row.about}),
    )  # fmt: skip
    return rx.el.li(
        rx.el.strong(row.about), by, rx.cond(row.sent_at, given), class_name="row apart"
    )


def _answer(sheet: Any) -> rx.Component:
    back = button(icon("left", 18), t("To the list"), on_click=AnswersState.close_answer)
    return rx.el.section(
        rx.el.div(back, class_name="row"),
        rx.el.h2(sheet.title),
        rx.el.p(moment(sheet.sent_at), class_name="soft"),
        read_answers(sheet),
        class_name="stack",
    )
