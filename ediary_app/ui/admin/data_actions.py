"""What may be done with rows on the screen (действия): a small form, its outcome, then the deed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.lowcode.acts import act
from ediary_app.lowcode.offers import Acted, Foreseen, Offer
from ediary_app.lowcode.values import Choice, FormField, Kind
from ediary_app.ui.admin.data_form import control
from ediary_app.ui.admin.slips import OwnAddress
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.parts import ModalDialog
from ediary_app.ui.components.surfaces import banner
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t, tn

NOTHING = Offer("", "")


class PrintButton(rx.Component):
    """Prints what is on the page."""

    library = "$/public/parts/print.js"
    tag = "PrintButton"
    is_default = False


class ActionState(SessionState):
    """The action that is being asked about, its rows, what it would do, what was done last."""

    offer: Offer = NOTHING
    ids: list[int] = []
    fields: tuple[FormField, ...] = ()
    errors: dict[str, str] = {}
    foreseen: Foreseen = Foreseen()
    done: Acted = Acted()
    done_by: str = ""
    options: tuple[Choice, ...] = ()
    searched: str = ""
    _said: dict[str, str] = {}

    @rx.event
    async def begin(self, name: str, title: str, is_grave: bool, ids: list[int]):
        """Ask what the action needs."""
        self.offer, self.ids = Offer(name, title[:100], is_grave), ids[:2_000]
        self.errors, self.foreseen, self.done = {}, Foreseen(), Acted()
        self.fields = await _do(self, "_ask")
        await self._look({} if not self.fields else None)

    @rx.event
    async def load(self):
        """Begin anew; what was done a moment ago can still be undone."""
        self.done, self.offer, self.foreseen = Acted(), NOTHING, Foreseen()
        last = await self._perform(act(_list_of(self), "last_done"))
        if last.action:
            self.done, self.done_by = Acted(last.id, last.count, last.until), last.action

    @rx.event
    async def stop(self):
        """Do nothing after all."""
        self.offer, self.foreseen = NOTHING, Foreseen()

    @rx.event
    async def look_again(self):
        """Change what was typed; what was foreseen is of no use any more."""
        self.foreseen = Foreseen()

    @rx.event
    async def find(self, field: str, query: str):
        """Find rows that a field of the form may lead to."""
        found = await _do(self, "_ask", field=field, query=query[:100])
        self.options, self.searched = found[0].choices, field

    @rx.event
    async def foresee(self, form: dict[str, str]):
        """Show what would be done."""
        await self._look({one.name: str(form.get(one.name, "")) for one in self.fields})

    @rx.event
    async def make(self):
        """Do it; what was typed stays when it is refused."""
        asked = {"ids": tuple(self.ids), "said": self._said}
        done, self.errors = await self._tried(_act(self, ""), **asked)
        if done is not None:
            self.done, self.done_by = done, self.offer.name

    @rx.event
    async def finish(self):
        """It is done and shown: put the question away; a refusal stays."""
        self.offer = NOTHING if self.done.count else self.offer
        self.foreseen = Foreseen() if self.done.count else self.foreseen

    @rx.event
    async def undo(self):
        """Take what was done last back."""
        self.offer = Offer(self.done_by, "")
        await _do(self, "_undo", done_id=self.done.id)
        self.offer, self.done = NOTHING, Acted()

    async def _look(self, said: dict[str, str] | None) -> None:
        if said is not None:
            self._said, asked = said, {"ids": tuple(self.ids), "said": said}
            found, self.errors = await self._tried(_act(self, "_foresee"), **asked)
            self.foreseen = found or Foreseen()


def _list_of(state: ActionState) -> str:
    return str(state.router.page.params.get("resource", ""))


def _act(state: ActionState, suffix: str) -> Any:
    return act(_list_of(state), f"{state.offer.name}{suffix}")


async def _do(state: ActionState, suffix: str, **said: Any) -> Any:
    return await state._perform(_act(state, suffix), **said)


def row_actions(card: Any) -> rx.Component:
    """The actions of an open card."""
    return rx.cond(
        card.actions.length() > 0,
        rx.el.div(
            rx.foreach(card.actions, lambda one: _begin(one, [card.id])),
            class_name="row no-print row-actions",
        ),
    )


def offered(offers: Any, ids: Any) -> rx.Component:
    """The actions of many rows, or of the whole list."""
    return rx.foreach(offers, lambda one: _begin(one, ids))


def _begin(one: Any, ids: Any) -> rx.Component:
    begin = ActionState.begin(one.name, one.title, one.is_grave, ids)
    return button(one.title, on_click=begin, key=one.name)


def action_dialog(on_done: list[Any]) -> rx.Component:
    """The form of the action, what it would do, and the deed."""
    state = ActionState
    is_seen = state.foreseen.is_seen
    acts = rx.el.div(
        button(t("Cancel"), on_click=state.stop),
        button(t("Go on"), kind="primary", type="submit"),
        class_name="dialog-acts",
    )
    return ModalDialog.create(
        rx.el.form(
            rx.el.fieldset(
                rx.foreach(state.fields, lambda one: _field(one, state)),
                disabled=is_seen,
                class_name="stack tight",
            ),
            rx.cond(is_seen, rx.fragment(), acts),
            on_submit=state.foresee,
            no_validate=True,
            key=state.offer.name,
            class_name="stack tight",
        ),
        rx.cond(is_seen, _foreseen(state, on_done)),
        open=state.offer.title != "",
        title=state.offer.title,
        on_close=state.stop,
    )


def _field(one: Any, state: Any) -> rx.Component:
    error, place = state.errors.get(one.name, ""), f"do-{one.name}"
    label = rx.el.label(
        one.label,
        rx.cond(one.is_required, rx.el.span(" *", aria_hidden="true")),
        html_for=place,
        class_name="field-label",
    )
    said = rx.cond(
        error != "",
        rx.el.span(icon("warn", 16), error, class_name="field-error", role="alert"),
        rx.el.span(one.help, class_name="hint"),
    )
    return rx.el.div(
        rx.cond(one.kind == Kind.FLAG.value, rx.fragment(), label),
        control(one, place, error, state),
        rx.el.span(said, id=f"{place}-said"),
        class_name="field",
    )


def _foreseen(state: Any, on_done: list[Any]) -> rx.Component:
    found = state.foreseen
    stuck = banner(
        tn("It does not fit {n} row. Nothing will be done.",
           "It does not fit {n} rows. Nothing will be done.", found.problems),
        tone="warn",
    )  # fmt: skip
    back = rx.cond(
        state.fields.length() > 0,
        button(t("Back"), on_click=state.look_again),
        button(t("Cancel"), on_click=state.stop),
    )
    is_shut = (found.problems > 0) | (state.done.count > 0)
    deed = rx.cond(is_shut, rx.fragment(), _deed(state, on_done))
    return rx.el.div(
        rx.cond(found.question != "", rx.el.p(found.question)),
        rx.el.ul(rx.foreach(found.lines, _line), class_name="foreseen-rows"),
        rx.cond(found.problems > 0, stuck),
        rx.el.div(back, deed, class_name="dialog-acts"),
        role="alert",
        class_name="stack tight question",
    )


def _deed(state: Any, on_done: list[Any]) -> rx.Component:
    rows = state.foreseen.rows
    many = tn("Do it for {n} row", "Do it for {n} rows", rows)
    words, deed = rx.cond(rows > 1, many, t("Yes, do it")), [state.make, *on_done, state.finish]
    return rx.cond(
        state.offer.is_grave,
        button(words, kind="danger", on_click=deed),
        button(words, kind="primary", on_click=deed),
    )


def _line(line: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(line.title != "", rx.el.b(line.title)),
        rx.foreach(line.said, rx.el.p),
        rx.cond(line.problem != "", rx.el.p(line.problem, class_name="field-error")),
    )


def outcome(on_done: list[Any]) -> rx.Component:
    """What was done last, with the way back for ten minutes."""
    state = ActionState
    undo = rx.fragment(
        " ", t("It can be undone until {at}.", at=moment(state.done.until)), " ",
        button(icon("undo", 18), t("Undo"), on_click=[state.undo, *on_done]),
    )  # fmt: skip
    words = tn("Done for {n} row.", "Done for {n} rows.", state.done.count)
    told = banner(words, rx.cond(state.done.id > 0, undo), tone="ok")
    return rx.cond((state.done.count > 0) & (state.done.papers.length() == 0), told)


def papers() -> rx.Component:
    """What is to be handed out, shown once in the place of the list: print it, then leave."""
    state = ActionState
    return rx.el.div(
        rx.el.div(
            banner(t("This is shown only now: print it or write it down."), tone="warn"),
            rx.el.div(
                PrintButton.create(),
                button(t("Done"), on_click=state.load),
                class_name="row",
            ),
            class_name="stack no-print",
        ),
        rx.el.div(rx.foreach(state.done.papers, _paper), class_name="slips"),
        class_name="stack",
    )


def _paper(paper: Any) -> rx.Component:
    return rx.el.article(
        rx.el.p(paper.title, class_name="slip-name"),
        rx.cond(paper.about != "", rx.el.p(paper.about, class_name="slip-who")),
        rx.el.dl(
            rx.el.dt(t("Address")),
            rx.el.dd(OwnAddress.create()),
            rx.foreach(
                paper.lines,
                lambda one: rx.fragment(
                    rx.el.dt(one.label), rx.el.dd(one.text, class_name="slip-key")
                ),
            ),
        ),
        rx.cond(paper.how != "", rx.el.p(paper.how, class_name="slip-how")),
        class_name="slip",
    )
