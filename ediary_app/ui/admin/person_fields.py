"""Fields of the school's own on a card (свои поля на карточке): read, and written where one may."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.school import custom, custom_writing
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.questions import question_field
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t


class FieldsState(SessionState):
    """What is being written into the fields of one card."""

    person_id: int = 0
    fields: custom.OwnFields = custom.OwnFields()
    said: dict[str, str] = {}
    errors: dict[str, str] = {}

    @rx.event
    async def begin(self, person_id: int):
        """Begin to write: what stands there is shown to be changed."""
        self.fields = await self._perform(custom_writing.fields_of, person_id=person_id)
        self.person_id, self.said, self.errors = person_id, {}, {}

    @rx.event
    async def put(self, code: str, text: str):
        """Keep what was typed into a field."""
        self.said = {**self.said, code[:60]: text[:4000]}

    @rx.event
    async def pick(self, code: str, choice: str, is_taken: bool):
        """Take one of several choices, or leave it."""
        stands = {one.code: one.text for one in self.fields.lines} | self.said
        taken = [one for one in stands.get(code, "").split("\n") if one not in ("", choice)]
        self.said = {**self.said, code[:60]: "\n".join([*taken, choice] if is_taken else taken)}

    @rx.event
    async def put_away(self):
        """Write nothing after all."""
        self.person_id, self.said, self.errors = 0, {}, {}

    @rx.event
    async def save(self):
        """Write what was changed; what was typed stays when it is refused."""
        what = {"person_id": self.person_id, "said": self.said}
        if self.said:
            _kept, self.errors = await self._tried(custom_writing.keep_fields, **what)
        self.person_id = self.person_id if self.errors else 0


def own_fields(card: Any, fields: Any, on_done: Any) -> rx.Component:
    """The school's own fields of the card that is open; `on_done` shows the card anew."""
    begin = button(t("Fill in"), on_click=FieldsState.begin(card.id))
    facts = rx.fragment(
        rx.el.dl(rx.foreach(fields.lines, _fact), class_name="facts"),
        rx.cond(fields.may_write, rx.el.div(begin, class_name="row no-print")),
    )
    return rx.cond(
        fields.lines.length() > 0,
        rx.el.section(
            rx.el.h3(t("Further particulars")),
            rx.cond(FieldsState.person_id == card.id, _form(card, on_done), facts),
            class_name="stack tight",
        ),
    )


def _fact(one: Any) -> rx.Component:
    shown = rx.cond(one.told == "", "—", one.told)
    return rx.el.div(rx.el.dt(one.label), rx.el.dd(shown))


def _field(card: Any, one: Any) -> rx.Component:
    return question_field(
        one, FieldsState.errors.get(one.code, ""), which=card.id,
        put=FieldsState.put, pick=FieldsState.pick,
    )  # fmt: skip


def _form(card: Any, on_done: Any) -> rx.Component:
    return rx.el.form(
        rx.foreach(
            FieldsState.fields.lines,
            lambda one: rx.cond(one.may_write, _field(card, one), rx.fragment()),
        ),
        rx.el.div(
            button(t("Cancel"), on_click=FieldsState.put_away),
            button(t("Save"), kind="primary", type="submit"),
            class_name="row",
        ),
        on_submit=[FieldsState.save, *on_done],
        class_name="stack tight",
        no_validate=True,
    )  # fmt: skip
