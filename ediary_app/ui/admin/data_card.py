"""The card of a row (карточка строки): form, both versions when two have changed it, history."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.lowcode.acts import act
from ediary_app.lowcode.values import Card, Change, Clash
from ediary_app.ui.admin.data_actions import row_actions
from ediary_app.ui.admin.data_form import form
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.surfaces import badge, banner, confirm
from ediary_app.ui.family.parts import Sheet
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t


class CardState(SessionState):
    """The row that is open, what was wrong with it, and what somebody else has changed."""

    card: Card = Card()
    errors: dict[str, str] = {}
    clashes: tuple[Clash, ...] = ()
    by: str = ""
    changes: tuple[Change, ...] = ()
    opening: int = 0
    _said: dict[str, str] = {}

    @rx.event
    async def load(self):
        """Open the row that the address names, if it names one."""
        row = str(self.router.page.params.get("row", ""))
        self.card = Card()
        if row.isdecimal():
            await self._open(int(row))

    @rx.event
    async def open_row(self, row_id: int):
        """Open a row, or an empty form for a new one (0)."""
        await self._open(row_id)

    @rx.event
    async def again(self):
        """Show the open row as it is now."""
        if self.card.id:
            await self._open(self.card.id)

    @rx.event
    async def close(self):
        """Put the card away."""
        self.card = Card()

    @rx.event
    async def save(self, form: dict[str, str]):
        """Save what the form holds; what does not fit is said beside its field."""
        self._said = {n: str(form.get(n, "")) for n in self._was()}
        await self._save(self._was())

    @rx.event
    async def save_mine(self):
        """Save one's own version over the other, both having been seen."""
        await self._save({**self._was(), **{c.name: c.standing for c in self.clashes}})

    @rx.event
    async def take_theirs(self):
        """Show the row as somebody else has left it."""
        await self._open(self.card.id)

    def _was(self) -> dict[str, str]:
        return {f.name: f.value for part in self.card.sections for f in part.fields}

    async def _do(self, name: str, **said: Any) -> Any:
        of_list = str(self.router.page.params.get("resource", ""))
        return await self._perform(act(of_list, name), **said)

    async def _open(self, row_id: int) -> None:
        self.card = await self._do("card", row_id=row_id)
        self.changes = await self._do("history", row_id=row_id) if row_id else ()
        self.errors, self.clashes = {}, ()
        self.opening += 1

    async def _save(self, was: dict[str, str]) -> None:
        of_list = act(str(self.router.page.params.get("resource", "")), "save")
        asked = {"row_id": self.card.id, "said": self._said, "was": was}
        done, self.errors = await self._tried(of_list, **asked)
        if done is not None:
            self.clashes, self.by = done.clashes, done.by
            if not done.clashes:
                await self._open(done.id)


class RemovalState(SessionState):
    """A row that is about to be removed."""

    is_asked: bool = False

    @rx.event
    async def ask(self, asked: bool):
        """Ask before a row is removed."""
        self.is_asked = asked

    @rx.event
    async def remove(self, row_id: int):
        """Delete the row, or put it into the archive when it is used."""
        self.is_asked = False
        await self._do("remove", row_id)
        return CardState.close

    @rx.event
    async def restore(self, row_id: int):
        """Take the row out of the archive."""
        await self._do("restore", row_id)
        return CardState.open_row(row_id)

    async def _do(self, name: str, row_id: int) -> None:
        of_list = str(self.router.page.params.get("resource", ""))
        await self._perform(act(of_list, name), row_id=row_id)


def sheet(on_changed: Any) -> rx.Component:
    """The card at the right of the list, on a phone over it; `on_changed` shows the list anew."""
    card = CardState.card
    title = rx.cond(card.id > 0, card.title, t("New row"))
    return Sheet.create(
        _acts(card),
        row_actions(card),
        rx.cond(CardState.clashes.length() > 0, _both(on_changed)),
        form(CardState, on_changed),
        rx.cond(card.id > 0, _history()),
        _question(card, on_changed),
        open=card.is_open,
        title=title,
        on_close=CardState.close,
    )


def _acts(card: Any) -> rx.Component:
    ways = rx.foreach(
        card.links,
        lambda one: rx.el.a(one.title, href=one.address, target="_blank", rel="noopener",
                            class_name="button quiet"),
    )  # fmt: skip
    return rx.fragment(
        rx.cond(card.is_archived, rx.el.p(badge(t("In the archive"), "warn"))),
        rx.cond(card.links.length() > 0, rx.el.div(ways, class_name="row")),
    )


def _both(on_changed: Any) -> rx.Component:
    words = t("{who} has changed this row meanwhile. Nothing of yours is lost: choose.",
              who=CardState.by)  # fmt: skip
    yours, theirs = rx.el.th(t("Yours"), scope="col"), rx.el.th(t("Theirs"), scope="col")
    return rx.el.section(
        banner(words, tone="warn"),
        rx.el.table(
            rx.el.thead(rx.el.tr(rx.el.td(), yours, theirs)),
            rx.el.tbody(rx.foreach(CardState.clashes, _clash)),
            class_name="table both",
        ),
        rx.el.div(
            button(t("Save mine"), kind="primary", on_click=[CardState.save_mine, on_changed]),
            button(t("Take theirs"), on_click=CardState.take_theirs),
            class_name="row",
        ),
        role="alert",
        class_name="stack tight",
    )


def _clash(clash: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(clash.label, scope="row"),
        rx.el.td(rx.cond(clash.mine == "", "—", clash.mine)),
        rx.el.td(rx.cond(clash.theirs == "", "—", clash.theirs)),
    )


def _history() -> rx.Component:
    nothing = rx.el.p(t("Nothing was changed here since it was made."), class_name="soft")
    return rx.el.details(
        rx.el.summary(t("History")),
        rx.cond(
            CardState.changes.length() > 0,
            rx.el.ol(rx.foreach(CardState.changes, _change), class_name="row-history"),
            nothing,
        ),
        class_name="foreseen",
    )


def _change(change: Any) -> rx.Component:
    told = rx.foreach(
        change.told,
        lambda one: rx.el.div(
            rx.el.dt(one.label),
            rx.el.dd(
                rx.cond(one.before != "", rx.el.del_(one.before)),
                " → ",
                rx.cond(one.after == "", "—", one.after),
            ),
        ),
    )
    return rx.el.li(
        rx.el.p(
            rx.el.b(change.who), " ", change.act, " ",
            rx.el.small(moment(change.at), class_name="soft"),
        ),
        rx.cond(change.is_erased, rx.el.p(t("The values were erased."), class_name="soft")),
        rx.el.dl(told, class_name="facts"),
    )  # fmt: skip


def _question(card: Any, on_changed: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(
            card.may_remove,
            rx.cond(
                card.is_archived,
                button(icon("undo", 18), t("Out of the archive"),
                       on_click=[RemovalState.restore(card.id), on_changed]),
                button(t("Remove"), kind="danger", on_click=RemovalState.ask(True)),
            ),
        ),
        confirm(
            rx.el.p(t("What nothing refers to is deleted; what is used goes to the archive and "
                      "can be taken back.")),
            open=RemovalState.is_asked,
            title=t("Remove this row?"),
            act=t("Remove"),
            on_confirm=[RemovalState.remove(card.id), on_changed],
            on_cancel=RemovalState.ask(False),
            danger=True,
        ),
    )  # fmt: skip
