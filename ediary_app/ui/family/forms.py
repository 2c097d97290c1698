"""Forms to be filled in (анкеты и заявления): what waits, and the form that is open."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.forms import queries, service
from ediary_app.forms.values import Sheet, Waiting
from ediary_app.ui.components.controls import button, checkbox, text_field
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.questions import question_field
from ediary_app.ui.components.surfaces import badge, banner, card, empty_state, loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import day, moment, t

FILLING_ROLES = (Role.PARENT, Role.STUDENT, Role.TEACHER, Role.CLASS_TEACHER)


class FormsState(SessionState):
    """The forms that are for the reader, and what is being typed into one."""

    mine: tuple[Waiting, ...] = ()
    sheet: Sheet = Sheet()
    errors: dict[str, str] = {}
    name: str = ""
    is_confirmed: bool = False
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show what waits; an open form stays open."""
        self.mine = await self._perform(queries.waiting)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Something changed."""
        self.mine = await self._perform(queries.waiting)

    @rx.event
    async def open_form(self, key: str, about_id: int):
        """Open a form with what was typed before."""
        self.name, self.is_confirmed, self.errors = "", False, {}
        self.sheet = await self._perform(queries.opened, form_key=key, about_id=about_id)

    @rx.event
    async def close(self):
        """Back to the list; what was typed is kept."""
        self.sheet = Sheet()
        self.mine = await self._perform(queries.waiting)

    @rx.event
    async def put(self, code: str, text: str):
        """Keep what was typed, and show the questions that follow from it."""
        said = {"said": {code[:60]: text[:4000]}}
        self.sheet = await self._perform(service.keep, **self._which(), **said)

    @rx.event
    async def pick(self, code: str, choice: str, is_taken: bool):
        """Take one of several choices, or leave it."""
        stands = {one.code: one.text for one in self.sheet.asked}.get(code, "").split("\n")
        taken = [one for one in stands if one not in ("", choice)]
        said = {"said": {code[:60]: "\n".join([*taken, choice] if is_taken else taken)}}
        self.sheet = await self._perform(service.keep, **self._which(), **said)

    @rx.event
    async def sign(self, name: str):
        """Write the name under the form."""
        self.name = name[:200]

    @rx.event
    async def confirm(self, is_confirmed: bool):
        """Say that it is oneself who signs."""
        self.is_confirmed = is_confirmed

    @rx.event
    async def send(self):
        """Send the form; what was typed stays when it is refused."""
        signed = {"name": self.name, "confirmed": self.is_confirmed, "said": {}}
        sent, self.errors = await self._tried(service.send, **self._which(), **signed)
        self.sheet = sent or self.sheet

    def _which(self) -> dict[str, Any]:
        return {"form_key": self.sheet.key, "about_id": self.sheet.about_id}


@page(route="/forms", title="Forms", roles=FILLING_ROLES, on_load=FormsState.load)
def forms() -> rx.Component:
    """The forms of the reader, or the one that is open."""
    return rx.el.div(
        once_ready(
            FormsState.is_ready,
            rx.cond(FormsState.sheet.key == "", _list(), _sheet(FormsState.sheet)),
            loading(4),
            FormsState.load,
        ),
        awake(FormsState.refresh),
    )


def _list() -> rx.Component:
    return rx.cond(
        FormsState.mine.length() > 0,
        rx.el.ul(rx.foreach(FormsState.mine, _waiting), class_name="stack plain-list"),
        empty_state(t("Nothing to fill in"), t("When the school asks something, it stands here.")),
    )


def _waiting(one: Any) -> rx.Component:
    is_sent = one.state == "sent"
    until = rx.cond(one.closes, rx.el.p(t("until {day}", day=day(one.closes, "full"))))
    said = rx.match(
        one.state,
        ("sent", badge(t("Sent"), "ok")),
        ("draft", badge(t("Begun, not sent"), "warn")),
        badge(t("To be filled in"), "warn"),
    )
    act = button(
        rx.cond(is_sent, t("Open"), t("Fill in")),
        on_click=FormsState.open_form(one.key, one.about_id),
        custom_attrs={"aria-label": one.title + " " + one.about},
    )
    return rx.el.li(
        card(
            rx.cond(one.about != "", rx.el.p(one.about, class_name="soft")),
            rx.cond(is_sent, rx.el.p(moment(one.sent_at), class_name="soft"), until),
            rx.el.div(said, act, class_name="row apart"),
            title=one.title,
        )
    )


def _sheet(sheet: Any) -> rx.Component:
    back = button(icon("left", 18), t("To the list"), on_click=FormsState.close)
    intro = rx.cond(sheet.intro != "", rx.el.p(sheet.intro, style={"white-space": "pre-line"}))
    sent = rx.cond(
        sheet.is_sent, banner(t("Sent {moment}", moment=moment(sheet.sent_at)), tone="ok")
    )
    return rx.el.section(
        rx.el.div(back, class_name="row"),
        rx.el.h2(sheet.title),
        rx.cond(sheet.about != "", rx.el.p(sheet.about, class_name="soft")),
        sent,
        intro,
        rx.cond(sheet.may_send, _questions(sheet), read_answers(sheet)),
        class_name="stack",
    )


def _questions(sheet: Any) -> rx.Component:
    which = sheet.key + "-" + sheet.about_id.to(str)
    return rx.el.form(
        rx.foreach(
            sheet.asked,
            lambda one: question_field(
                one, FormsState.errors.get(one.code, ""), which=which,
                put=FormsState.put, pick=FormsState.pick,
            ),
        ),
        rx.cond(sheet.needs_name, _signature()),
        rx.cond(
            FormsState.errors.length() > 0,
            banner(t("Something is not filled in rightly."), tone="warn"),
        ),
        rx.el.p(t("What you type is kept at once. The school sees it when you send it."),
                class_name="hint"),
        button(t("Send"), kind="primary", type="submit"),
        on_submit=FormsState.send,
        no_validate=True,
        class_name="stack",
    )  # fmt: skip


def _signature() -> rx.Component:
    wrong = FormsState.errors.get("_confirmed", "")
    return rx.el.div(
        text_field(
            t("Your full name"), id="form-name", value=FormsState.name, max_length=200,
            on_change=FormsState.sign, error=FormsState.errors.get("_name", ""),
        ),
        checkbox(t("I sign this form myself"), checked=FormsState.is_confirmed,
                 on_change=FormsState.confirm),
        rx.cond(wrong != "", rx.el.p(wrong, class_name="field-error", role="alert")),
        class_name="stack tight",
    )  # fmt: skip


def read_answers(sheet: Any) -> rx.Component:
    """The questions with their answers, and who has signed them."""

    def line(one: Any) -> rx.Component:
        shown = rx.cond(one.told == "", "—", one.told)
        return rx.el.div(rx.el.dt(one.label), rx.cond(one.kind == "note", rx.fragment(),
                                                      rx.el.dd(shown)))  # fmt: skip

    signed = rx.el.p(t("Signed: {name}", name=sheet.signed_name))
    return rx.fragment(
        rx.el.dl(rx.foreach(sheet.asked, line), class_name="facts"),
        rx.cond(sheet.signed_name != "", signed),
    )
